package io.kafkasdk.producer;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.Durability;
import io.kafkasdk.acks.TopicSafety;
import io.kafkasdk.error.Diagnosis;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka producer of the application's own: asks the guard before each send, tells how each ended, and leaves the rest to
 * the client. Whatever the client throws, returns and tells its callbacks reaches the application unchanged.
 */
final class ForeignProducer<K, V> implements Producer<K, V>, AdoptedProducer {

    /** The same as in Kafka's own: neither a partition nor a size, nor an offset or a time. */
    private static final int NONE = -1;
    /** A send that its caller waited for: all others take microseconds. */
    private static final long NOTICEABLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Producer<K, V> client;
    private final Place place;
    private final Consumer<? super ForeignProducer<K, V>> onClosed;
    /** The first record of the open transaction that was refused: the client knows nothing of it and would commit. */
    private volatile @Nullable Exception refused;

    private volatile boolean isTransactional;

    /**
     * What a producer has of the SDK.
     *
     * @param clientId its client.id
     * @param durability what its acknowledgements are worth
     * @param guard knows which topics are safe
     * @param listener told of every send; never throws
     */
    record Place(String clientId, Durability durability, AcksGuard guard, SendListener listener) {}

    ForeignProducer(Producer<K, V> client, Place place, Consumer<? super ForeignProducer<K, V>> onClosed) {
        this.client = client;
        this.place = place;
        this.onClosed = onClosed;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<K, V> record) {
        return send(record, null);
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<K, V> record, @Nullable Callback callback) {
        long start = System.nanoTime();
        String topic = record.topic();
        if (!RecordRules.isTopicName(topic)) {
            // The client says what it thinks of that name, which belongs in no meter.
            return client.send(record, callback);
        }
        TopicSafety safety = place.guard.safetyOf(topic);
        Diagnosis refusal = safety.refusal();
        if (refusal != null) {
            return refuse(record, refusal, callback, start);
        }
        place.listener.accepted(place.clientId, topic);
        ForeignSend send = new ForeignSend(place, topic, callback, start);
        try {
            return client.send(record, send);
        } catch (Throwable thrown) {
            send.thrown(thrown);
            throw thrown;
        } finally {
            long took = System.nanoTime() - start;
            if (took >= NOTICEABLE_NANOS) {
                place.listener.blocked(place.clientId, took);
            }
        }
    }

    /** As the client refuses a record: callback first, on this thread, then the future. */
    private Future<RecordMetadata> refuse(
            ProducerRecord<K, V> record, Diagnosis refusal, @Nullable Callback callback, long start) {
        SendFailedException failure = SendFailedException.rejected(refusal, null);
        place.listener.failed(place.clientId, record.topic(), failure, false, System.nanoTime() - start);
        Exception given = PlainFailures.given(failure, record.topic());
        if (isTransactional && refused == null) {
            refused = given;
        }
        if (callback != null) {
            int partition = record.partition() == null ? NONE : record.partition();
            callback.onCompletion(
                    new RecordMetadata(new TopicPartition(record.topic(), partition), NONE, NONE, NONE, NONE, NONE),
                    given);
        }
        MetadataFuture future = new MetadataFuture();
        future.fail(given);
        return future;
    }

    @Override
    public void beginTransaction() {
        client.beginTransaction();
        refused = null;
    }

    @Override
    public void commitTransaction() {
        Exception first = refused;
        if (first != null) {
            throw new PolicyViolationException(
                    "The transaction of producer '" + place.clientId
                            + "' cannot be committed. Cause: a record of it was" + " refused. Cure: abort it. "
                            + first.getMessage(),
                    first);
        }
        client.commitTransaction();
    }

    @Override
    public void abortTransaction() {
        client.abortTransaction();
        refused = null;
    }

    @Override
    public void initTransactions() {
        isTransactional = true;
        client.initTransactions();
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        client.sendOffsetsToTransaction(offsets, groupMetadata);
    }

    @Override
    public void flush() {
        client.flush();
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
        try {
            client.close();
        } finally {
            onClosed.accept(this);
        }
    }

    @Override
    public void close(Duration timeout) {
        try {
            client.close(timeout);
        } finally {
            onClosed.accept(this);
        }
    }

    @Override
    public String clientId() {
        return place.clientId;
    }

    @Override
    public Durability durability() {
        return place.durability;
    }

    @Override
    public boolean isTransactional() {
        return isTransactional;
    }

    @Override
    public Map<MetricName, ? extends Metric> kafkaMetrics() {
        return client.metrics();
    }

    @Override
    public String toString() {
        return "guarded " + client;
    }
}
