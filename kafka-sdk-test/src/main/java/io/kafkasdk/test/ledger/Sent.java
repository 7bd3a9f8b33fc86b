package io.kafkasdk.test.ledger;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One record that was to be sent, and what the producer was told of it.
 *
 * @param intendedAt monotonic time just before the send, nanoseconds
 * @param outcome {@link Outcome#UNKNOWN} too when the process ended before it was told
 * @param toldAt monotonic time of the outcome, 0 when none was told
 * @param place where it is, when acknowledged
 * @param offset where it is, when acknowledged, else -1
 * @param why the error's class and text, empty when acknowledged or when none was told
 * @param told how many outcomes were told; one is right
 */
public record Sent(
        Stamp stamp,
        long intendedAt,
        Outcome outcome,
        long toldAt,
        @Nullable TopicPartition place,
        long offset,
        String why,
        int told) {

    /** What is certain about a record that was sent. */
    public enum Outcome {
        /** It is in the log. */
        ACKED,
        /** It is certainly not in the log. */
        REJECTED,
        /** It may be in the log. */
        UNKNOWN
    }
}
