package io.kafkasdk.test.ledger;

import org.apache.kafka.common.TopicPartition;

/**
 * A member had a partition for a time, as its library told it.
 *
 * @param from monotonic time, nanoseconds
 * @param until {@link Long#MAX_VALUE} when the process ended as the owner
 * @param end how it ended
 */
public record Ownership(String group, String member, TopicPartition partition, long from, long until, End end) {

    /** How an ownership ended. */
    public enum End {
        /** Given back. */
        REVOKED,
        /** Taken away. */
        LOST,
        /** The process ended. */
        CUT
    }
}
