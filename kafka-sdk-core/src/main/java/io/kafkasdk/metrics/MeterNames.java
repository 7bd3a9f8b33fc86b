package io.kafkasdk.metrics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every meter of the SDK: its name, unit, tag keys and meaning, in one place. Tag keys are the same from the first
 * registration on, and {@code cluster} (the alias of the cluster) is on all of them. Lag that is not known is NaN.
 */
public enum MeterNames {
    /** Constant 1 that tells which clients run with which versions. */
    INFO(
            "kafka.sdk.info",
            null,
            "A running client, with the versions of the SDK and of kafka-clients; always 1",
            "client.id",
            "kind",
            "consumergroup",
            "sdk.version",
            "kafka.clients.version"),
    /** Records whose handler returned. */
    CONSUMER_RECORDS("kafka.sdk.consumer.records", null, "Records whose handler returned", "consumergroup", "topic"),
    /** Bytes of those records. */
    CONSUMER_BYTES(
            "kafka.sdk.consumer.bytes",
            "bytes",
            "Serialized keys and values of handled records",
            "consumergroup",
            "topic"),
    /** Time in handlers. */
    CONSUMER_PROCESSING(
            "kafka.sdk.consumer.processing",
            null,
            "Time to deserialize a record and handle it",
            "consumergroup",
            "topic",
            "outcome"),
    /** Attempts that threw. */
    CONSUMER_FAILURES(
            "kafka.sdk.consumer.failures",
            "records",
            "Attempts at a record that threw, by the class of the exception",
            "consumergroup",
            "topic",
            "exception"),
    /** Records in a dead letter topic. */
    CONSUMER_DEAD_LETTERS(
            "kafka.sdk.consumer.deadletters",
            "records",
            "Records written to a dead letter topic",
            "consumergroup",
            "topic"),
    /** Records skipped by policy. */
    CONSUMER_SKIPPED(
            "kafka.sdk.consumer.skipped",
            "records",
            "Records skipped by the declared failure policy",
            "consumergroup",
            "topic"),
    /** Offsets passed over. */
    CONSUMER_OFFSETS_SKIPPED(
            "kafka.sdk.consumer.offsets.skipped",
            "offsets",
            "Offsets passed over without handling them, by reason",
            "consumergroup",
            "topic",
            "reason"),
    /** How far behind, summed. */
    CONSUMER_LAG(
            "kafka.sdk.consumer.lag",
            "records",
            "Records not finished yet, over this member's partitions; NaN while unknown",
            "consumergroup",
            "topic"),
    /** How far behind the worst partition is. */
    CONSUMER_LAG_MAX(
            "kafka.sdk.consumer.lag.max",
            "records",
            "The largest lag among this member's partitions; NaN while unknown",
            "consumergroup",
            "topic"),
    /** Fetched, not finished. */
    CONSUMER_IN_FLIGHT(
            "kafka.sdk.consumer.inflight", "records", "Records fetched and not finished", "consumergroup", "topic"),
    /** Owned partitions. */
    CONSUMER_PARTITIONS_ASSIGNED(
            "kafka.sdk.consumer.partitions.assigned", null, "Partitions this member owns", "consumergroup", "topic"),
    /** Commits by outcome. */
    CONSUMER_COMMITS("kafka.sdk.consumer.commits", null, "Offset commits", "consumergroup", "outcome"),
    /** How long commits take. */
    CONSUMER_COMMIT_LATENCY(
            "kafka.sdk.consumer.commit.latency", null, "Time until an offset commit ended", "consumergroup", "outcome"),
    /** Partitions taken away. */
    CONSUMER_PARTITIONS_LOST(
            "kafka.sdk.consumer.partitions.lost",
            null,
            "Partitions taken without asking, so that their last work could not be committed",
            "consumergroup"),
    /** Sends by outcome. */
    PRODUCER_RECORDS("kafka.sdk.producer.records", null, "Sends that ended, by outcome", "topic", "outcome"),
    /** Bytes acknowledged. */
    PRODUCER_BYTES("kafka.sdk.producer.bytes", "bytes", "Serialized keys and values that were acknowledged", "topic"),
    /** Time until the outcome. */
    PRODUCER_SEND("kafka.sdk.producer.send", null, "Time from send until its outcome", "topic", "outcome"),
    /** Failed sends by reason. */
    PRODUCER_ERRORS(
            "kafka.sdk.producer.errors",
            "records",
            "Sends that failed, by Kafka's exception and by the cause that the SDK found",
            "topic",
            "exception",
            "cause"),
    /** Accepted, no outcome yet. */
    PRODUCER_IN_FLIGHT(
            "kafka.sdk.producer.inflight", "records", "Records accepted and without an outcome yet", "client.id"),
    /** Whether sends pass. */
    PRODUCER_BREAKER(
            "kafka.sdk.producer.breaker",
            null,
            "1 for the present state of the producer's circuit breaker, else 0",
            "client.id",
            "state"),
    /** Acknowledged by the leader alone, hidden from consumers. */
    PRODUCER_INVISIBLE(
            "kafka.sdk.producer.invisible",
            "records",
            "Records that the leader alone acknowledged, over a second ago, and that consumers do not see yet",
            "client.id",
            "topic"),
    /** What the guard found. */
    ACKS_VERDICT(
            "kafka.sdk.acks.verdict",
            null,
            "1 for the guard's present verdict on the topic, else 0",
            "topic",
            "verdict"),
    /** How many replicas may still go. */
    ACKS_HEADROOM(
            "kafka.sdk.acks.headroom",
            null,
            "Replicas that may leave the ISR before acks=all writes stop; negative while writes are refused, NaN while unknown",
            "topic");

    /** The tag that all meters carry: the alias of the cluster. */
    public static final String CLUSTER_TAG = "cluster";

    private final String meterName;
    private final @Nullable String unit;
    private final String description;
    private final List<String> tagKeys;

    MeterNames(String meterName, @Nullable String unit, String description, String... tagKeys) {
        this.meterName = meterName;
        this.unit = unit;
        this.description = description;
        this.tagKeys = List.of(tagKeys);
    }

    /** Returns the name as Micrometer takes it, such as {@code kafka.sdk.consumer.lag}. */
    public String meterName() {
        return meterName;
    }

    /** Returns the base unit, or null where the meter counts things that its name says, or is a timer. */
    public @Nullable String unit() {
        return unit;
    }

    /** Returns what it measures, in one sentence. */
    public String description() {
        return description;
    }

    /** Returns the tag keys beside {@link #CLUSTER_TAG}, in order. */
    public List<String> tagKeys() {
        return tagKeys;
    }
}
