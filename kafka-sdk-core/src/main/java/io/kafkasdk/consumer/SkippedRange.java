package io.kafkasdk.consumer;

import org.apache.kafka.common.TopicPartition;

/**
 * Offsets that a consumer passed over without handling them.
 *
 * @param partition where
 * @param from the first offset that was skipped
 * @param to the first offset behind them, where it goes on
 * @param reason why
 */
public record SkippedRange(TopicPartition partition, long from, long to, Reason reason) {

    /** Why offsets were skipped. */
    public enum Reason {
        /** A new group with start position LATEST: what was there before does not count. */
        NEW_GROUP,
        /** The group had a committed offset for this topic, but none (any more) for this partition, and starts at LATEST. */
        COMMIT_MISSING,
        /** Retention or deleteRecords removed records before they were handled. */
        RETENTION,
        /** The end of the log went back behind the position: records were cut off by an unclean leader election. */
        TRUNCATION
    }

    /** Returns how many offsets were skipped; an upper bound for records, because offsets of a log may have gaps. */
    public long offsets() {
        return to - from;
    }
}
