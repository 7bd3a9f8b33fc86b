package io.kafkasdk.producer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A guarded producer behind Kafka's interface; {@link GuardedProducer#asKafkaProducer()} says what to expect of it. */
final class KafkaProducerView<K, V> implements Producer<K, V> {

    private static final Logger log = LoggerFactory.getLogger(GuardedProducer.class);
    /** The same as in Kafka's own: neither a partition nor a size, nor an offset or a time. */
    private static final int NONE = -1;
    /** Set while a callback runs on the thread; for all views, since they may share the thread that ends sends. */
    private static final ThreadLocal<Boolean> IN_CALLBACK = new ThreadLocal<>();

    private final GuardedProducer<K, V> guarded;
    private final PlainCalls client;
    /** Sends whose callback has not run to its end: {@link #flush()} waits for these. */
    private final Set<MetadataFuture> open = ConcurrentHashMap.newKeySet();

    KafkaProducerView(GuardedProducer<K, V> guarded, PlainCalls client) {
        this.guarded = guarded;
        this.client = client;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<K, V> record) {
        return send(record, null);
    }

    // What the dependent stage returns is nobody's business: end(...) throws nothing.
    @SuppressWarnings("FutureReturnValueIgnored")
    @Override
    public Future<RecordMetadata> send(ProducerRecord<K, V> record, @Nullable Callback callback) {
        CompletableFuture<SendReceipt> send = guarded.send(record);
        if (send.isCompletedExceptionally()) {
            RuntimeException thrown = toThrow(send);
            if (thrown != null) {
                throw thrown;
            }
        }
        MetadataFuture future = new MetadataFuture();
        open.add(future);
        send.whenComplete((receipt, failure) -> end(record, callback, future, receipt, failure));
        return future;
    }

    private static @Nullable RuntimeException toThrow(CompletableFuture<SendReceipt> failed) {
        Throwable failure = failed.handle((receipt, reason) -> reason).join();
        return failure instanceof SendFailedException known ? PlainFailures.thrown(known) : null;
    }

    private void end(
            ProducerRecord<K, V> record,
            @Nullable Callback callback,
            MetadataFuture future,
            @Nullable SendReceipt receipt,
            @Nullable Throwable failure) {
        try {
            if (receipt != null) {
                RecordMetadata metadata = metadata(receipt);
                call(callback, metadata, null);
                future.succeed(metadata);
            } else {
                Exception exception = failure instanceof SendFailedException known
                        ? PlainFailures.given(known, record.topic())
                        : new KafkaException("The send ended with an error", failure);
                call(callback, noMetadata(record), exception);
                future.fail(exception);
            }
        } finally {
            open.remove(future);
        }
    }

    /** Runs the callback before the future is done, as Kafka does: code may rely on it after {@code get()}. */
    private void call(@Nullable Callback callback, RecordMetadata metadata, @Nullable Exception exception) {
        if (callback == null) {
            return;
        }
        Boolean outer = IN_CALLBACK.get();
        IN_CALLBACK.set(true);
        try {
            callback.onCompletion(metadata, exception);
        } catch (Throwable e) {
            // An Error too: the future must be done, and the thread is not ours alone.
            log.error("A callback of producer '{}' threw for topic '{}'", guarded.clientId(), metadata.topic(), e);
        } finally {
            if (outer == null) {
                IN_CALLBACK.remove();
            }
        }
    }

    private static RecordMetadata metadata(SendReceipt receipt) {
        return new RecordMetadata(
                new TopicPartition(receipt.topic(), receipt.partition()),
                receipt.offset(),
                0,
                receipt.timestampMillis(),
                NONE,
                NONE);
    }

    private static RecordMetadata noMetadata(ProducerRecord<?, ?> record) {
        int partition = record.partition() == null ? NONE : record.partition();
        return new RecordMetadata(new TopicPartition(record.topic(), partition), NONE, NONE, NONE, NONE, NONE);
    }

    @Override
    public void flush() {
        if (IN_CALLBACK.get() != null) {
            throw new KafkaException("Producer '" + guarded.clientId() + "' cannot be flushed inside a callback."
                    + " Cause: it would wait for the end of this callback. Cure: flush on another thread.");
        }
        List<MetadataFuture> sent = List.copyOf(open);
        client.flush();
        try {
            for (MetadataFuture future : sent) {
                future.await();
            }
        } catch (InterruptedException e) {
            throw new InterruptException("Flush interrupted.", e);
        }
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        return client.partitionsFor(topic);
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return client.metrics();
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        client.registerMetricForSubscription(metric);
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        client.unregisterMetricFromSubscription(metric);
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        return client.clientInstanceId(timeout);
    }

    @Override
    public void close() {
        guarded.close();
    }

    @Override
    public void close(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("The timeout " + timeout + " for closing producer '" + guarded.clientId()
                    + "' is negative; zero gives up at once what is on its way");
        }
        guarded.close(timeout);
    }

    @Override
    public void initTransactions() {
        throw noTransactions("initTransactions");
    }

    @Override
    public void beginTransaction() {
        throw noTransactions("beginTransaction");
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        throw noTransactions("sendOffsetsToTransaction");
    }

    @Override
    public void commitTransaction() {
        throw noTransactions("commitTransaction");
    }

    @Override
    public void abortTransaction() {
        throw noTransactions("abortTransaction");
    }

    private UnsupportedOperationException noTransactions(String method) {
        return new UnsupportedOperationException("Producer '" + guarded.clientId() + "' cannot do " + method + "()."
                + " Cause: it is not transactional. Cure: use KafkaSdk.transactionalProducer(...).");
    }
}
