package io.kafkasdk.consumer;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What workers tell the poll thread: records that are finished, lanes that wait, and the one error that ends it all.
 * Nothing else goes from workers to the poll thread.
 *
 * <p><b>Threads:</b> workers add, the poll thread takes and waits.
 */
final class Completions {

    private static final int NEVER = Integer.MAX_VALUE;

    private final Runnable wakeup;
    private final Queue<Work> finished = new ConcurrentLinkedQueue<>();
    private final Queue<Retry> retries = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
    private volatile int wakeAt = NEVER;
    private volatile @Nullable Thread waiting;

    /**
     * A lane that waits.
     *
     * @param lane the lane
     * @param work the record that failed
     * @param dueNanos when to try it again, in monotonic time
     */
    record Retry(Lane lane, Work work, long dueNanos) {}

    /**
     * Makes an empty hand-over.
     *
     * @param wakeup ends a blocking poll early
     */
    Completions(Runnable wakeup) {
        this.wakeup = wakeup;
    }

    void finished(Work work) {
        finished.add(work);
        count.incrementAndGet();
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
        if (count.get() >= wakeAt) {
            wakeAt = NEVER;
            wakeup.run();
        }
    }

    /** Asks to be woken from the coming poll when so many records are finished. */
    void wakeWhen(int finishedRecords) {
        wakeAt = finishedRecords;
        if (count.get() >= finishedRecords) {
            signal();
        }
    }

    void wakeNever() {
        wakeAt = NEVER;
    }

    /** Hands over what there is. */
    void drain(Consumer<Work> onFinished, Consumer<Retry> onRetry) {
        for (Work work = finished.poll(); work != null; work = finished.poll()) {
            count.decrementAndGet();
            onFinished.accept(work);
        }
        for (Retry retry = retries.poll(); retry != null; retry = retries.poll()) {
            onRetry.accept(retry);
        }
    }

    @Nullable
    Throwable fatalError() {
        return fatal.get();
    }

    /** Waits until a worker signals, at most this long; may return early. */
    void await(long nanos) {
        waiting = Thread.currentThread();
        if (finished.isEmpty()) {
            LockSupport.parkNanos(this, nanos);
        }
        waiting = null;
    }
}
