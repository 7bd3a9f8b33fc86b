package io.kafkasdk.producer;

import io.kafkasdk.acks.Durability;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which of the two Kafka clients of a producer takes the records of one topic. It changes only while none of them is under
 * way, so that the order of the sends holds across the change: senders are held up for that, a moment. Where it takes
 * longer, as it does while the old way is blocked, records are turned away: let in, they would be stuck like those before
 * them, and the change would never come.
 *
 * <p><b>Threads:</b> safe for use by any number of threads; takes the lock only while it changes.
 */
final class DurabilitySwitch {

    /** How long senders are held up at most. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long RETIRED = Long.MIN_VALUE;
    private static final long LEADER_BIT = 1L << 40;
    private static final long COUNT_MASK = LEADER_BIT - 1;

    /** Who is current, in one bit, and how many records are under way, in those below. */
    private final AtomicLong state = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition drained = lock.newCondition();
    /** How many senders wait for the change. */
    private final AtomicInteger turning = new AtomicInteger();

    /** What became of a record at the switch. */
    enum Entry {
        /** It goes with acks=all. */
        TO_ALL,
        /** It goes with acks=1. */
        TO_LEADER,
        /** It cannot go now: the change is due, and earlier records are still under way on the old side. */
        NOT_YET,
        /** The switch is retired: take a new one. */
        RETIRED
    }

    /**
     * Counts one record in.
     *
     * @param wanted how the topic is to be written now
     * @param untilNanos when its caller's time is over
     * @return how this record goes; counted only where it goes
     * @throws InterruptedException when the caller shall stop; nothing was counted
     */
    Entry enter(Durability wanted, long untilNanos) throws InterruptedException {
        boolean waited = false;
        while (true) {
            long before = state.get();
            if (before == RETIRED) {
                return Entry.RETIRED;
            }
            boolean change = current(before) != wanted;
            boolean free = (before & COUNT_MASK) == 0;
            if (!change || free) {
                if (state.compareAndSet(before, bit(wanted) + (before & COUNT_MASK) + 1)) {
                    return wanted == Durability.LEADER ? Entry.TO_LEADER : Entry.TO_ALL;
                }
            } else if (waited) {
                return Entry.NOT_YET;
            } else {
                turn(wanted, untilNanos);
                waited = true;
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

    /** Waits until nothing is under way on the old side and turns, or gives up. */
    private void turn(Durability wanted, long untilNanos) throws InterruptedException {
        long patience = System.nanoTime() + PATIENCE_NANOS;
        long end = patience - untilNanos < 0 ? patience : untilNanos;
        lock.lockInterruptibly();
        turning.incrementAndGet();
        try {
            for (long now = state.get(); current(now) != wanted; now = state.get()) {
                if ((now & COUNT_MASK) == 0) {
                    if (now == RETIRED || state.compareAndSet(now, bit(wanted))) {
                        drained.signalAll();
                        return;
                    }
                } else {
                    long left = end - System.nanoTime();
                    if (left <= 0) {
                        return;
                    }
                    drained.awaitNanos(left);
                }
            }
        } finally {
            turning.decrementAndGet();
            lock.unlock();
        }
    }

    private static long bit(Durability durability) {
        return durability == Durability.LEADER ? LEADER_BIT : 0;
    }

    private static Durability current(long packed) {
        return (packed & LEADER_BIT) == 0 ? Durability.ALL : Durability.LEADER;
    }
}
