package io.kafkasdk.producer;

import io.kafkasdk.acks.Durability;
import io.kafkasdk.acks.TopicSafety;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.internal.Closing;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.ExplainedConfig;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ProducerSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** A guarded producer on top of Kafka's: serializes, checks and asks the guard before, explains failures after. */
final class KafkaGuardedProducer<K, V> implements GuardedProducer<K, V> {

    private static final Duration DEFAULT_CLOSE = Duration.ofSeconds(10);
    /** For the end of the client's thread, once all sends are ended. */
    private static final Duration THREAD_END = Duration.ofMillis(500);
    /** One part of the time to close, at most {@link FailureDesk#LIMIT}, is for explaining what failed. */
    private static final int DESK_SHARE = 5;
    /** A send that its caller waited for: all others take microseconds. */
    private static final long NOTICEABLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** For tombstones: a serializer may make something of null, JSON's null for one. */
    private static final Serializer<@Nullable Object> NO_VALUE = (topic, data) -> null;

    private final Serializer<K> keySerializer;
    private final Serializer<V> valueSerializer;
    private final ActiveConfig config;
    private final CallerTime callerTime;
    private final SendContext context;
    private final WriteClients clients;
    private final TopicLanes lanes;
    private final Runnable onClosed;
    private final AtomicBoolean closed = new AtomicBoolean();

    KafkaGuardedProducer(
            WriteClients clients,
            ProducerSettings<K, V> settings,
            ExplainedConfig config,
            SendContext context,
            Runnable onClosed) {
        this.clients = clients;
        this.lanes = new TopicLanes(clients);
        this.keySerializer = settings.keySerializer();
        this.valueSerializer = settings.valueSerializer();
        this.config = new ActiveConfig(config);
        this.callerTime = new CallerTime(settings.maxBlock());
        this.context = context;
        this.onClosed = onClosed;
    }

    @Override
    public CompletableFuture<SendReceipt> send(String topic, @Nullable K key, @Nullable V value) {
        // ProducerRecord itself throws on a null topic.
        if (isMissing(topic)) {
            return refuse(SendListener.INVALID_TOPIC, RecordRules.badTopic(topic), null, System.nanoTime());
        }
        return send(new ProducerRecord<>(topic, key, value));
    }

    @Override
    public CompletableFuture<SendReceipt> tombstone(String topic, K key) {
        if (isNoTopicName(topic)) {
            return refuse(SendListener.INVALID_TOPIC, RecordRules.badTopic(topic), null, System.nanoTime());
        }
        if (isMissing(key)) {
            return refuse(topic, RecordRules.keylessTombstone(topic), null, System.nanoTime());
        }
        return send(new ProducerRecord<>(topic, key, null), NO_VALUE);
    }

    /** The name of a topic that is written to already is not read again for each record. */
    private boolean isNoTopicName(@Nullable String topic) {
        return !lanes.knows(topic) && !RecordRules.isTopicName(topic);
    }

    /** The type says never; callers without a checker of nullness do it all the same. */
    private static boolean isMissing(@Nullable Object key) {
        return key == null;
    }

    @Override
    public CompletableFuture<SendReceipt> send(ProducerRecord<K, V> record) {
        return send(record, valueSerializer);
    }

    private CompletableFuture<SendReceipt> send(ProducerRecord<K, V> record, Serializer<? super V> values) {
        long start = System.nanoTime();
        String topic = record.topic();
        if (isNoTopicName(topic)) {
            return refuse(SendListener.INVALID_TOPIC, RecordRules.badTopic(topic), null, start);
        }
        SendTrace trace = context.tracing().begin(clientId(), record);
        return trace.follow(send(trace.carry(record), values, start));
    }

    private CompletableFuture<SendReceipt> send(ProducerRecord<K, V> record, Serializer<? super V> values, long start) {
        String topic = record.topic();
        if (closed.get()) {
            return refuse(topic, Refusals.closed(clientId(), topic), null, start);
        }
        TopicSafety safety = context.guard().safetyOf(topic);
        if (safety.refusal() != null) {
            return refuse(topic, safety.refusal(), null, start);
        }
        Diagnosis broken = context.gate().refusal(topic, start);
        return broken == null ? serialize(record, values, safety, start) : refuse(topic, broken, null, start);
    }

