package io.kafkasdk.reliability.subject;

import com.sun.management.UnixOperatingSystemMXBean;
import io.kafkasdk.test.ledger.ResourceUse;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** Tells again and again what this process uses. */
final class Footprint {

    private Footprint() {}

    /**
     * Tells it in a thread of its own, as long as the JVM lives.
     *
     * @param series how many meters there are, -1 for none
     */
    static void tell(int everyMillis, IntSupplier series, Consumer<ResourceUse> told) {
        CountDownLatch never = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        while (!never.await(everyMillis, TimeUnit.MILLISECONDS)) {
                            told.accept(now(series.getAsInt()));
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "footprint");
        thread.setDaemon(true);
        thread.start();
    }

    private static ResourceUse now(int series) {
        return new ResourceUse(ManagementFactory.getThreadMXBean().getThreadCount(), files(), heap(), series);
    }

    private static long files() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : -1;
    }

    /** What the last collection of each pool left over; only then is garbage not counted. */
    private static long heap() {
        long bytes = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage left = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            bytes += left == null ? 0 : left.getUsed();
        }
        return bytes;
    }
}
