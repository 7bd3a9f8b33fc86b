package io.kafkasdk.share;

import io.kafkasdk.internal.SdkThreads;
import io.kafkasdk.internal.VirtualThreads;
import io.kafkasdk.settings.HandlerThreads;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that run handlers: at most as many as the concurrency, made when they are needed. */
final class ShareWorkers implements Executor {

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor pool;

    ShareWorkers(HandlerThreads kind, String clientId, int concurrency) {
        ThreadFactory factory = kind == HandlerThreads.VIRTUAL
                ? VirtualThreads.factory("worker", clientId)
                : SdkThreads.factory("worker", clientId);
        ThreadFactory remembering = task -> {
            Thread thread = factory.newThread(task);
            threads.add(thread);
            return thread;
        };
        // The queue holds records that are taken, so it is bounded by maxInFlight.
        this.pool = new ThreadPoolExecutor(
                concurrency,
                concurrency,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                remembering,
                new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Returns whether the caller is one of these threads, which must not wait for the handlers to end. */
    boolean runTheCaller() {
        return threads.contains(Thread.currentThread());
    }

    /** Starts no further task and interrupts those that run. */
    void interrupt() {
        pool.shutdownNow();
    }

    /** Starts no further task. */
    void end() {
        pool.shutdown();
    }
}
