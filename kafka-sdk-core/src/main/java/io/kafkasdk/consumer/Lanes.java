package io.kafkasdk.consumer;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * All lanes of a consumer, one per partition, and the clock of their retries. The poll thread is the timer: it is awake
 * often enough, and a retry that is a moment late harms nobody.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class Lanes {

    private final Executor workers;
    private final Lane.Step step;
    private final Completions completions;
    private final LongSupplier nanoClock;
    private final Map<TopicPartition, Lane> lanes = new HashMap<>();
    private final PriorityQueue<Completions.Retry> waiting;

    Lanes(Executor workers, Lane.Step step, Completions completions, LongSupplier nanoClock) {
        this.workers = workers;
        this.step = step;
        this.completions = completions;
        this.nanoClock = nanoClock;
        // Monotonic time may be negative and wrap: only differences mean something.
        long origin = nanoClock.getAsLong();
        this.waiting = new PriorityQueue<>(Comparator.comparingLong(retry -> retry.dueNanos() - origin));
    }

    /** Lets the records of one partition be handled, in this order. */
    void add(OwnedPartition owner, List<Work> works) {
        lanes.computeIfAbsent(owner.partition(), partition -> new Lane(workers, step, completions::fatal))
                .add(works);
    }

    /** Drops what is queued of an assignment; a handler that runs is left alone. */
    void discard(OwnedPartition owner) {
        owner.stop();
        waiting.removeIf(retry -> retry.work().owner() == owner);
        Lane lane = lanes.get(owner.partition());
        if (lane != null) {
            lane.discard(owner);
        }
    }

    /** Takes what workers finished, and starts the retries that are due. */
    void collect(Consumer<Work> onFinished) {
        completions.drain(onFinished, waiting::add);
        long now = nanoClock.getAsLong();
        while (!waiting.isEmpty() && waiting.peek().dueNanos() - now <= 0) {
            Completions.Retry due = waiting.remove();
            due.lane().resume(due.work());
        }
    }

    /** Returns the records that wait to be tried again. */
    List<ProgressSource.WaitingRecord> waiting() {
        return waiting.stream().map(retry -> retry.work().waiting()).toList();
    }

    /** Returns the time to the next retry in nanoseconds, at most the given limit. */
    long nanosToNextRetry(long limit) {
        Completions.Retry next = waiting.peek();
        return next == null ? limit : Math.min(limit, Math.max(0, next.dueNanos() - nanoClock.getAsLong()));
    }
}