    private CompletableFuture<SendReceipt> serialize(
            ProducerRecord<K, V> record, Serializer<? super V> values, TopicSafety safety, long start) {
        String topic = record.topic();
        byte[] key;
        try {
            key = keySerializer.serialize(topic, record.headers(), record.key());
        } catch (Throwable e) {
            // An Error too, such as a stack overflow on a cyclic object: it is one record's trouble.
            return turnBack(topic, RecordRules.unserializable(topic, "key", keySerializer, e), e, start);
        }
        byte[] value;
        try {
            value = values.serialize(topic, record.headers(), record.value());
        } catch (Throwable e) {
            return turnBack(topic, RecordRules.unserializable(topic, "value", values, e), e, start);
        }
        return dispatch(record, key, value, safety, start);
    }

    private CompletableFuture<SendReceipt> dispatch(
            ProducerRecord<K, V> record,
            byte @Nullable [] key,
            byte @Nullable [] value,
            TopicSafety safety,
            long start) {
        String topic = record.topic();
        int size = (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
        TopicFacts facts = safety.facts();
        BadRecord bad = facts == null ? null : RecordRules.fault(record, key, size, config.isUncompressed(), facts);
        if (bad != null) {
            return turnBack(topic, bad.diagnosis(), bad.asKafka(), start);
        }
        Diagnosis held = context.gate().enter(topic, size, start, callerTime.until(start));
        if (held != null) {
            return refuse(topic, held, null, start);
        }
        TopicRoute route;
        try {
            route = enterLane(topic, safety, start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            context.gate().turnedBack(size, start);
            return refuse(topic, Refusals.interrupted(topic), e, start);
        }
        if (route == null) {
            context.gate().turnedBack(size, start);
            return refuse(topic, Refusals.turning(topic, safety.durability()), null, start);
        }
        PendingSend pending = new PendingSend(context, route, size, start);
        route.note(pending);
        context.listener().accepted(clientId(), topic);
        context.tap().offer(topic, key, value);
        handOver(record, key, value, pending);
        tellBlocked(System.nanoTime() - start);
        return pending;
    }

    private void tellBlocked(long tookNanos) {
        if (tookNanos >= NOTICEABLE_NANOS) {
            context.listener().blocked(clientId(), tookNanos);
        }
    }

    /** Returns null where the record cannot go now. */
    private @Nullable TopicRoute enterLane(String topic, TopicSafety safety, long start) throws InterruptedException {
        Durability wanted = safety.durability();
        long until = callerTime.until(start);
        if (clients.leader() != null) {
            boolean onIoThread = WriteClients.isIoThread(clientId(), Thread.currentThread());
            until = onIoThread ? start : until;
            if (safety.facts() == null && !onIoThread && lanes.isNew(topic)) {
                // Whether it is to be led by one replica: found out now, because a later change would hold records up.
                context.guard().observe(Set.of(topic), Duration.ofNanos(Math.max(1, until - System.nanoTime())));
                wanted = context.guard().safetyOf(topic).durability();
            }
        }
        return lanes.enter(topic, wanted, until);
    }

    /** Gives the record to the Kafka client, in slices of the caller's time while the client has no room for it. */
    // Kafka's producer takes any types: what it writes is in transit.
    @SuppressWarnings("unchecked")
    private void handOver(
            ProducerRecord<K, V> record, byte @Nullable [] key, byte @Nullable [] value, PendingSend pending) {
        BytesInTransit transit = BytesInTransit.current();
        Exception reason;
        boolean taken = false;
        try {
            long until = callerTime.until(pending.startNanos());
            long tried = pending.startNanos();
            while (true) {
                pending.handingOver();
                transit.load(key, value);
                pending.route().client().send((ProducerRecord<Object, Object>) record, pending, until);
                reason = pending.handedOver();
                taken = reason != null && ClientFailures.isToldBehindTheAppend(reason);
                if (!(reason instanceof TimeoutException) || !mayTryAgain(pending.startNanos(), tried)) {
                    break;
                }
                tried = System.nanoTime();
            }
        } catch (Exception e) {
            reason = e;
            taken = ClientFailures.mayHaveTaken(e);
        } catch (Error e) {
            // From anywhere inside the client, so the record may be on its way; an accepted send must end all the same.
            reason = new KafkaException("The Kafka client ended with an error", e);
            taken = true;
        } finally {
            transit.unload();
        }
        if (reason != null) {
            pending.handedOver();
            if (reason instanceof TimeoutException timeout) {
                reason = callerTime.retold(timeout, pending.age());
            }
            int partition = record.partition() == null ? -1 : record.partition();
            context.desk().report(new FailedSend(pending, reason, partition, taken, System.nanoTime()));
        }
    }

    private boolean mayTryAgain(long startNanos, long triedNanos) {
        return !closed.get()
                && callerTime.allowsAnother(startNanos, triedNanos)
                && !WriteClients.isIoThread(clientId(), Thread.currentThread());
    }

    /** Refuses a record that the breaker had let pass. */
    private CompletableFuture<SendReceipt> turnBack(
            String topic, Diagnosis diagnosis, @Nullable Throwable cause, long start) {
        context.gate().turnedBack(start);
        return refuse(topic, diagnosis, cause, start);
    }

    private CompletableFuture<SendReceipt> refuse(
            String topic, Diagnosis diagnosis, @Nullable Throwable cause, long start) {
        SendFailedException failure = SendFailedException.rejected(diagnosis, cause);
        long took = System.nanoTime() - start;
        context.listener().failed(clientId(), topic, failure, false, took);
        tellBlocked(took);
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

    @Override
    public Map<MetricName, ? extends Metric> kafkaMetrics() {
        return clients.metricsOfAll();
    }

    @Override
    public int inFlight() {
        return (int) context.gate().budget().records();
    }

    @Override
    public Producer<K, V> asKafkaProducer() {
        return new KafkaProducerView<>(this, clients);
    }

    /** Returns the Kafka clients behind it. */
    WriteClients clients() {
        return clients;
    }

    /** Returns what all its sends share. */
    SendContext context() {
        return context;
    }

    /** Returns the Kafka config that counts now. */
    ActiveConfig config() {
        return config;
    }

    /** Returns what it keeps by topic. */
    TopicLanes lanes() {
        return lanes;
    }

    /** Tells the listener how many records are acknowledged and not visible, where that changed. */
    void tellInvisible(Map<TopicPartition, Long> watermarks) {
        lanes.invisible(watermarks).forEach((topic, count) -> context.listener().invisible(clientId(), topic, count));
    }

    @Override
    public void close() {
        close(DEFAULT_CLOSE);
    }

    @Override
    public void close(Duration timeout) {
        boolean onIoThread = WriteClients.isIoThread(clientId(), Thread.currentThread());
        boolean onOwnThread = onIoThread || context.desk().isOwn(Thread.currentThread());
        // The client's own thread cannot wait for its own end.
        Duration limit = onIoThread ? Duration.ZERO : Deadline.bounded(timeout);
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        context.desk().closing();
        Deadline deadline = Deadline.in(limit);
        // The client's close has no bound of its own: it joins a thread that a dependent of a future may hold.
        Closing closing = Closing.start(clientId(), () -> finish(limit, deadline));
        if (!onOwnThread) {
            closing.await(limit.plus(THREAD_END));
        }
        if (!closing.hasEnded() && (onIoThread || !onOwnThread)) {
            context.desk().close(Duration.ZERO);
        }
    }

    /** Returns whether {@link #close(Duration)} was called; the client may still be closing. */
    boolean isClosed() {
        return closed.get();
    }

    private void finish(Duration limit, Deadline deadline) {
        Duration part = limit.dividedBy(DESK_SHARE);
        Duration share = part.compareTo(FailureDesk.LIMIT) < 0 ? part : FailureDesk.LIMIT;
        try {
            clients.close(limit.minus(share));
        } finally {
            context.desk().close(deadline.remaining());
            context.listener().closed(clientId());
            onClosed.run();
        }
    }
}
