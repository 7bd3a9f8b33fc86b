package io.kafkasdk.producer;

import io.kafkasdk.acks.Durability;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which of the two Kafka clients of a producer takes the records of one topic. It changes only while none of them is under
 * way, so that the order of the sends holds across the change: senders are held up for that, a moment, and where it takes
 * longer they go on as before and try again later.
 *
 * <p><b>Threads:</b> safe for use by any number of threads; takes the lock only while it changes.
 */
final class DurabilitySwitch {

    /** How long senders are held up for one try, and how long until the next one. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long RETIRED = Long.MIN_VALUE;
    private static final long LEADER_BIT = 1L << 40;
    private static final long COUNT_MASK = LEADER_BIT - 1;

    /** Who is current, in one bit, and how many records are under way, in those below. */
    private final AtomicLong state = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition drained = lock.newCondition();
    /** How many senders wait for the change; when the present try of it ends, and when the next one may begin. */
    private final AtomicInteger turning = new AtomicInteger();

    private final LongSupplier nanoClock;
    private volatile long turnEndNanos;
    private volatile long nextTurnNanos;

    /** Takes monotonic time in nanoseconds, the same that bounds the callers' time; asked where somebody waits only. */
    DurabilitySwitch(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.nextTurnNanos = nanoClock.getAsLong();
    }

    /**
     * Counts one record in.
     *
     * @param wanted how the topic is to be written now
     * @param untilNanos when its caller's time is over
     * @return how this record is written; null when the switch is {@linkplain #retire retired}: take a new one
     * @throws InterruptedException when the caller shall stop; nothing was counted
     */
    @Nullable
    Durability enter(Durability wanted, long untilNanos) throws InterruptedException {
        boolean waited = false;
        while (true) {
            long before = state.get();
            if (before == RETIRED) {
                return null;
            }
            boolean change = current(before) != wanted;
            boolean free = (before & COUNT_MASK) == 0;
            if (!waited && (turning.get() > 0 || (change && !free))) {
                turn(wanted, untilNanos);
                waited = true;
                continue;
            }
            Durability taken = change && free ? wanted : current(before);
            long after = bit(taken) + (before & COUNT_MASK) + 1;
            if (state.compareAndSet(before, after)) {
                return taken;
            }
        }
    }

    /** Counts one record out. */
    void leave() {
        long after = state.decrementAndGet();
        if (turning.get() > 0 && (after & COUNT_MASK) == 0) {
            lock.lock();
            try {
                drained.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Returns whether it was free, and lets nothing in any more. */
    boolean retire() {
        long before = state.get();
        return before != RETIRED && (before & COUNT_MASK) == 0 && state.compareAndSet(before, RETIRED);
    }

    /** Waits until nothing is under way, or gives up for now; then senders go on. All who wait share one try. */
    private void turn(Durability wanted, long untilNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long now = nanoClock.getAsLong();
            if (turning.get() == 0) {
                if (now - nextTurnNanos < 0) {
                    return;
                }
                turnEndNanos = now + PATIENCE_NANOS;
            }
            turning.incrementAndGet();
            try {
                await(wanted, untilNanos);
            } finally {
                turning.decrementAndGet();
            }
        } finally {
            lock.unlock();
        }
    }

    private void await(Durability wanted, long untilNanos) throws InterruptedException {
        long end = turnEndNanos - untilNanos < 0 ? turnEndNanos : untilNanos;
        for (long now = state.get(); current(now) != wanted; now = state.get()) {
            if ((now & COUNT_MASK) == 0) {
                if (now == RETIRED || state.compareAndSet(now, bit(wanted))) {
                    drained.signalAll();
                    return;
                }
            } else {
                long left = end - nanoClock.getAsLong();
                if (left <= 0) {
                    nextTurnNanos = nanoClock.getAsLong() + PAUSE_NANOS;
                    return;
                }
                drained.awaitNanos(left);
            }
        }
    }

    private static long bit(Durability durability) {
        return durability == Durability.LEADER ? LEADER_BIT : 0;
    }

    private static Durability current(long packed) {
        return (packed & LEADER_BIT) == 0 ? Durability.ALL : Durability.LEADER;
    }
}
