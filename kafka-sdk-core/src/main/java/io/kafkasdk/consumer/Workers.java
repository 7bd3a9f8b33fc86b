package io.kafkasdk.consumer;

import io.kafkasdk.internal.SdkThreads;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that run handlers, as many as the declared concurrency; started when there is work for them. What is
 * submitted after the end is dropped.
 */
final class Workers implements Executor {

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor pool;

    Workers(String clientId, int concurrency) {
        ThreadFactory factory = SdkThreads.factory("worker", clientId);
        ThreadFactory remembering = task -> {
            Thread thread = factory.newThread(task);
            threads.add(thread);
            return thread;
        };
        // The queue holds lanes, each at most once, so it is bounded by their number.
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
    public void execute(Runnable lane) {
        pool.execute(lane);
    }

    /** Returns whether the caller is one of these threads, which must not wait for the handlers to end. */
    boolean runTheCaller() {
        return threads.contains(Thread.currentThread());
    }

    /** Starts no further lane and interrupts the handlers that run. */
    void interrupt() {
        pool.shutdownNow();
    }

    /** Starts no further lane. */
    void end() {
        pool.shutdown();
    }
}
