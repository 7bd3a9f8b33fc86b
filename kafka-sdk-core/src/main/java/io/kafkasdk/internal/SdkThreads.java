package io.kafkasdk.internal;

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

    static void logUncaught(Thread dead, Throwable error) {
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
