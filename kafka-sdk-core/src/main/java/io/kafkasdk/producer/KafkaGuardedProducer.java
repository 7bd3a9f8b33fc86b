package io.kafkasdk.producer;

import io.kafkasdk.acks.TopicSafety;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.ExplainedConfig;
import io.kafkasdk.internal.SdkThreads;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ProducerSettings;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A guarded producer on top of Kafka's: serializes, checks and asks the guard before, explains failures after. */
final class KafkaGuardedProducer<K, V> implements GuardedProducer<K, V> {

    private static final Logger log = LoggerFactory.getLogger(GuardedProducer.class);
    private static final Duration DEFAULT_CLOSE = Duration.ofSeconds(10);
    /** Beyond any program's life, and still a number of nanoseconds. */
    private static final Duration LONGEST_CLOSE = Duration.ofDays(365);
    /** For the end of the client's thread, once all sends are ended. */
    private static final Duration THREAD_END = Duration.ofMillis(500);
    /** One part of the time to close, at most {@link FailureDesk#LIMIT}, is for explaining what failed. */
    private static final int DESK_SHARE = 5;

    private final Producer<byte[], byte[]> kafka;
    private final Serializer<K> keySerializer;
    private final Serializer<V> valueSerializer;
    private final ExplainedConfig config;
    private final boolean uncompressed;
    private final SendContext context;
    private final Runnable onClosed;
    private final RetryWatch retries = new RetryWatch();
    private final AtomicBoolean closed = new AtomicBoolean();

