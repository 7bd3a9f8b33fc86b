package io.kafkasdk.metrics;

import static io.kafkasdk.metrics.MeterName.counter;
import static io.kafkasdk.metrics.MeterName.gauge;
import static io.kafkasdk.metrics.MeterName.timeGauge;
import static io.kafkasdk.metrics.MeterName.timer;

import java.util.List;

/** Meters of the work of consumers. */
final class ConsumerNames {

    static final String GROUP = "consumergroup";
    private static final String TOPIC = "topic";

    static final MeterName RECORDS =
            counter("kafka.sdk.consumer.records", null, "Records whose handler returned", GROUP, TOPIC);
    static final MeterName BYTES =
            counter("kafka.sdk.consumer.bytes", "bytes", "Serialized keys and values of handled records", GROUP, TOPIC);
    static final MeterName PROCESSING = timer(
            "kafka.sdk.consumer.processing",
            "Time to deserialize a record and handle it, by outcome of the attempt: success or failure",
            GROUP,
            TOPIC,
            "outcome");
    static final MeterName RECORD_AGE = timer(
            "kafka.sdk.consumer.record.age",
            "Age of records by their own timestamp when their handler returned, at least 0; of handlers under a millisecond, one record in sixteen",
            GROUP,
            TOPIC);
    static final MeterName FAILURES = counter(
            "kafka.sdk.consumer.failures",
            "records",
            "Attempts at a record that threw, by the class of the exception",
            GROUP,
            TOPIC,
            "exception");
    static final MeterName RETRIES = counter(
            "kafka.sdk.consumer.retries", "records", "Attempts at a record after one that failed", GROUP, TOPIC);
    static final MeterName DEAD_LETTERS = counter(
            "kafka.sdk.consumer.deadletters", "records", "Records written to a dead letter topic", GROUP, TOPIC);
    static final MeterName SKIPPED = counter(
            "kafka.sdk.consumer.skipped", "records", "Records skipped by the declared failure policy", GROUP, TOPIC);
    static final MeterName OFFSETS_SKIPPED = counter(
            "kafka.sdk.consumer.offsets.skipped",
            "offsets",
            "Offsets passed over without handling them, by reason",
            GROUP,
            TOPIC,
            "reason");
    static final MeterName OFFSET_RESETS = counter(
            "kafka.sdk.consumer.offset.resets",
            null,
            "Jumps of the position that no record explains, by direction: forward or backward",
            GROUP,
            TOPIC,
            "direction");
    static final MeterName IN_FLIGHT =
            gauge("kafka.sdk.consumer.inflight", "records", "Records fetched and not finished", GROUP, TOPIC);
    static final MeterName OLDEST_UNFINISHED = timeGauge(
            "kafka.sdk.consumer.oldest.unfinished",
            "How long the same record has been the oldest unfinished one; 0 when none is",
            GROUP,
            TOPIC);
    static final MeterName PARTITIONS_ASSIGNED =
            gauge("kafka.sdk.consumer.partitions.assigned", null, "Partitions that this process owns", GROUP, TOPIC);
    static final MeterName PARTITIONS_PAUSED = gauge(
            "kafka.sdk.consumer.partitions.paused",
            null,
            "Owned partitions that are not fetched now, whoever wants that",
            GROUP,
            TOPIC);
    static final MeterName POLL_IDLE = gauge(
            "kafka.sdk.consumer.poll.idle",
            "ratio",
            "Share of the time that the poll thread waits for records, of the busiest member; NaN before the start",
            GROUP);
    static final MeterName POLL_GAP = timer("kafka.sdk.consumer.poll.gap", "Time from one poll to the next", GROUP);
    static final MeterName POLL_LIMIT = timeGauge(
            "kafka.sdk.consumer.poll.limit", "max.poll.interval.ms: a longer gap costs the member its place", GROUP);
    static final MeterName COMMITS =
            counter("kafka.sdk.consumer.commits", null, "Offset commits, by outcome", GROUP, "outcome");
    static final MeterName COMMIT_LATENCY =
            timer("kafka.sdk.consumer.commit.latency", "Time until an offset commit ended", GROUP, "outcome");
    static final MeterName COMMIT_AGE = timeGauge(
            "kafka.sdk.consumer.commit.age",
            "Time since the last commit of the partition that waits longest for one; 0 when there is nothing to commit",
            GROUP,
            TOPIC);
    static final MeterName REBALANCES = counter(
            "kafka.sdk.consumer.rebalances",
            null,
            "Rebalances that ended well, counted by each member that took part",
            GROUP);
    static final MeterName REBALANCE_DURATION = timer(
            "kafka.sdk.consumer.rebalance.duration",
            "Time that rebalances took, by the count of the Kafka client",
            GROUP);
    static final MeterName PARTITIONS_LOST = counter(
            "kafka.sdk.consumer.partitions.lost",
            null,
            "Partitions taken without asking, so that their last work could not be committed",
            GROUP);

    static final List<MeterName> ALL = List.of(
            RECORDS,
            BYTES,
            PROCESSING,
            RECORD_AGE,
            FAILURES,
            RETRIES,
            DEAD_LETTERS,
            SKIPPED,
            OFFSETS_SKIPPED,
            OFFSET_RESETS,
            IN_FLIGHT,
            OLDEST_UNFINISHED,
            PARTITIONS_ASSIGNED,
            PARTITIONS_PAUSED,
            POLL_IDLE,
            POLL_GAP,
            POLL_LIMIT,
            COMMITS,
            COMMIT_LATENCY,
            COMMIT_AGE,
            REBALANCES,
            REBALANCE_DURATION,
            PARTITIONS_LOST);

    private ConsumerNames() {}
}
