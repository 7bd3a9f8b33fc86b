package io.kafkasdk.transaction;

import io.kafkasdk.acks.TopicSafety;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorClassifier;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.producer.SendTrace;
import io.kafkasdk.settings.TransactionSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** A transaction while its block runs: remembers the first thing that goes wrong, which dooms it. */
final class OpenTransaction<K, V> implements Transaction<K, V> {

    /** Kafka's own word on a record that expires says more than ours, so that it comes first. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final TransactionClient client;
    private final TransactionSettings<K, V> settings;
    private final TransactionContext context;
    private final FailureTexts texts;
    private final long beganNanos;
    private final Flights flights = new Flights();
    private final AtomicReference<@Nullable Trouble> trouble = new AtomicReference<>();
    private @Nullable TransactionFailedException failure;
    private volatile boolean ended;

    OpenTransaction(
            TransactionClient client,
            TransactionSettings<K, V> settings,
            TransactionContext context,
            FailureTexts texts,
            long beganNanos) {
        this.client = client;
        this.settings = settings;
        this.context = context;
        this.texts = texts;
        this.beganNanos = beganNanos;
    }

    @Override
    public void send(String topic, @Nullable K key, @Nullable V value) {
        send(new ProducerRecord<>(topic, key, value));
    }

    @Override
    public void send(ProducerRecord<K, V> record) {
        checkUsable();
        String topic = record.topic();
        TopicSafety safety = context.guard().safetyOf(topic);
        if (safety.refusal() != null) {
            throw fail(new Trouble(safety.refusal(), null, topic, -1, age()));
        }
        byte[] key = serialize(settings.keySerializer(), "key", record, record.key());
        byte[] value = serialize(settings.valueSerializer(), "value", record, record.value());
        dispatch(new ProducerRecord<>(topic, record.partition(), record.timestamp(), key, value, record.headers()));
    }

    private void dispatch(ProducerRecord<byte[], byte[]> record) {
        String topic = record.topic();
        int partition = record.partition() == null ? -1 : record.partition();
        int size = sizeOf(record.key()) + sizeOf(record.value());
        SendTrace trace = context.tracing().begin(context.clientId(), record);
        Flights.Flight flight =
                flights.begin(topic, partition, size, context.nanoClock().getAsLong());
        context.listener().accepted(context.clientId(), topic);
        try {
            client.send(trace.carry(record), (metadata, thrown) -> {
                end(trace, metadata, thrown);
                ended(flight, metadata, thrown);
            });
        } catch (RuntimeException e) {
            // Then no callback comes.
            trace.failed(e);
            end(flight, e);
            throw fail(new Trouble(null, e, topic, partition, age()));
        }
    }

    private static int sizeOf(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static void end(SendTrace trace, @Nullable RecordMetadata metadata, @Nullable Exception thrown) {
        if (thrown != null) {
            trace.failed(thrown);
        } else if (metadata != null) {
            trace.delivered(metadata.partition(), metadata.hasOffset() ? metadata.offset() : -1);
        }
    }

    private void ended(Flights.Flight flight, @Nullable RecordMetadata metadata, @Nullable Exception thrown) {
        if (thrown != null) {
            int partition = metadata == null ? flight.partition() : metadata.partition();
            doom(new Trouble(null, thrown, flight.topic(), partition, age()));
        }
        end(flight, thrown);
    }

    private void end(Flights.Flight flight, @Nullable Exception thrown) {
        if (!flights.end(flight)) {
            return;
        }
        TransactionListener listener = context.listener();
        long took = flight.age(context.nanoClock().getAsLong());
        if (thrown == null) {
            listener.acknowledged(context.clientId(), flight.topic(), flight.sizeBytes(), took);
        } else {
            String exception = thrown.getClass().getSimpleName();
            listener.failed(context.clientId(), flight.topic(), exception, ErrorClassifier.kindOf(thrown), took);
        }
    }

    @Override
    public void offsets(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        checkUsable();
        try {
            client.offsets(offsets, group);
        } catch (RuntimeException e) {
            Diagnosis ofTheGroup = texts.ofOffsets(e, group.groupId());
            Trouble refused = new Trouble(ofTheGroup, e, null, -1, age());
            if (ofTheGroup != null) {
                prefer(refused);
            }
            throw fail(refused);
        }
    }

    @Override
    public void offsets(ConsumerRecords<?, ?> records, ConsumerGroupMetadata group) {
        offsets(records.nextOffsets(), group);
    }

    /** The block is over: from now on every use is a mistake. */
    void end() {
        ended = true;
    }

