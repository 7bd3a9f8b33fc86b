package io.kafkasdk.consumer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All lanes of a consumer, and the clock of what waits in them. Their number is fixed: memory does not follow the number
 * of keys. The poll thread is the timer: it is awake often enough, and a retry that is a moment late harms nobody.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class Lanes {

    private final Workers workers;
    private final Lane.Step step;
    private final OrderRule order;
    private final Completions completions;
    private final LongSupplier nanoClock;
    private final @Nullable Lane[] lanes;
    private final List<Lane> staged = new ArrayList<>();
    private final PriorityQueue<Completions.Retry> waiting;

    /**
     * Makes lanes; each comes to be with its first record.
     *
     * @param workers run them
     * @param step what to do with records
     * @param order which lane a record goes into
     * @param completions where records that wait come from
     * @param shape how many lanes, and the clock
     */
    Lanes(Workers workers, Lane.Step step, OrderRule order, Completions completions, Shape shape) {
        this.workers = workers;
        this.step = step;
        this.order = order;
        this.completions = completions;
        this.nanoClock = shape.nanoClock();
        this.lanes = new Lane[shape.count()];
        // Monotonic time may be negative and wrap: only differences mean something.
        long origin = nanoClock.getAsLong();
        this.waiting = new PriorityQueue<>(Comparator.comparingLong(retry -> retry.dueNanos() - origin));
    }

    /**
     * What lanes are like.
     *
     * @param count how many, a power of two
     * @param nanoClock monotonic time in nanoseconds
     */
    record Shape(int count, LongSupplier nanoClock) {

        /** Sixteen lanes for each handler: two busy keys rarely share one. */
        static Shape forRecords(int concurrency, LongSupplier nanoClock) {
            return new Shape(powerOfTwo(Math.max(256, 16 * concurrency)), nanoClock);
        }

        /** As many lanes as batches at a time: fewer lanes fill larger batches. */
        static Shape forBatches(int concurrency, LongSupplier nanoClock) {
            return new Shape(powerOfTwo(concurrency), nanoClock);
        }

        private static int powerOfTwo(int least) {
            return least == 1 ? 1 : Integer.highestOneBit(least - 1) << 1;
        }
    }

    /** Puts a record into its lane, to be handled after {@link #publish()}. */
    void stage(Work work) {
        int number = order.laneOf(work) & (lanes.length - 1);
        Lane lane = lanes[number];
        if (lane == null) {
            lane = new Lane(workers, step, order, completions::fatal);
            lanes[number] = lane;
        }
        if (lane.stage(work)) {
            staged.add(lane);
        }
    }

    /** Lets the workers have what was staged. */
    void publish() {
        if (!staged.isEmpty()) {
            staged.removeIf(lane -> !lane.publish());
            workers.submit(staged);
            staged.clear();
        }
    }

    /** Drops what is queued of an assignment; a handler that runs is left alone. */
    void discard(OwnedPartition owner) {
        owner.stop();
        waiting.removeIf(retry -> retry.work().owner() == owner);
        for (Lane lane : lanes) {
            if (lane != null) {
                lane.discard(owner);
            }
        }
    }

    /** Starts the retries that are due. */
    void collect() {
        completions.drain(waiting::add);
        long now = nanoClock.getAsLong();
        while (!waiting.isEmpty() && waiting.peek().dueNanos() - now <= 0) {
            resume(waiting.remove());
        }
    }

    /** Starts all that waits for the circuit, which has closed. */
    void releaseCircuit() {
        List<Completions.Retry> released = waiting.stream()
                .filter(retry -> retry.why() == Completions.Wait.CIRCUIT)
                .toList();
        waiting.removeIf(retry -> retry.why() == Completions.Wait.CIRCUIT);
        released.forEach(Lanes::resume);
    }

    private static void resume(Completions.Retry due) {
        due.lane().resume(due.work());
    }

    /** Returns the time to the next retry in nanoseconds, at most the given limit. */
    long nanosToNextRetry(long limit) {
        Completions.Retry next = waiting.peek();
        return next == null ? limit : Math.min(limit, Math.max(0, next.dueNanos() - nanoClock.getAsLong()));
    }

    /** Returns the records that wait or go on without a worker, each with others behind it or not; a copy. */
    List<Work> parked() {
        List<Work> parked = new ArrayList<>();
        for (Lane lane : lanes) {
            if (lane != null) {
                lane.listParked(parked);
            }
        }
        return parked;
    }
}
