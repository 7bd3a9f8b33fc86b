package io.kafkasdk.spring.boot.actuate;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records that consumers of this process gave up.
 *
 * @param deadLettered how many went to a dead letter topic since the start
 * @param skipped how many were skipped since the start
 * @param refused how often a dead letter topic did not take a record since the start; its key waits, and it is tried again
 * @param recent the last hundred, latest first
 */
public record DeadLettersView(long deadLettered, long skipped, long refused, List<Entry> recent) {

    /** Copies the list. */
    public DeadLettersView {
        recent = List.copyOf(recent);
    }

    /**
     * A record that was given up.
     *
     * @param at when
     * @param end what became of it
     * @param group the consumer group
     * @param topic where it was read
     * @param partition its partition there
     * @param offset its offset there
     * @param attempts how often it was tried
     * @param deadLetterTopic where it is now; null for a skipped one
     * @param exceptionClass class of what its last attempt threw; null where it is not known. Never the message: it may
     *     repeat parts of the record
     */
    public record Entry(
            Instant at,
            End end,
            String group,
            String topic,
            int partition,
            long offset,
            int attempts,
            @Nullable String deadLetterTopic,
            @Nullable String exceptionClass) {}

    /** What became of a record that was given up. */
    public enum End {
        /** It is in the dead letter topic. */
        DEAD_LETTERED,
        /** It was skipped, and is lost for the group. */
        SKIPPED
    }
}
