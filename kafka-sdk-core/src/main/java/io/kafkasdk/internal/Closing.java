package io.kafkasdk.internal;

import java.time.Duration;

/**
 * Closes something on a thread of its own. Kafka's close has no limit that holds: once its time is over it joins the
 * client's I/O thread, which may wait for a connection for up to request.timeout.ms.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 *
 * <p><b>Lifecycle:</b> runs from the beginning; its thread ends when what it closes has ended.
 */
public final class Closing {

    private final Thread thread;

    private Closing(Thread thread) {
        this.thread = thread;
    }

    /**
     * Begins. Does not block.
     *
     * @param owner the client.id that is closed; part of the thread's name
     * @param task closes it
     */
    public static Closing start(String owner, Runnable task) {
        Thread thread = SdkThreads.newThread("close", owner, task);
        thread.start();
        return new Closing(thread);
    }

    /** Returns whether it is done. */
    public boolean hasEnded() {
        return !thread.isAlive();
    }

    /**
     * Waits up to the limit, and returns whether it is done.
     *
     * @throws InterruptedException when interrupted; the closing goes on
     */
    public boolean hasEndedWithin(Duration limit) throws InterruptedException {
        long millis = Deadline.bounded(limit).toMillis();
        if (millis > 0) {
            // With zero it would wait for ever.
            thread.join(millis);
        }
        return hasEnded();
    }

    /**
     * Waits up to the limit. An interrupt ends the wait, stays set, and is passed on to what is being closed: whoever wants
     * us to stop does not wait for records on their way.
     */
    public void await(Duration limit) {
        try {
            hasEndedWithin(limit);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