    /**
     * Waits until all records are acknowledged, or the transaction is doomed. Kafka ends a record at its delivery timeout,
     * mostly; the wait ends soon after that in any case, and dooms the transaction.
     *
     * @throws InterruptedException when interrupted
     */
    void awaitAcknowledgements() throws InterruptedException {
        if (isDoomed() || !flights.areOpen()) {
            return;
        }
        client.hurry();
        Duration limit = settings.deliveryTimeout().plus(GRACE);
        Duration left = settings.transactionTimeout().minusNanos(age());
        if (!flights.await(left.compareTo(limit) < 0 ? left : limit, context.pause())) {
            flights.oldest().ifPresent(this::doomUnacknowledged);
        }
    }

    private void doomUnacknowledged(Flights.Flight oldest) {
        Exception reason = new TimeoutException("not acknowledged within "
                + settings.deliveryTimeout().toMillis() + " ms, nor expired by the Kafka client");
        doom(new Trouble(null, reason, oldest.topic(), oldest.partition(), age()));
    }

    /** Returns the topics of which some record is not acknowledged for over a second. */
    Set<String> stalledTopics() {
        return flights.stalledTopics(context.nanoClock().getAsLong());
    }

    /** Dooms the transaction, unless it is already: the first trouble mostly explains those behind it. */
    void doom(Trouble first) {
        trouble.compareAndSet(null, first);
        flights.giveUp();
    }

    boolean isDoomed() {
        return trouble.get() != null;
    }

    /** Returns whether another producer has the transactional.id by now, or the coordinator took it away. */
    boolean isFenced() {
        Trouble first = trouble.get();
        Throwable reason = first == null ? null : first.reason();
        return reason != null && FailureTexts.isFencing(reason);
    }

    TransactionClient client() {
        return client;
    }

    /** Returns the time since the transaction began, in nanoseconds. */
    long age() {
        return context.nanoClock().getAsLong() - beganNanos;
    }

    /**
     * Returns why this doomed transaction is aborted, always the same. Blocks up to 1 s the first time, to look at the
     * topic.
     */
    synchronized TransactionFailedException failure() {
        if (failure == null) {
            Trouble first = trouble.get();
            if (first == null) {
                throw new IllegalStateException("A transaction without trouble has not failed");
            }
            failure = TransactionFailedException.aborted(texts.ofAborted(first), first.reason());
        }
        return failure;
    }

    /** Kafka fails records that still wait with the reason of the offsets, and before those. */
    private synchronized void prefer(Trouble better) {
        if (failure == null) {
            trouble.set(better);
        }
    }

    private TransactionFailedException fail(Trouble first) {
        doom(first);
        return failure();
    }

    private void checkUsable() {
        if (ended) {
            throw new IllegalStateException("The block of this transaction of '" + context.clientId()
                    + "' has ended; use it only within its block");
        }
        if (isDoomed()) {
            throw failure();
        }
    }

    private <D> byte @Nullable [] serialize(
            Serializer<D> serializer, String part, ProducerRecord<K, V> record, @Nullable D data) {
        String topic = record.topic();
        try {
            return serializer.serialize(topic, record.headers(), data);
        } catch (RuntimeException e) {
            // Not the message: serializers like to quote what they could not write, and that is payload.
            Diagnosis unserializable = new Diagnosis(
                    ErrorKind.BAD_RECORD,
                    "the " + part + " of a record for topic '" + topic + "' cannot be serialized",
                    serializer.getClass().getName() + " threw " + e.getClass().getName(),
                    "correct the " + part + " or the serializer; the exception behind this one has the details");
            throw fail(new Trouble(unserializable, e, topic, -1, age()));
        }
    }
}
