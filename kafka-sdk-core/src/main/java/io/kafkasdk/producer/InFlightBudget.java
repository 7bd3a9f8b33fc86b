package io.kafkasdk.producer;

import io.kafkasdk.settings.InFlightLimits;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How much is under way, in records and in bytes, and whether more may be. Both counts live in one number, so that a send
 * costs one atomic step when it begins and one when it ends; the lock is for those who wait only.
 *
 * <p>What entered and what left are counted apart, on cache lines apart: senders and the client's I/O thread work at the
 * same time on different cores, and one number for both would travel between them with every record. Senders look at what
 * left only when by their last look there is no room.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 */
final class InFlightBudget {

    /** Bytes take the lower bits: up to 4 TiB, four times the largest limit. Records take the upper ones. */
    private static final int BYTE_BITS = 42;

    private static final long ONE_RECORD = 1L << BYTE_BITS;
    private static final long BYTE_MASK = ONE_RECORD - 1;

    /** Two cache lines in a row, in numbers: processors fetch them in pairs. */
    private static final int LINES_APART = 16;

    private static final int ENTERED = LINES_APART;
    /** What had left at the last look of a sender; beside what entered, because senders need both. */
    private static final int SEEN_TO_LEAVE = ENTERED + 1;

    private static final int LEFT = 2 * LINES_APART;
    private static final int SUMS = 3 * LINES_APART;

    /** Those who wait are woken when this part of a limit is free again, not for each record: waking costs more. */
    private static final int SHARE_TO_WAKE = 16;

    private final long mostRecords;
    private final long mostBytes;
    /** The sums of all records that entered and left, both without end: only their difference means something. */
    private final AtomicLongArray sums = new AtomicLongArray(SUMS);

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition room = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();
    /** What entered without being there, so that less may enter: the limits themselves stay constants. */
    private volatile long ballast;

    private volatile long waitedNanos;

    InFlightBudget(InFlightLimits limits) {
        this.mostRecords = limits.records();
        this.mostBytes = limits.bytes();
    }

    /**
     * Takes the room of one record, if there is some. A record larger than the whole budget passes alone. While the budget is
     * narrowed there is room for a few only, and it belongs to those who wait.
     */
    boolean tryEnter(int bytes) {
        return (ballast == 0 || waiting.get() == 0) && claim(bytes, 0);
    }

    /** Like {@link #tryEnter}, for who cannot wait: as if the budget were not narrowed. */
    boolean tryEnterAtOnce(int bytes) {
        return claim(bytes, ballast);
    }

    private boolean claim(int bytes, long credit) {
        long share = ONE_RECORD + bytes;
        // What left is read before what entered: then too little may be seen to have left, never too much.
        long left = sums.get(SEEN_TO_LEAVE);
        while (true) {
            long before = sums.get(ENTERED);
            while (fits(Math.max(0, before - left - credit), share, ballast - credit)) {
                if (sums.compareAndSet(ENTERED, before, before + share)) {
                    return true;
                }
                before = sums.get(ENTERED);
            }
            long leftByNow = sums.get(LEFT);
            if (leftByNow == left) {
                return false;
            }
            // Only ever forwards: a sender that was slow must not bring back what others have seen since.
            sums.compareAndSet(SEEN_TO_LEAVE, left, leftByNow);
            left = leftByNow;
        }
    }

    /** Returns whether there is room, or nothing else. */
    private boolean fits(long used, long share, long nothing) {
        long after = used + share;
        return (records(after) <= mostRecords && (after & BYTE_MASK) <= mostBytes) || used == nothing;
    }

    /**
     * Waits for the room of one record.
     *
     * @param untilNanos the end of the wait, by {@link System#nanoTime}
     * @return whether it got it
     * @throws InterruptedException when the caller shall stop
     */
    // The lock is held where the sum is written.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    boolean await(int bytes, long untilNanos) throws InterruptedException {
        long startNanos = System.nanoTime();
        lock.lockInterruptibly();
        try {
            waiting.incrementAndGet();
            while (!claim(bytes, 0)) {
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
            waitedNanos += System.nanoTime() - startNanos;
            lock.unlock();
        }
    }

    /**
     * Lets no record enter while as many as this or more are under way; those that are beyond it stay. For one thread at a
     * time.
     *
     * @param records at least 1; all that the limits allow and more end it
     */
    void narrow(long records) {
        long wanted = ONE_RECORD * Math.max(0, mostRecords - Math.max(1, records));
        long more = wanted - ballast;
        // In between, who cannot wait sees more room than there is, and never less.
        if (more > 0) {
            ballast = wanted;
        }
        sums.getAndAdd(ENTERED, more);
        ballast = wanted;
        // There may be more room now, and who waits goes by shares of a limit that has changed.
        wake();
    }

    /** Lets in again what the limits allow. */
    void widen() {
        narrow(mostRecords);
    }

    /** Gives the room of one record back. */
    void leave(int bytes) {
        sums.getAndAdd(LEFT, ONE_RECORD + bytes);
        if (waiting.get() > 0 && isRoomy(used())) {
            wake();
        }
    }

    /** Returns whether somebody waits for room. */
    boolean hasWaiting() {
        return waiting.get() > 0;
    }

    long records() {
        return records(Math.max(0, used() - ballast));
    }

    long bytes() {
        return used() & BYTE_MASK;
    }

    /** Returns a mark: what left since then is the difference to a later one. */
    long left() {
        return sums.get(LEFT);
    }

    /** Returns how many records left between two marks; they must not be millions of records or terabytes apart. */
    static long recordsBetween(long earlier, long later) {
        return records(later - earlier);
    }

    /** Returns how many bytes left between two marks. */
    static long bytesBetween(long earlier, long later) {
        return (later - earlier) & BYTE_MASK;
    }

    /** Returns the time that threads waited for room, in nanoseconds, of waits that are over. */
    long waitedNanos() {
        return waitedNanos;
    }

    private long used() {
        long left = sums.get(LEFT);
        return sums.get(ENTERED) - left;
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
        long narrowed = ballast;
        long most = mostRecords - records(narrowed);
        return records(now - narrowed) <= most - Math.max(1, most / SHARE_TO_WAKE)
                && (now & BYTE_MASK) <= mostBytes - mostBytes / SHARE_TO_WAKE;
    }

    private static long records(long packed) {
        return packed >>> BYTE_BITS;
    }
}
