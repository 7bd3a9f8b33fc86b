package io.kafkasdk.producer;

import java.time.Duration;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * How {@code maxBlock} is kept. Kafka's producer waits for metadata or for room in its buffer as long as
 * {@code max.block.ms} says, a constant, while the time that is left to the caller of a send is another one each time. So
 * the client waits a short slice, and is asked again until the caller's time is over.
 *
 * <p><b>Threads:</b> immutable.
 */
final class CallerTime {

    private static final int SLICES = 20;
    private static final Duration LONGEST_SLICE = Duration.ofMillis(50);
    private static final Duration SHORTEST_SLICE = Duration.ofMillis(1);

    private final Duration maxBlock;
    private final Duration slice;
    private final long sliceNanos;
    private final long patienceNanos;

    CallerTime(Duration maxBlock) {
        this.maxBlock = maxBlock;
        this.slice = sliceOf(maxBlock);
        this.sliceNanos = slice.toNanos();
        this.patienceNanos = patienceOf(maxBlock).toNanos();
    }

    /** Returns how long the client may wait at once: Kafka's {@code max.block.ms}. */
    static Duration sliceOf(Duration maxBlock) {
        Duration part = Duration.ofMillis(maxBlock.dividedBy(SLICES).toMillis());
        if (part.compareTo(SHORTEST_SLICE) < 0) {
            return SHORTEST_SLICE;
        }
        return part.compareTo(LONGEST_SLICE) > 0 ? LONGEST_SLICE : part;
    }

    /**
     * Returns how long a send may wait before its last slice begins; zero where there is only one. The last one is to end a
     * slice early: threads wake up late on a busy machine, and what is promised is the time until the caller goes on.
     */
    static Duration patienceOf(Duration maxBlock) {
        Duration patience = maxBlock.minus(sliceOf(maxBlock).multipliedBy(2));
        return patience.isNegative() ? Duration.ZERO : patience;
    }

    /** Returns when the last slice of a send must have begun, by {@link System#nanoTime}. */
    long until(long startNanos) {
        return startNanos + patienceNanos;
    }

    /** Returns whether there is time for another slice; a client that refused without waiting would do so again. */
    boolean allowsAnother(long startNanos, long triedNanos) {
        long now = System.nanoTime();
        return now - triedNanos >= sliceNanos / 2 && now - startNanos < patienceNanos;
    }

    /**
     * Returns the same failure with the time that the caller really waited instead of that of the last slice.
     *
     * @param last what the client said of the last slice
     * @param waited how long the caller waited in all
     */
    TimeoutException retold(TimeoutException last, Duration waited) {
        String real = waited.toMillis() + " ms (of maxBlock " + maxBlock.toMillis() + " ms)";
        String said = String.valueOf(last.getMessage()).replace(slice.toMillis() + " ms", real);
        return last instanceof BufferExhaustedException
                ? new BufferExhaustedException(said)
                : new TimeoutException(said, last.getCause());
    }
}
