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
 * @param ordering which records are handled one after the other; default {@link Ordering#KEY}
 * @param failures what becomes of records that cannot be handled; default {@link FailurePolicy#RETRY_FOR_EVER}
 * @param threads what runs the handlers; default {@link HandlerThreads#PLATFORM}
 * @param instance a name of this instance that outlives restarts, such as the pod's name in a stateful set; null by
 *     default. With one, a restart within the group's session timeout moves no partition (static membership, KIP-345,
 *     Kafka key {@code group.instance.id}); two live instances must not share it
 * @param limits how much may be in work, and for how long; default {@link ConsumerLimits#DEFAULT}
 * @param lagObjective the longest that a record should wait until it is finished; null, the default, declares none
 * @param tuning fetch properties; null takes the SDK's profile
 * @param kafkaOverrides raw Kafka properties; empty by default
 */
public record ConsumerSettings<K, V>(
        String group,
        Deserializer<K> keyDeserializer,
        Deserializer<V> valueDeserializer,
        List<String> topics,
        StartPosition startPosition,
        Ordering ordering,
        FailurePolicy failures,
        HandlerThreads threads,
        @Nullable String instance,
        ConsumerLimits limits,
        @Nullable Duration lagObjective,
        @Nullable ClientTuning tuning,
        KafkaOverrides kafkaOverrides) {

    private static final int MOST_PLATFORM_THREADS = 1_024;
    private static final Duration LEAST_OBJECTIVE = Duration.ofSeconds(1);
    private static final Duration MOST_OBJECTIVE = Duration.ofDays(30);

    /** Checks all settings. */
    public ConsumerSettings {
        Objects.requireNonNull(keyDeserializer, "keyDeserializer");
        Objects.requireNonNull(valueDeserializer, "valueDeserializer");
        Objects.requireNonNull(startPosition, "startPosition");
        Objects.requireNonNull(ordering, "ordering");
        Objects.requireNonNull(failures, "failures");
        Objects.requireNonNull(threads, "threads");
        topics = List.copyOf(topics);
        Violations violations = new Violations("consumer group '" + group + "'");
        violations.checkName("group", group);
        topics.forEach(topic -> violations.checkTopic("topics", topic));
        if (instance != null) {
            violations.checkName("instance", instance);
        }
        if (lagObjective != null) {
            violations.checkRange("lagObjective", lagObjective, LEAST_OBJECTIVE, MOST_OBJECTIVE);
        }
        limits.check(violations);
        checkThreads(threads, limits.concurrency(), violations);
        checkDeadLetters(topics, group, failures, violations);
        OverrideRules.CONSUMER.check(kafkaOverrides, tuning, violations);
        violations.throwIfAny();
    }

    static void checkThreads(HandlerThreads threads, int concurrency, Violations violations) {
        if (threads == HandlerThreads.PLATFORM && concurrency > MOST_PLATFORM_THREADS) {
            violations.add(
                    "concurrency",
                    concurrency,
                    "must be from 1 to " + MOST_PLATFORM_THREADS + " with platform threads",
                    "choose a value in this range, or threads(HandlerThreads.VIRTUAL) on Java 21 or later");
        }
    }

    static void checkDeadLetters(List<String> topics, String group, FailurePolicy failures, Violations violations) {
        if (!(failures instanceof FailurePolicy.DeadLetterTopic policy)) {
            return;
        }
        for (String topic : topics) {
            String deadLetters = policy.topicFor(topic, group);
            violations.checkTopic("failures.topic", deadLetters);
            if (topics.contains(deadLetters)) {
                violations.add(
                        "failures.topic",
                        Violations.quote(policy.topic()),
                        "would write dead letters to '" + deadLetters + "', which this consumer reads",
                        "name a topic of its own, such as {topic}.{group}.dlt");
            }
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
                Ordering.KEY,
                FailurePolicy.RETRY_FOR_EVER,
                HandlerThreads.PLATFORM,
                null,
                ConsumerLimits.DEFAULT,
                null,
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
                group,
                keyDeserializer,
                valueDeserializer,
                newTopics,
                startPosition,
                ordering,
                failures,
                threads,
                instance,
                limits,
                lagObjective,
                tuning,
                kafkaOverrides);
    }

    /** Returns a copy with another start position. */
    public ConsumerSettings<K, V> startPosition(StartPosition newStartPosition) {
        return new ConsumerSettings<>(
                group,
                keyDeserializer,
                valueDeserializer,
                topics,
                newStartPosition,
                ordering,
                failures,
                threads,
                instance,
                limits,
                lagObjective,
                tuning,
                kafkaOverrides);
    }

    /** Returns a copy with another order. */
    public ConsumerSettings<K, V> ordering(Ordering newOrdering) {
        return new ConsumerSettings<>(
                group,
                keyDeserializer,
                valueDeserializer,
                topics,
                startPosition,
                newOrdering,
                failures,
                threads,
                instance,
                limits,
                lagObjective,
                tuning,
                kafkaOverrides);
    }

    /** Returns a copy with another end of records that cannot be handled. */
    public ConsumerSettings<K, V> failures(FailurePolicy newFailures) {
        return new ConsumerSettings<>(
                group,
                keyDeserializer,
                valueDeserializer,
                topics,
                startPosition,
                ordering,
                newFailures,
                threads,
                instance,
                limits,
                lagObjective,
                tuning,
                kafkaOverrides);
    }

    /** Returns a copy with another kind of threads. */
    public ConsumerSettings<K, V> threads(HandlerThreads newThreads) {
        return new ConsumerSettings<>(
                group,
                keyDeserializer,
                valueDeserializer,
                topics,
                startPosition,
                ordering,
                failures,
                newThreads,
                instance,
                limits,
                lagObjective,
                tuning,
                kafkaOverrides);
    }

    /** Returns a copy with a name of this instance, 1 to 200 letters, digits, dots, underscores or hyphens. */
    public ConsumerSettings<K, V> instance(String newInstance) {
        return new ConsumerSettings<>(
                group,
                keyDeserializer,
                valueDeserializer,
                topics,
                startPosition,
                ordering,
                failures,
                threads,
                newInstance,
                limits,
                lagObjective,
                tuning,
                kafkaOverrides);
    }

    /** Returns a copy with another number of handlers at the same time. */
    public ConsumerSettings<K, V> concurrency(int concurrency) {
        return limits(limits.concurrency(concurrency));
    }

    /** Returns a copy with other limits. */
    public ConsumerSettings<K, V> limits(ConsumerLimits newLimits) {
        return new ConsumerSettings<>(
                group,
                keyDeserializer,
                valueDeserializer,
                topics,
                startPosition,
                ordering,
                failures,
                threads,
                instance,
                newLimits,
                lagObjective,
                tuning,
                kafkaOverrides);
    }

    /**
     * Returns a copy with an objective for its lag: the meter {@code kafka.sdk.consumer.lag.time.slo} shows it, and the
     * {@code ConsumerListener} is told when the oldest unfinished record of a topic is older than this. It changes nothing
     * else.
     *
     * @param newLagObjective the longest that a record should wait until it is finished, 1 s to 30 days
     */
    public ConsumerSettings<K, V> lagObjective(Duration newLagObjective) {
        return new ConsumerSettings<>(
                group,
                keyDeserializer,
                valueDeserializer,
                topics,
                startPosition,
                ordering,
                failures,
                threads,
                instance,
                limits,
                Objects.requireNonNull(newLagObjective, "lagObjective"),
                tuning,
                kafkaOverrides);
    }

    /** Returns a copy with its own tuning instead of the SDK's profile. */
    public ConsumerSettings<K, V> tuning(ClientTuning newTuning) {
        return new ConsumerSettings<>(
                group,
                keyDeserializer,
                valueDeserializer,
                topics,
                startPosition,
                ordering,
                failures,
                threads,
                instance,
                limits,
                lagObjective,
                newTuning,
                kafkaOverrides);
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
                ordering,
                failures,
                threads,
                instance,
                limits,
                lagObjective,
                tuning,
                kafkaOverrides.with(key, value));
    }
}
