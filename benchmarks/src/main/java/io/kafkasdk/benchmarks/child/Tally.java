package io.kafkasdk.benchmarks.child;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * The handler that all contenders run: works, counts, and sees whether the order of a key was kept.
 *
 * <p><b>Threads:</b> {@link #handle} from any.
 */
public final class Tally {

    private static final int PREFIX = HandlingTask.key(0).length() - 1;
    private static final long RUNNING = Long.MIN_VALUE;
    private static final long POLL_NANOS = Duration.ofMillis(1).toNanos();

    private final long workNanos;
    private final AtomicInteger handled = new AtomicInteger();
    private final LongAdder worked = new LongAdder();
    private final LongAdder disorder = new LongAdder();
    private final AtomicLongArray next;

    /** Takes the length of the work and the number of keys from the task. */
    public Tally(HandlingTask task) {
        this.workNanos = task.number(HandlingTask.WORK_MICROS) * 1_000L;
        this.next = new AtomicLongArray(task.number(HandlingTask.KEYS));
    }

    /**
     * Handles one record. A key stays in its partition, so its offsets have to grow, and it has to have one handler at a
     * time: a record out of order, handled again or beside another one of its key shows up in the result.
     */
    public void handle(String key, long offset) {
        int number = Integer.parseInt(key, PREFIX, key.length(), 10);
        // Acquire and release, because a full fence for each record is a cost that the fastest would feel most.
        long expected = next.getAcquire(number);
        if (offset < expected || expected == RUNNING) {
            disorder.increment();
        }
        next.setRelease(number, RUNNING);
        if (workNanos > 0) {
            work();
        }
        next.setRelease(number, offset + 1);
        handled.incrementAndGet();
    }

    private void work() {
        long start = System.nanoTime();
        long now = start;
        while (now - start < workNanos) {
            LockSupport.parkNanos(workNanos - (now - start));
            now = System.nanoTime();
        }
        worked.add(now - start);
    }

    /** Waits for so many records in all, at most for so long, and returns where it was then. */
    Mark await(long records, Duration limit) {
        long start = System.nanoTime();
        while (handled.get() < records && System.nanoTime() - start < limit.toNanos()) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        long cpu = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
        return new Mark(handled.get(), System.nanoTime(), cpu, HeapWatch.allocated(), worked.sum());
    }

    /** Returns how many records came out of order, again, or beside another one of their key. */
    long disorder() {
        return disorder.sum();
    }

    /**
     * A moment.
     *
     * @param records handled so far
     * @param nanos on the clock
     * @param cpuNanos of this JVM
     * @param allocatedBytes by the threads that live now
     * @param workedNanos that handlers took so far
     */
    record Mark(int records, long nanos, long cpuNanos, long allocatedBytes, long workedNanos) {}
}
