package io.kafkasdk.benchmarks.child;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * The most that the heap held.
 *
 * <p><b>Threads:</b> any.
 */
public final class HeapWatch {

    private final List<String> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .toList();
    private final AtomicLong peak = new AtomicLong();
    private final AtomicLong live = new AtomicLong();

    private HeapWatch() {}

    /** Starts to listen to the garbage collector. */
    public static HeapWatch start() {
        HeapWatch watch = new HeapWatch();
        ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(NotificationEmitter.class::cast)
                .forEach(collector ->
                        collector.addNotificationListener((notice, handback) -> watch.collected(notice), null, null));
        return watch;
    }

    /** Returns the most that was used, garbage included. */
    public long peak() {
        return Math.max(peak.get(), used());
    }

    /** Forgets what was before. */
    public void forget() {
        peak.set(0);
    }

    /** Collects everything and returns what is left, give or take what other threads make meanwhile. */
    public static long collect() {
        System.gc();
        return used();
    }

    /** Returns the bytes that the threads which live now have allocated so far. */
    static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    /** Returns the most that a call of {@link #collect()} left, as the collector saw it before other threads went on. */
    public long live() {
        return live.get();
    }

    private void collected(Notification notice) {
        if (notice.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            GarbageCollectionNotificationInfo info =
                    GarbageCollectionNotificationInfo.from((CompositeData) notice.getUserData());
            peak.accumulateAndGet(heap(info.getGcInfo().getMemoryUsageBeforeGc()), Math::max);
            if (info.getGcCause().equals("System.gc()")) {
                live.accumulateAndGet(heap(info.getGcInfo().getMemoryUsageAfterGc()), Math::max);
            }
        }
    }

    private long heap(Map<String, MemoryUsage> usage) {
        return usage.entrySet().stream()
                .filter(pool -> pools.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    private static long used() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
