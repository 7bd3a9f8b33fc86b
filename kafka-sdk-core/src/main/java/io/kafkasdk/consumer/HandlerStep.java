package io.kafkasdk.consumer;

import io.kafkasdk.settings.ConsumerSettings;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the application's code for one record: deserializers and handler. Here, on the worker, and not in {@code poll}:
 * a record that cannot be read is that record's trouble and nobody else's.
 */
final class HandlerStep<K, V> implements Lane.Step {

    private final ConsumerSettings<K, V> settings;
    private final RecordHandler<K, V> handler;
    private final FailureRouter failures;
    private final Completions completions;
    private final Clocked clocked;

    /**
     * Who hears of a handled record, and by which clock it is timed.
     *
     * @param events the listener
     * @param nanoClock monotonic time in nanoseconds
     */
    record Clocked(ConsumerEvents events, LongSupplier nanoClock) {}

    HandlerStep(
            ConsumerSettings<K, V> settings,
            RecordHandler<K, V> handler,
            FailureRouter failures,
            Completions completions,
            Clocked clocked) {
        this.settings = settings;
        this.handler = handler;
        this.failures = failures;
        this.completions = completions;
        this.clocked = clocked;
    }

    @Override
    public boolean run(Lane lane, Work work) {
        if (!work.owner().enter()) {
            return true;
        }
        try {
            return attempt(lane, work);
        } finally {
            work.owner().exit();
            completions.signal();
        }
    }

    private boolean attempt(Lane lane, Work work) {
        long start = clocked.nanoClock().getAsLong();
        work.owner()
                .handling(new ProgressSource.RunningHandler(
                        Thread.currentThread(),
                        work.owner().partition(),
                        work.record().offset(),
                        start));
        try {
            handler.handle(typed(work.record()));
        } catch (Throwable failure) {
            return failed(lane, work, failure);
        } finally {
            // A handler that leaves its thread interrupted must not break the next one.
            Thread.interrupted();
            work.owner().handling(null);
        }
        completions.finished(work);
        clocked.events().handled(work, clocked.nanoClock().getAsLong() - start);
        return true;
    }

    private boolean failed(Lane lane, Work work, Throwable failure) {
        // After these the JVM cannot be trusted. A stack overflow is only a handler that recursed too deep.
        if (failure instanceof VirtualMachineError fatal && !(failure instanceof StackOverflowError)) {
            completions.fatal(fatal);
            return false;
        }
        if (work.owner().isStopped()) {
            // Interrupted, or of a partition that goes: its next owner handles it.
            return true;
        }
        work.failedAt(clocked.nanoClock().getAsLong(), failure.getClass().getName());
        long delayNanos = failures.failed(work, failure).toNanos();
        if (!lane.park(work)) {
            return true;
        }
        completions.retry(new Completions.Retry(lane, work, clocked.nanoClock().getAsLong() + delayNanos));
        return false;
    }

    private ConsumerRecord<K, V> typed(ConsumerRecord<byte[], byte[]> raw) {
        return new ConsumerRecord<>(
                raw.topic(),
                raw.partition(),
                raw.offset(),
                raw.timestamp(),
                raw.timestampType(),
                raw.serializedKeySize(),
                raw.serializedValueSize(),
                read(settings.keyDeserializer(), raw.topic(), raw.headers(), raw.key()),
                read(settings.valueDeserializer(), raw.topic(), raw.headers(), raw.value()),
                raw.headers(),
                raw.leaderEpoch());
    }

    /** Like Kafka's own consumer, never shows a deserializer an absent key or value. */
    private static <T> @Nullable T read(
            Deserializer<T> deserializer, String topic, Headers headers, byte @Nullable [] bytes) {
        return bytes == null ? null : deserializer.deserialize(topic, headers, bytes);
    }
}
