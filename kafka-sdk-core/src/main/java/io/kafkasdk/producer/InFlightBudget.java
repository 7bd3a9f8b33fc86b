package io.kafkasdk.producer;

import io.kafkasdk.settings.InFlightLimits;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How much is under way, in records and in bytes, and whether more may be. Both counts live in one number, so that a send
 * costs one atomic step when it begins and one when it ends; the lock is for those who wait only.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 */
final class InFlightBudget {

    /** Bytes take the lower bits: up to 4 TiB, four times the largest limit. Records take the upper ones. */
    private static final int BYTE_BITS = 42;

    private static final long ONE_RECORD = 1L << BYTE_BITS;
    private static final long BYTE_MASK = ONE_RECORD - 1;

    /** Those who wait are woken when this part of a limit is free again, not for each record: waking costs more. */
    private static final int SHARE_TO_WAKE = 16;

    private final long mostRecords;
    private final long mostBytes;
    private final AtomicLong used = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();

    InFlightBudget(InFlightLimits limits) {
        this.mostRecords = limits.records();
        this.mostBytes = limits.bytes();
    }

    /** Takes the room of one record, if there is some. A record larger than the whole budget passes alone. */
    boolean tryEnter(int bytes) {
        long share = ONE_RECORD + bytes;
        while (true) {
            long before = used.get();
            long after = before + share;
            boolean fits = records(after) <= mostRecords && (after & BYTE_MASK) <= mostBytes;
            if (!fits && before != 0) {
                return false;
            }
            if (used.compareAndSet(before, after)) {
                return true;
            }
        }
    }

    /**
     * Waits for the room of one record.
     *
     * @param untilNanos the end of the wait, by {@link System#nanoTime}
     * @return whether it got it
     * @throws InterruptedException when the caller shall stop
     */
    boolean await(int bytes, long untilNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            waiting.incrementAndGet();
            while (!tryEnter(bytes)) {
                long left = untilNanos - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                // Bounded, because what woke us may have been taken by somebody who came at the same time.
                room.awaitNanos(left);
            }
            return true;
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
    }

    /** Gives the room of one record back. */
    void leave(int bytes) {
        long now = used.addAndGet(-(ONE_RECORD + bytes));
        if (waiting.get() > 0 && isRoomy(now)) {
            wake();
        }
    }

    /** Returns whether somebody waits for room. */
    boolean hasWaiting() {
        return waiting.get() > 0;
    }

    long records() {
        return records(used.get());
    }

    long bytes() {
        return used.get() & BYTE_MASK;
    }

    private void wake() {
        lock.lock();
        try {
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isRoomy(long now) {
        return records(now) <= mostRecords - Math.max(1, mostRecords / SHARE_TO_WAKE)
                && (now & BYTE_MASK) <= mostBytes - mostBytes / SHARE_TO_WAKE;
    }

    private static long records(long packed) {
        return packed >>> BYTE_BITS;
    }
}
