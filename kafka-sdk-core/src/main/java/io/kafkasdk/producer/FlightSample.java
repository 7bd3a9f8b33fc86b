package io.kafkasdk.producer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A few of the records of a topic that are under way, at most twenty a second, kept for about three seconds: enough to
 * notice that some are not acknowledged, for next to nothing on the way of the others.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 */
final class FlightSample {

    private static final int SIZE = 64;
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** The longest maxBlock: the send that makes a topic's sample may have begun so long before. */
    private static final long LONGEST_WAIT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final AtomicReferenceArray<PendingSend> sample = new AtomicReferenceArray<>(SIZE);
    private final AtomicLong lastNanos;
    private volatile int taken;

    FlightSample(long nowNanos) {
        this.lastNanos = new AtomicLong(nowNanos - INTERVAL_NANOS - LONGEST_WAIT_NANOS);
    }

    /** Takes the record into the sample, if it is time for one. */
    void offer(PendingSend send, long nowNanos) {
        long last = lastNanos.get();
        if (nowNanos - last >= INTERVAL_NANOS && lastNanos.compareAndSet(last, nowNanos)) {
            int next = taken;
            sample.set(next % SIZE, send);
            taken = (next + 1) % SIZE;
        }
    }

    /** Returns whether one of the sample is under way for longer than this. */
    boolean holdsOlderThan(long ageNanos, long nowNanos) {
        for (int i = 0; i < SIZE; i++) {
            PendingSend send = sample.get(i);
            if (send != null && !send.isDone() && nowNanos - send.startNanos() > ageNanos) {
                return true;
            }
        }
        return false;
    }

    /** Returns for how long none was offered. */
    long idleNanos(long nowNanos) {
        return nowNanos - lastNanos.get();
    }
}
