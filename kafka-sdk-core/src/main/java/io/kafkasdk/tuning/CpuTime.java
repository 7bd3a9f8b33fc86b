package io.kafkasdk.tuning;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The processor time of the present thread, and the time on the wall beside it.
 *
 * @param cpuNanos processor time in nanoseconds; 0 where the virtual machine does not tell it
 * @param wallNanos by {@link System#nanoTime}
 */
record CpuTime(long cpuNanos, long wallNanos) {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    static CpuTime now() {
        boolean told = THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();
        return new CpuTime(told ? THREADS.getCurrentThreadCpuTime() : 0, System.nanoTime());
    }

    /**
     * Returns the processor time since then, in nanoseconds. Some systems tell it in ticks of 15 ms, so that a short time has
     * none, or more than passed: then it is the time on the wall.
     */
    long since(CpuTime before) {
        long cpu = cpuNanos - before.cpuNanos;
        long wall = wallNanos - before.wallNanos;
        return cpu > 0 ? Math.min(cpu, wall) : wall;
    }
}
