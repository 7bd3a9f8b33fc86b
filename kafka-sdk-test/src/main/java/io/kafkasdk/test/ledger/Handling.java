package io.kafkasdk.test.ledger;

import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * One attempt to handle one record.
 *
 * @param group the consumer group
 * @param member the name of the member, one life of a process
 * @param id empty when the record had no stamp
 * @param beganAt monotonic time, nanoseconds
 * @param endedAt monotonic time, {@link #NEVER} when the process ended before
 */
public record Handling(
        String group,
        String member,
        TopicPartition partition,
        long offset,
        Optional<RecordId> id,
        long beganAt,
        long endedAt,
        End end) {

    /** The end of an attempt that nobody saw. */
    public static final long NEVER = Long.MAX_VALUE;

    /** How an attempt ended. */
    public enum End {
        /** The handler did all. */
        DONE,
        /** The handler gave up. */
        FAILED,
        /** The process ended before the handler did. */
        CUT
    }
}
