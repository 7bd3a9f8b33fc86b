package io.kafkasdk.consumer;

import io.kafkasdk.internal.FailurePlace;
import io.kafkasdk.internal.LogLimiter;
import io.kafkasdk.internal.RecordReader;
import io.kafkasdk.settings.ConsumerLimits;
import io.kafkasdk.settings.ConsumerSettings;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The application's function in one of its three forms, and what follows from the form. */
sealed interface Handling<K, V> {

    /** Puts a tracer around the function. */
    Handling<K, V> traced(HandlerTracing tracing, String group, String clientId);

    /** Makes what workers do. */
    Lane.Step step(ConsumerSettings<K, V> settings, Attempts attempts, Clocked clocked);

    private static <K, V> RecordReader<K, V> reader(ConsumerSettings<K, V> settings) {
        return new RecordReader<>(settings.keyDeserializer(), settings.valueDeserializer());
    }

    /** Returns the most records of one turn. */
    default int turn(ConsumerLimits limits) {
        return 16;
    }

    /** Returns what the lanes are like. */
    default Lanes.Shape lanes(ConsumerLimits limits, Clocked clocked) {
        return Lanes.Shape.forRecords(limits.concurrency(), clocked.nanoClock());
    }

    /** Returns how many threads start handlers. */
    default int threads(ConsumerLimits limits) {
        return limits.concurrency();
    }

    /** One record at a time. */
    record Each<K, V>(RecordHandler<K, V> handler) implements Handling<K, V> {

        @Override
        public Each<K, V> traced(HandlerTracing tracing, String group, String clientId) {
            return new Each<>(tracing.ofRecords(handler, group, clientId));
        }

        @Override
        public Lane.Step step(ConsumerSettings<K, V> settings, Attempts attempts, Clocked clocked) {
            return new RecordStep<>(reader(settings), handler, attempts);
        }
    }

    /** Many records at once. */
    record Batches<K, V>(BatchHandler<K, V> handler) implements Handling<K, V> {

        private static final Logger log = LoggerFactory.getLogger(BatchHandler.class);

        @Override
        public Batches<K, V> traced(HandlerTracing tracing, String group, String clientId) {
            return new Batches<>(tracing.ofBatches(handler, group, clientId));
        }

        @Override
        public Lane.Step step(ConsumerSettings<K, V> settings, Attempts attempts, Clocked clocked) {
            LogLimiter limiter = new LogLimiter(Duration.ofSeconds(5), clocked.nanoClock());
            Consumer<Throwable> onFailedBatch = failure -> limiter.log(note -> log.warn(
                    "Consumer group '{}': a batch failed with {}; its records are handled again one by one{}",
                    settings.group(),
                    FailurePlace.of(failure),
                    note));
            return new BatchStep<>(reader(settings), handler, attempts, onFailedBatch);
        }

        @Override
        public int turn(ConsumerLimits limits) {
            return limits.batchRecords();
        }

        @Override
        public Lanes.Shape lanes(ConsumerLimits limits, Clocked clocked) {
            return Lanes.Shape.forBatches(limits.concurrency(), clocked.nanoClock());
        }
    }

    /** One record at a time, without a thread while it waits. */
    record Asynchronous<K, V>(AsyncHandler<K, V> handler) implements Handling<K, V> {

        @Override
        public Asynchronous<K, V> traced(HandlerTracing tracing, String group, String clientId) {
            return new Asynchronous<>(tracing.ofStages(handler, group, clientId));
        }

        @Override
        public AsyncStep<K, V> step(ConsumerSettings<K, V> settings, Attempts attempts, Clocked clocked) {
            ConsumerLimits limits = settings.limits();
            return new AsyncStep<>(reader(settings), handler, attempts, limits.concurrency(), limits.asyncTimeout());
        }

        @Override
        public int threads(ConsumerLimits limits) {
            return Math.min(limits.concurrency(), Runtime.getRuntime().availableProcessors());
        }
    }
}
