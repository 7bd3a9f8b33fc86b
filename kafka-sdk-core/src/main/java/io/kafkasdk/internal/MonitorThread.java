package io.kafkasdk.internal;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of an SDK that watches: everything slow that belongs to no client runs here, one task after the other.
 * It starts with the first task.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 */
public final class MonitorThread implements Executor {

    private static final Logger log = LoggerFactory.getLogger(MonitorThread.class);

    private final ScheduledThreadPoolExecutor executor;

    /** Prepares the thread of this application. */
    public MonitorThread(String application) {
        executor = new ScheduledThreadPoolExecutor(1, SdkThreads.factory("monitor", application));
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    /**
     * Runs a task soon.
     *
     * @throws RejectedExecutionException when closed
     */
    @Override
    public void execute(Runnable task) {
        executor.execute(guarded(task));
    }

    /**
     * Runs a task again and again, the first time after one pause; a task that throws runs again all the same. Does
     * nothing once closed.
     */
    public void every(Duration pause, Runnable task) {
        try {
            executor.scheduleWithFixedDelay(guarded(task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            log.debug("Nothing is watched any more, the SDK is closed");
        }
    }

    /** Interrupts what runs, drops what waits, and waits for the end at most this long. Twice is fine. */
    public void close(Duration timeout) {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                log.debug("The monitor thread did not end within {}", timeout);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable failure) {
                // An Error too: the executor would swallow it and never run the task again.
                log.warn("A task of the monitor failed; it goes on with the next one", failure);
            }
        };
    }
}
