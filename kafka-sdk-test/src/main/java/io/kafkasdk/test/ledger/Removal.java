package io.kafkasdk.test.ledger;

/**
 * Records that were removed on purpose: that they are gone is no loss.
 *
 * @param partition its number, or {@link #ALL_PARTITIONS}
 * @param below offsets below this one
 * @param nanos when; records of a later life of the topic are not meant
 */
public record Removal(String topic, int partition, long below, long nanos) {

    /** Stands for all partitions of the topic. */
    public static final int ALL_PARTITIONS = -1;
}
