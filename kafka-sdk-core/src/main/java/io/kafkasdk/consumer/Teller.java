package io.kafkasdk.consumer;

import io.kafkasdk.internal.SdkThreads;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The thread that tells the listener what the watchdog found; there only while there is something to tell. Its own one,
 * because the listener may be what blocks: neither the poll thread nor the monitor of all consumers may wait for it.
 */
final class Teller implements Executor {

    /** Only a listener that never returns fills it. */
    private static final int MOST_UNTOLD = 100;

    private final ThreadPoolExecutor pool;

    Teller(String clientId) {
        this.pool = new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_UNTOLD),
                SdkThreads.factory("watchdog", clientId),
                new ThreadPoolExecutor.DiscardOldestPolicy());
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable telling) {
        pool.execute(telling);
    }
}