    KafkaGuardedProducer(
            Producer<byte[], byte[]> kafka,
            ProducerSettings<K, V> settings,
            ExplainedConfig config,
            SendContext context,
            Runnable onClosed) {
        this.kafka = kafka;
        this.keySerializer = settings.keySerializer();
        this.valueSerializer = settings.valueSerializer();
        this.config = config;
        this.uncompressed =
                config.text(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none").equals("none");
        this.context = context;
        this.onClosed = onClosed;
    }

    @Override
    public CompletableFuture<SendReceipt> send(String topic, @Nullable K key, @Nullable V value) {
        // ProducerRecord itself throws on a null topic.
        if (!RecordRules.isTopicName(topic)) {
            return refuse(SendListener.INVALID_TOPIC, RecordRules.badTopic(topic), null, System.nanoTime());
        }
        return send(new ProducerRecord<>(topic, key, value));
    }

    @Override
    public CompletableFuture<SendReceipt> send(ProducerRecord<K, V> record) {
        long start = System.nanoTime();
        String topic = record.topic();
        if (!RecordRules.isTopicName(topic)) {
            return refuse(SendListener.INVALID_TOPIC, RecordRules.badTopic(topic), null, start);
        }
        if (closed.get()) {
            return refuse(topic, RecordRules.closed(clientId(), topic), null, start);
        }
        TopicSafety safety = context.guard().safetyOf(topic);
        if (safety.refusal() != null) {
            return refuse(topic, safety.refusal(), null, start);
        }
        byte[] key;
        try {
            key = keySerializer.serialize(topic, record.headers(), record.key());
        } catch (RuntimeException e) {
            return refuse(topic, RecordRules.unserializable(topic, "key", keySerializer, e), e, start);
        }
        byte[] value;
        try {
            value = valueSerializer.serialize(topic, record.headers(), record.value());
        } catch (RuntimeException e) {
            return refuse(topic, RecordRules.unserializable(topic, "value", valueSerializer, e), e, start);
        }
        return sendBytes(record, key, value, safety.facts(), start);
    }

    private CompletableFuture<SendReceipt> sendBytes(
            ProducerRecord<K, V> record,
            byte @Nullable [] key,
            byte @Nullable [] value,
            @Nullable TopicFacts facts,
            long start) {
        String topic = record.topic();
        int size = (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
        // A compressed record may still fit: that one is the broker's to judge.
        if (uncompressed && facts != null && size > facts.maxMessageBytes()) {
            return refuse(topic, RecordRules.tooLargeForTopic(topic, size, facts.maxMessageBytes()), null, start);
        }
        PendingSend pending = new PendingSend(context, topic, size, start);
        context.listener().accepted(clientId(), topic);
        handOver(
                new ProducerRecord<>(topic, record.partition(), record.timestamp(), key, value, record.headers()),
                pending);
        return pending.future();
    }

    // The callback is told everything that the client's future would say.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void handOver(ProducerRecord<byte[], byte[]> bytes, PendingSend pending) {
        try {
            kafka.send(bytes, pending);
        } catch (RuntimeException e) {
            // Closed meanwhile, interrupted, or fatal: nothing was appended, and no callback comes.
            context.desk().report(new FailedSend(pending, e, -1, false, System.nanoTime()));
        } catch (Error e) {
            // From anywhere inside the client, so the record may be on its way; an accepted send must end all the same.
            Exception reason = new KafkaException("The Kafka client ended with an error", e);
            context.desk().report(new FailedSend(pending, reason, -1, true, System.nanoTime()));
        } finally {
            pending.handedOver();
        }
    }

    private CompletableFuture<SendReceipt> refuse(
            String topic, Diagnosis diagnosis, @Nullable Throwable cause, long start) {
        SendFailedException failure = SendFailedException.rejected(diagnosis, cause);
        context.listener().failed(clientId(), topic, failure, false, System.nanoTime() - start);
        return CompletableFuture.failedFuture(failure);
    }

    @Override
    public String clientId() {
        return context.clientId();
    }

    @Override
    public ConfigExplanation explain() {
        return config.explain();
    }

    /**
     * Fetches the metadata of a topic, so that the first send finds it; blocks up to maxBlock.
     *
     * @return whether that worked
     */
    boolean warm(String topic) {
        try {
            kafka.partitionsFor(topic);
            return true;
        } catch (KafkaException e) {
            log.debug("Producer '{}' has no metadata of topic '{}' yet", clientId(), topic, e);
            return false;
        }
    }

    /** Returns the topics for which the client repeated requests since the last call. */
    Set<String> retriedTopics() {
        return retries.risen(kafka.metrics());
    }

    @Override
    public void close() {
        close(DEFAULT_CLOSE);
    }

    @Override
    public void close(Duration timeout) {
        boolean onIoThread = Thread.currentThread().getName().equals(ioThreadName());
        // The client's own thread cannot wait for its own end.
        Duration limit = onIoThread ? Duration.ZERO : bounded(timeout);
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        context.desk().closing();
        Deadline deadline = Deadline.in(limit);
        // The client's close has no bound of its own: it joins a thread that a dependent of a future may hold.
        Thread closer = SdkThreads.newThread("close", clientId(), () -> finish(limit, deadline));
        closer.start();
        if (!onIoThread) {
            await(closer, limit.plus(THREAD_END));
        }
        if (closer.isAlive()) {
            context.desk().close(Duration.ZERO);
        }
    }

    /** Returns the time that closing may take: none at the least, a year at the most. */
    static Duration bounded(Duration timeout) {
        if (timeout.isNegative()) {
            return Duration.ZERO;
        }
        return timeout.compareTo(LONGEST_CLOSE) > 0 ? LONGEST_CLOSE : timeout;
    }

    /** Returns whether {@link #close(Duration)} was called; the client may still be closing. */
    boolean isClosed() {
        return closed.get();
    }

    private String ioThreadName() {
        return KafkaProducer.NETWORK_THREAD_PREFIX + " | " + clientId();
    }

    private static void await(Thread closer, Duration limit) {
        try {
            closer.join(limit.toMillis());
        } catch (InterruptedException e) {
            // Whoever wants us to stop waits no longer; the client gives up what is left.
            closer.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void finish(Duration limit, Deadline deadline) {
        Duration part = limit.dividedBy(DESK_SHARE);
        Duration share = part.compareTo(FailureDesk.LIMIT) < 0 ? part : FailureDesk.LIMIT;
        try {
            closeKafka(limit.minus(share));
        } finally {
            context.desk().close(deadline.remaining());
            onClosed.run();
        }
    }

    private void closeKafka(Duration timeout) {
        try {
            kafka.close(timeout);
        } catch (KafkaException e) {
            // Interrupted, or a broken interceptor: give up what is left, so that no thread stays behind.
            log.warn("Producer '{}' was closed the hard way", clientId(), e);
            kafka.close(Duration.ZERO);
        }
    }
}
