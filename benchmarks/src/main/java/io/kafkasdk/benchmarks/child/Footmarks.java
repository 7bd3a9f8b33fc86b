package io.kafkasdk.benchmarks.child;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * What traffic left behind: when the first record was acknowledged and the first one handled, how many were, and from how
 * many partitions.
 *
 * <p><b>Threads:</b> any.
 */
public final class Footmarks {

    private static final long LOOK_NANOS = Duration.ofMillis(1).toNanos();

    private final String prefix;
    private final int partitions;
    private final AtomicIntegerArray seen;
    private final AtomicInteger reached = new AtomicInteger();
    private final LongAdder handled = new LongAdder();
    private final AtomicLong firstAck = new AtomicLong();
    private final AtomicLong firstHandled = new AtomicLong();

    /** Takes from the task which topics there are: its prefix and a number each. */
    public Footmarks(HandlingTask task) {
        this.prefix = task.text(HandlingTask.TOPIC);
        this.partitions = task.number(TrafficChild.PARTITIONS);
        this.seen = new AtomicIntegerArray(task.number(TrafficChild.TOPICS) * partitions);
    }

    /** Returns the names of all topics. */
    public List<String> topics() {
        List<String> topics = new ArrayList<>();
        for (int number = 0; number < seen.length() / partitions; number++) {
            topics.add(prefix + number);
        }
        return topics;
    }

    /** Takes note of a record that was handled. */
    public void handled(String topic, int partition) {
        if (firstHandled.get() == 0) {
            firstHandled.compareAndSet(0, System.nanoTime());
        }
        handled.increment();
        int place = Integer.parseInt(topic, prefix.length(), topic.length(), 10) * partitions + partition;
        if (seen.getPlain(place) == 0 && seen.getAndSet(place, 1) == 0) {
            reached.incrementAndGet();
        }
    }

    void acked() {
        if (firstAck.get() == 0) {
            firstAck.compareAndSet(0, System.nanoTime());
        }
    }

    long firstAckNanos() {
        return firstAck.get();
    }

    long firstHandledNanos() {
        return firstHandled.get();
    }

    long handled() {
        return handled.sum();
    }

    /** Waits until a first record was acknowledged and one handled; returns whether both were. */
    boolean awaitFirst(Duration limit) {
        return await(limit, () -> firstAck.get() != 0 && firstHandled.get() != 0);
    }

    /** Waits until a record of each partition was handled; returns whether that came. */
    boolean awaitAll(Duration limit) {
        return await(limit, () -> reached.get() == seen.length());
    }

    private static boolean await(Duration limit, BooleanSupplier isOver) {
        long start = System.nanoTime();
        while (!isOver.getAsBoolean()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }
}
