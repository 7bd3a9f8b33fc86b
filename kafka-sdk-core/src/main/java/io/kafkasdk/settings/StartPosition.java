package io.kafkasdk.settings;

/**
 * Where a consumer group starts on a partition for which it has no committed offset. A committed offset always wins.
 */
public enum StartPosition {
    /** At the oldest record that the topic still holds. The safe choice and the default: nothing is skipped. */
    EARLIEST,
    /**
     * Behind the newest record, where the group is new or its commit was lost; what is passed over is counted and told. A
     * partition that is added later is read from its beginning, unlike with Kafka's own {@code latest} (KAFKA-20539).
     */
    LATEST
}
