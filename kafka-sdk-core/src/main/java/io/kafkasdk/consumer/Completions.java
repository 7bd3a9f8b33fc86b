package io.kafkasdk.consumer;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What workers tell the poll thread: that records are finished, that a record waits, and the one error that ends it all.
 *
 * <p><b>Threads:</b> workers add, the poll thread takes and waits.
 */
final class Completions {

    private static final int NEVER = Integer.MAX_VALUE;

    private final Runnable wakeup;
    private final Queue<Retry> retries = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
    private volatile int wakeAt = NEVER;
    private volatile @Nullable Thread waiting;

    /**
     * A record that waits in its lane.
     *
     * @param lane the lane
     * @param work the record that failed
     * @param dueNanos when to try it again, in monotonic time
     * @param why what it waits for
     */
    record Retry(Lane lane, Work work, long dueNanos, Wait why) {}

    /** What a record waits for. */
    enum Wait {
        /** The next attempt. */
        RETRY,
        /** The dead letter topic. */
        DEAD_LETTER,
        /** The circuit to close, or to let one record try. */
        CIRCUIT
    }

    /**
     * Makes an empty hand-over.
     *
     * @param wakeup ends a blocking poll early
     */
    Completions(Runnable wakeup) {
        this.wakeup = wakeup;
    }

    /** Counts finished records, when somebody waits for that. */
    void finished(int records) {
        if (wakeAt != NEVER) {
            count.addAndGet(records);
        }
    }

    void retry(Retry retry) {
        retries.add(retry);
    }

    /** Ends the consumer; the first error counts. */
    void fatal(Throwable error) {
        fatal.compareAndSet(null, error);
        wakeup.run();
    }

    /** Tells the poll thread to look, if it waits for this; to be called when a handler has left. */
    void signal() {
        Thread poller = waiting;
        if (poller != null) {
            LockSupport.unpark(poller);
        }
        int wanted = wakeAt;
        if (wanted != NEVER && count.get() >= wanted) {
            wakeAt = NEVER;
            wakeup.run();
        }
    }

    /** Asks to be woken from the coming poll when so many records have finished from now on. */
    void wakeWhen(int finishedRecords) {
        count.set(0);
        wakeAt = finishedRecords;
    }

    void wakeNever() {
        wakeAt = NEVER;
    }

    /** Ends the coming or the present poll early. */
    void wake() {
        wakeup.run();
    }

    /** Hands over the records that came to wait. */
    void drain(Consumer<Retry> onRetry) {
        for (Retry retry = retries.poll(); retry != null; retry = retries.poll()) {
            onRetry.accept(retry);
        }
    }

    @Nullable
    Throwable fatalError() {
        return fatal.get();
    }

    /** Waits until a worker signals, at most this long, unless it is over already; may return early. */
    void await(long nanos, BooleanSupplier isOver) {
        waiting = Thread.currentThread();
        if (!isOver.getAsBoolean()) {
            LockSupport.parkNanos(this, nanos);
        }
        waiting = null;
    }
}
