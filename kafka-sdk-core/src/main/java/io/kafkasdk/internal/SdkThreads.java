package io.kafkasdk.internal;

import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes every thread of the SDK: daemon, named {@code kafka-sdk-<role>-<owner>}, and never dying silently. */
public final class SdkThreads {

    private static final Logger log = LoggerFactory.getLogger(SdkThreads.class);

    private SdkThreads() {}

    /**
     * Returns a factory for the one thread, or the numbered threads, of a role.
     *
     * @param role what the threads do, such as {@code poll} or {@code worker}
     * @param owner the client.id or application they work for
     */
    public static ThreadFactory factory(String role, String owner) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            int number = count.incrementAndGet();
            String suffix = number == 1 ? "" : "-" + number;
            return newThread("kafka-sdk-" + role + "-" + owner + suffix, task);
        };
    }

    /**
     * Returns a factory of virtual threads, which the JVM has since Java 21; empty on an older one.
     *
     * @param role what the threads do
     * @param owner the client.id or application they work for
     */
    public static Optional<ThreadFactory> virtualFactory(String role, String owner) {
        try {
            // By name, because this is compiled for Java 17: Thread.ofVirtual().name(prefix, 1).factory().
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Object named = type.getMethod("name", String.class, long.class)
                    .invoke(builder, "kafka-sdk-" + role + "-" + owner + "-", 1L);
            Object handled = type.getMethod("uncaughtExceptionHandler", Thread.UncaughtExceptionHandler.class)
                    .invoke(named, (Thread.UncaughtExceptionHandler) SdkThreads::logUncaught);
            return Optional.of((ThreadFactory) type.getMethod("factory").invoke(handled));
        } catch (ReflectiveOperationException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static void logUncaught(Thread dead, Throwable error) {
        log.error("{} ended by an uncaught error", dead.getName(), error);
    }

    /**
     * Returns a new thread that is not started.
     *
     * @param role what the thread does
     * @param owner the client.id or application it works for
     * @param task what it runs
     */
    public static Thread newThread(String role, String owner, Runnable task) {
        return newThread("kafka-sdk-" + role + "-" + owner, task);
    }

    private static Thread newThread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler(SdkThreads::logUncaught);
        return thread;
    }
}
