package io.kafkasdk.spring.boot;

import io.kafkasdk.settings.HandlerThreads;
import io.kafkasdk.settings.Ordering;
import io.kafkasdk.settings.StartPosition;
import io.kafkasdk.tuning.TuningProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * A consumer, under {@code kafka-sdk.consumers.<name>}; a method annotated with {@code @HandlesRecords("<name>")} does its
 * work.
 *
 * @param cluster Name of one of kafka-sdk.clusters. Default: the cluster of kafka-sdk.bootstrap-servers.
 * @param group Consumer group. Default: name of the application, a dot, name of the consumer.
 * @param topics Topics to read. Default: those of the annotation.
 * @param keyDeserializer How keys are read: string, bytes, byte-buffer, integer, long, double, uuid, json, or the name of a
 *     Deserializer bean. Default: what the handler's key parameter says, else string.
 * @param valueDeserializer How values are read: string, bytes, byte-buffer, integer, long, double, uuid, json, or the name
 *     of a Deserializer bean. Default: what the handler's value parameter says.
 * @param startPosition Where a group without a committed offset starts. Default: earliest.
 * @param ordering Which records are handled one after the other. Default: key.
 * @param concurrency Handlers at the same time. Default: 8.
 * @param maxInFlightRecords Most records fetched and not finished. Default: 20000.
 * @param maxInFlightSize Most bytes of keys and values fetched and not finished. Default: 64MB.
 * @param commitInterval Longest time that a finished record stays uncommitted. Default: 1s.
 * @param commitRecords Commits earlier when so many records have finished. Default: 20000.
 * @param drainTimeout How long a revoked partition waits for running handlers. Default: 10s.
 * @param batchRecords Most records that a handler of lists gets at once. Default: 500.
 * @param asyncTimeout How long a handler that completes later may take. Default: 1m.
 * @param threads What runs the handlers. Default: virtual where spring.threads.virtual.enabled is true, else platform.
 * @param instance Name of this instance that outlives restarts (static membership). Default: none.
 * @param lagObjective Longest that a record should wait until it is finished. Default: none.
 * @param autoStart Whether it starts with the application. Default: kafka-sdk.auto-start.
 * @param failures What becomes of records that cannot be handled.
 * @param profile Tuning of this consumer. Default: that of its cluster.
 * @param properties Raw Kafka consumer properties; those that the SDK owns are refused.
 */
@ConfigurationPropertiesSource
public record ConsumerProperties(
        @Nullable String cluster,
        @Nullable String group,
        @DefaultValue List<String> topics,
        @Nullable String keyDeserializer,
        @Nullable String valueDeserializer,
        @Nullable StartPosition startPosition,
        @Nullable Ordering ordering,
        @Nullable Integer concurrency,
        @Nullable Integer maxInFlightRecords,
        @Nullable DataSize maxInFlightSize,
        @Nullable Duration commitInterval,
        @Nullable Integer commitRecords,
        @Nullable Duration drainTimeout,
        @Nullable Integer batchRecords,
        @Nullable Duration asyncTimeout,
        @Nullable HandlerThreads threads,
        @Nullable String instance,
        @Nullable Duration lagObjective,
        @Nullable Boolean autoStart,
        @DefaultValue Failures failures,
        @Nullable TuningProfile profile,
        @DefaultValue Map<String, String> properties) {

    /**
     * What becomes of records that cannot be handled.
     *
     * @param policy End of a record whose attempts are spent: retry-for-ever (no end), dead-letter, skip or stop.
     * @param attempts How often a record is tried in all; not with retry-for-ever. Default: 5.
     * @param delay Wait before the second attempt; doubles each time. Default: 200ms.
     * @param maxDelay Longest wait between attempts. Default: 30s.
     * @param topic Dead letter topic, in which {topic} and {group} are filled in; only with dead-letter. Default:
     *     {topic}.{group}.dlt.
     * @param circuit How many records in a row may be given up before the circuit opens; only with dead-letter and skip.
     *     Default: 50.
     */
    public record Failures(
            @DefaultValue("retry-for-ever") Policy policy,
            @Nullable Integer attempts,
            @Nullable Duration delay,
            @Nullable Duration maxDelay,
            @Nullable String topic,
            @Nullable Integer circuit) {}

    /** Ends of records that cannot be handled. */
    public enum Policy {
        /** Tried again until it works; its key waits. */
        RETRY_FOR_EVER,
        /** To the dead letter topic, which must exist. */
        DEAD_LETTER,
        /** Counted, logged, and lost for this group. */
        SKIP,
        /** The consumer stops in front of it. */
        STOP
    }
}
