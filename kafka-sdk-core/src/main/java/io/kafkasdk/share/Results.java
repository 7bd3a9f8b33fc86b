package io.kafkasdk.share;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.jspecify.annotations.Nullable;

/**
 * What workers hand back to the poll thread.
 *
 * <p><b>Threads:</b> added to by any thread, taken from by the poll thread.
 */
final class Results {

    private final LinkedBlockingQueue<Result> queue = new LinkedBlockingQueue<>();

    /** One of the things that can come back. */
    sealed interface Result {}

    /** The record has its end here. */
    record Finished(Taken taken, AcknowledgeType how) implements Result {}

    /** The record stays with this member for a while; then something goes on, on the poll thread. */
    record Held(Taken taken, long untilNanos, Runnable then) implements Result {}

    /** The member cannot go on. */
    record Broken(RuntimeException why) implements Result {}

    /** Somebody wants the poll thread to look up. */
    record Nudge() implements Result {}

    void add(Result result) {
        queue.add(result);
    }

    /** Returns the next one, waiting for it at most so long; null when there is none. */
    @Nullable
    Result next(long waitNanos) {
        if (waitNanos <= 0) {
            return queue.poll();
        }
        try {
            return queue.poll(waitNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt the poll thread; its orders come with the StopSignal.
            return null;
        }
    }
}
