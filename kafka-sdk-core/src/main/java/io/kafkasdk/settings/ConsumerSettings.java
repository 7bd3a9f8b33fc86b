package io.kafkasdk.settings;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * What a managed consumer reads and where its bounds are. Start with {@link #group} and change what differs:
 *
 * <pre>{@code
 * ConsumerSettings.group("payments", new StringDeserializer(), orderDeserializer)
 *         .topics("orders")
 *         .concurrency(16)
 * }</pre>
 *
 * @param group the consumer group; its members share the partitions (Kafka key {@code group.id})
 * @param keyDeserializer turns bytes into keys; must be safe for use by several threads
 * @param valueDeserializer turns bytes into values; must be safe for use by several threads
 * @param topics the topics to read, at least one
 * @param startPosition where a group without a committed offset starts; default {@link StartPosition#EARLIEST}
 * @param limits how much may be in work, and for how long; default {@link Limits#DEFAULT}
 * @param tuning fetch properties; null takes the SDK's profile
 * @param kafkaOverrides raw Kafka properties; empty by default
 */
public record ConsumerSettings<K, V>(
        String group,
        Deserializer<K> keyDeserializer,
        Deserializer<V> valueDeserializer,
        List<String> topics,
        StartPosition startPosition,
        Limits limits,
        @Nullable ClientTuning tuning,
        KafkaOverrides kafkaOverrides) {

    /** Checks all settings. */
    public ConsumerSettings {
        Objects.requireNonNull(keyDeserializer, "keyDeserializer");
        Objects.requireNonNull(valueDeserializer, "valueDeserializer");
        Objects.requireNonNull(startPosition, "startPosition");
        topics = List.copyOf(topics);
        Violations violations = new Violations("consumer group '" + group + "'");
        violations.checkName("group", group);
        topics.forEach(topic -> violations.checkTopic("topics", topic));
        limits.check(violations);
        OverrideRules.CONSUMER.check(kafkaOverrides, tuning, violations);
        violations.throwIfAny();
    }

    /**
     * How much may be in work at once, and how long things may take.
     *
     * @param concurrency handlers that run at the same time, 1 to 1,024; default 8. Partitions beyond this number
     *     take turns
     * @param maxInFlightRecords records fetched and not finished, over all partitions, 1 to 1,000,000; default 5,000;
     *     beyond it partitions are paused
     * @param maxInFlightBytes their keys and values in bytes, 64 KiB to 4 GiB; default 64 MiB. Also the most that one
     *     fetch asks for; what one poll brings may come on top
     * @param commitInterval the longest time that a finished record stays uncommitted while the cluster answers,
     *     50 ms to 1 min; default 1 s. More often costs requests, more seldom means more redelivery after a crash
     * @param drainTimeout how long a revoked partition or {@code close()} waits for running handlers, 0 to 5 min;
     *     default 10 s; a revoked partition waits at most half of {@code max.poll.interval.ms}
     * @param retryDelay the wait before a failed record is tried again, 1 ms to 1 min; doubles with each attempt;
     *     default 200 ms
     * @param maxRetryDelay the longest such wait, up to 10 min; default 30 s
     */
    public record Limits(
            int concurrency,
            int maxInFlightRecords,
            long maxInFlightBytes,
            Duration commitInterval,
            Duration drainTimeout,
            Duration retryDelay,
            Duration maxRetryDelay) {

        /** The defaults, as the parameters state them. */
        public static final Limits DEFAULT = new Limits(
                8,
                5_000,
                64L << 20,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofMillis(200),
                Duration.ofSeconds(30));

        void check(Violations violations) {
            violations.checkRange("concurrency", concurrency, 1, 1_024);
            violations.checkRange("maxInFlightRecords", maxInFlightRecords, 1, 1_000_000);
            violations.checkRange("maxInFlightBytes", maxInFlightBytes, 64L << 10, 4L << 30);
            violations.checkRange("commitInterval", commitInterval, Duration.ofMillis(50), Duration.ofMinutes(1));
            violations.checkRange("drainTimeout", drainTimeout, Duration.ZERO, Duration.ofMinutes(5));
            violations.checkRange("retryDelay", retryDelay, Duration.ofMillis(1), Duration.ofMinutes(1));
            violations.checkRange("maxRetryDelay", maxRetryDelay, retryDelay, Duration.ofMinutes(10));
        }
    }

    /**
     * Returns settings with all defaults; name at least one topic with {@link #topics(String...)} before use.
     *
     * @param group the consumer group, 1 to 200 letters, digits, dots, underscores or hyphens
     * @param keyDeserializer turns bytes into keys; used by several threads
     * @param valueDeserializer turns bytes into values; used by several threads
     * @throws InvalidSettingsException when the group is empty or has other characters
     */
    public static <K, V> ConsumerSettings<K, V> group(
            String group, Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer) {
        return new ConsumerSettings<>(
                group,
                keyDeserializer,
                valueDeserializer,
                List.of(),
                StartPosition.EARLIEST,
                Limits.DEFAULT,
                null,
                KafkaOverrides.NONE);
    }

    /** Returns a copy with other topics. */
    public ConsumerSettings<K, V> topics(String... newTopics) {
        return topics(List.of(newTopics));
    }

    /** Returns a copy with other topics. */
    public ConsumerSettings<K, V> topics(List<String> newTopics) {
        return new ConsumerSettings<>(
                group, keyDeserializer, valueDeserializer, newTopics, startPosition, limits, tuning, kafkaOverrides);
    }

    /** Returns a copy with another start position. */
    public ConsumerSettings<K, V> startPosition(StartPosition newStartPosition) {
        return new ConsumerSettings<>(
                group, keyDeserializer, valueDeserializer, topics, newStartPosition, limits, tuning, kafkaOverrides);
    }

    /** Returns a copy with another number of handlers at the same time. */
    public ConsumerSettings<K, V> concurrency(int concurrency) {
        return limits(new Limits(
                concurrency,
                limits.maxInFlightRecords,
                limits.maxInFlightBytes,
                limits.commitInterval,
                limits.drainTimeout,
                limits.retryDelay,
                limits.maxRetryDelay));
    }

    /** Returns a copy with other limits. */
    public ConsumerSettings<K, V> limits(Limits newLimits) {
        return new ConsumerSettings<>(
                group, keyDeserializer, valueDeserializer, topics, startPosition, newLimits, tuning, kafkaOverrides);
    }

    /** Returns a copy with its own tuning instead of the SDK's profile. */
    public ConsumerSettings<K, V> tuning(ClientTuning newTuning) {
        return new ConsumerSettings<>(
                group, keyDeserializer, valueDeserializer, topics, startPosition, limits, newTuning, kafkaOverrides);
    }

    /**
     * Returns a copy with one more raw Kafka property.
     *
     * @param key a consumer key of Kafka's that the SDK does not own
     * @param value its value
     * @throws InvalidSettingsException when the key is unknown (with the nearest one), or owned by the SDK (with the
     *     declared way to get the effect)
     */
    public ConsumerSettings<K, V> kafkaProperty(String key, String value) {
        return new ConsumerSettings<>(
                group,
                keyDeserializer,
                valueDeserializer,
                topics,
                startPosition,
                limits,
                tuning,
                kafkaOverrides.with(key, value));
    }
}
