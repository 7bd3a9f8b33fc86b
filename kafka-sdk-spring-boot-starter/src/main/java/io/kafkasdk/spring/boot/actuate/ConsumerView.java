package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.lag.ConsumptionStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of this process.
 *
 * @param isAdopted whether it is the application's own, watched only: it tells no stall, circuit or failure
 * @param name its name under {@code kafka-sdk.consumers}; null where it has none
 * @param group the consumer group
 * @param clientId its client.id
 * @param state where it is in its life
 * @param condition how it is, intent told from fault
 * @param inFlight how many records are fetched and not finished
 * @param stall why nothing moves; null while all moves that should
 * @param circuit why the circuit of its failure policy is open; null while it is closed
 * @param failure why it failed; null unless it did
 * @param lagObjectiveSeconds the longest that a record should wait, in seconds; null where none is declared
 * @param sampleAgeSeconds how long ago the lag was looked at, in seconds; 0 while it owns no partition
 * @param topics how far behind it is, by topic; only the partitions that it owns
 */
public record ConsumerView(
        boolean isAdopted,
        @Nullable String name,
        String group,
        String clientId,
        ConsumerState state,
        ConsumerCondition condition,
        int inFlight,
        @Nullable Diagnosis stall,
        @Nullable Diagnosis circuit,
        @Nullable Diagnosis failure,
        @Nullable Double lagObjectiveSeconds,
        @Nullable Double sampleAgeSeconds,
        List<Topic> topics) {

    /** Copies the list. */
    public ConsumerView {
        topics = List.copyOf(topics);
    }

    /**
     * How far behind a consumer is in a topic.
     *
     * @param topic the topic
     * @param partitions how many partitions of it the consumer owns
     * @param status how the consumption goes
     * @param evidence what that rests on; empty where there is nothing to say
     * @param lagRecords records not finished yet
     * @param committedLagRecords records behind the commits, as tools outside count
     * @param lagSeconds age of the oldest unfinished record, in seconds
     * @param lagErrorSeconds the true age is within this of it, in seconds
     * @param velocity how fast the lag grows, in records per second; negative while it shrinks
     * @param secondsToCatchUp time until the lag is gone at this velocity, in seconds; null while it does not shrink
     * @param retentionHeadroom share of the log between its start and the oldest unfinished record: near 0, unread records
     *     are about to be deleted
     */
    public record Topic(
            String topic,
            int partitions,
            ConsumptionStatus status,
            String evidence,
            @Nullable Long lagRecords,
            @Nullable Long committedLagRecords,
            @Nullable Double lagSeconds,
            @Nullable Double lagErrorSeconds,
            @Nullable Double velocity,
            @Nullable Double secondsToCatchUp,
            @Nullable Double retentionHeadroom) {}
}
