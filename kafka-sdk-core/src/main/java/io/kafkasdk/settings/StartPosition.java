package io.kafkasdk.settings;

/**
 * Where a consumer group starts on a partition for which it has no committed offset. A committed offset always wins.
 */
public enum StartPosition {
    /** At the oldest record that the topic still holds. The safe choice and the default: nothing is skipped. */
    EARLIEST,
    /**
     * Behind the newest record. What was written before the first commit is never seen, and on a topic that gains
     * partitions neither is what is written to a new partition before the group notices it (KAFKA-20539).
     */
    LATEST
}
