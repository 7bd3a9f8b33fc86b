package io.kafkasdk.benchmarks.child;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
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

    /** Collects everything, and returns what is left. Stops the application for that long. */
    public static long live() {
        System.gc();
        return used();
    }

    private void collected(Notification notice) {
        if (notice.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            Map<String, MemoryUsage> before = GarbageCollectionNotificationInfo.from(
                            (CompositeData) notice.getUserData())
                    .getGcInfo()
                    .getMemoryUsageBeforeGc();
            long used = before.entrySet().stream()
                    .filter(pool -> pools.contains(pool.getKey()))
                    .mapToLong(pool -> pool.getValue().getUsed())
                    .sum();
            peak.accumulateAndGet(used, Math::max);
        }
    }

    private static long used() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
