package io.kafkasdk.settings;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * What a member of a share group (KIP-932) reads and where its bounds are. Start with {@link #group} and change what
 * differs:
 *
 * <pre>{@code
 * ShareSettings.group("mails", new StringDeserializer(), mailDeserializer)
 *         .topics("mails")
 *         .failures(FailurePolicy.DEAD_LETTER)
 *         .concurrency(32)
 * }</pre>
 *
 * <p>Where the group begins, how long a record is locked for its member, and how often it is delivered are properties of
 * the group at the brokers: {@code share.auto.offset.reset} (default latest), {@code share.record.lock.duration.ms}
 * (default 30 s) and {@code share.delivery.count.limit} (default 5).
 *
 * @param group the share group; its members share the records, not the partitions (Kafka key {@code group.id})
 * @param keyDeserializer turns bytes into keys; must be safe for use by several threads
 * @param valueDeserializer turns bytes into values; must be safe for use by several threads
 * @param topics the topics to read, at least one
 * @param failures what becomes of records that cannot be handled; default {@link FailurePolicy#RETRY_FOR_EVER}, which the
 *     brokers' limit of deliveries ends. Its attempts are deliveries, and its circuit does not apply
 * @param threads what runs the handlers; default {@link HandlerThreads#PLATFORM}
 * @param concurrency handlers in flight at the same time, 1 to 10,000 (platform threads: 1 to 1,024); default 8
 * @param maxInFlight records taken from the brokers at once, 1 to 10,000; default 100 (Kafka key
 *     {@code max.poll.records}). All of them must be finished before the next ones are taken: more cost fewer requests,
 *     less waits behind one slow record and less is kept from other members
 * @param drainTimeout how long {@code close()} waits for running handlers, 0 to 5 min; default 10 s
 * @param tuning fetch properties; null takes the SDK's profile
 * @param kafkaOverrides raw Kafka properties; empty by default
 */
public record ShareSettings<K, V>(
        String group,
        Deserializer<K> keyDeserializer,
        Deserializer<V> valueDeserializer,
        List<String> topics,
        FailurePolicy failures,
        HandlerThreads threads,
        int concurrency,
        int maxInFlight,
        Duration drainTimeout,
        @Nullable ClientTuning tuning,
        KafkaOverrides kafkaOverrides) {

    /** Checks all settings. */
    public ShareSettings {
        Objects.requireNonNull(keyDeserializer, "keyDeserializer");
        Objects.requireNonNull(valueDeserializer, "valueDeserializer");
        Objects.requireNonNull(failures, "failures");
        Objects.requireNonNull(threads, "threads");
        topics = List.copyOf(topics);
        Violations violations = new Violations("share group '" + group + "'");
        violations.checkName("group", group);
        topics.forEach(topic -> violations.checkTopic("topics", topic));
        violations.checkRange("concurrency", concurrency, 1, 10_000);
        violations.checkRange("maxInFlight", maxInFlight, 1, 10_000);
        violations.checkRange("drainTimeout", drainTimeout, Duration.ZERO, Duration.ofMinutes(5));
        ConsumerSettings.checkThreads(threads, concurrency, violations);
        ConsumerSettings.checkDeadLetters(topics, group, failures, violations);
        OverrideRules.SHARE.check(kafkaOverrides, tuning == null ? null : withoutIsolation(tuning), violations);
        violations.throwIfAny();
    }

    /** A profile for consumers may bring it; it is left out, because it is a property of the group here. */
    private static ClientTuning withoutIsolation(ClientTuning tuning) {
        return new ClientTuning(
                tuning.name(),
                tuning.values().stream()
                        .filter(tuned -> !tuned.key().equals("isolation.level")
                                && !tuned.key().equals("max.poll.records"))
                        .toList());
    }

    /**
     * Returns settings with all defaults; name at least one topic with {@link #topics(String...)} before use.
     *
     * @param group the share group, 1 to 200 letters, digits, dots, underscores or hyphens; not the name of a consumer
     *     group
     * @param keyDeserializer turns bytes into keys; used by several threads
     * @param valueDeserializer turns bytes into values; used by several threads
     * @throws InvalidSettingsException when the group is empty or has other characters
     */
    public static <K, V> ShareSettings<K, V> group(
            String group, Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer) {
        return new ShareSettings<>(
                group,
                keyDeserializer,
                valueDeserializer,
                List.of(),
                FailurePolicy.RETRY_FOR_EVER,
                HandlerThreads.PLATFORM,
                8,
                100,
                Duration.ofSeconds(10),
                null,
                KafkaOverrides.NONE);
    }

    /** Returns a copy with other topics. */
    public ShareSettings<K, V> topics(String... newTopics) {
        return new ShareSettings<>(
                group,
                keyDeserializer,
                valueDeserializer,
                List.of(newTopics),
                failures,
                threads,
                concurrency,
                maxInFlight,
                drainTimeout,
                tuning,
                kafkaOverrides);
    }

    /** Returns a copy with another end of records that cannot be handled. */
    public ShareSettings<K, V> failures(FailurePolicy newFailures) {
        return new ShareSettings<>(
                group,
                keyDeserializer,
                valueDeserializer,
                topics,
                newFailures,
                threads,
                concurrency,
                maxInFlight,
                drainTimeout,
                tuning,
                kafkaOverrides);
    }

    /** Returns a copy with another kind of threads. */
    public ShareSettings<K, V> threads(HandlerThreads newThreads) {
        return new ShareSettings<>(
                group,
                keyDeserializer,
                valueDeserializer,
                topics,
                failures,
                newThreads,
                concurrency,
                maxInFlight,
                drainTimeout,
                tuning,
                kafkaOverrides);
    }

    /** Returns a copy with another number of handlers at the same time. */
    public ShareSettings<K, V> concurrency(int newConcurrency) {
        return new ShareSettings<>(
                group,
                keyDeserializer,
                valueDeserializer,
                topics,
                failures,
                threads,
                newConcurrency,
                maxInFlight,
                drainTimeout,
                tuning,
                kafkaOverrides);
    }

    /** Returns a copy that takes another number of records at once. */
    public ShareSettings<K, V> maxInFlight(int newMaxInFlight) {
        return new ShareSettings<>(
                group,
                keyDeserializer,
                valueDeserializer,
                topics,
                failures,
                threads,
                concurrency,
                newMaxInFlight,
                drainTimeout,
                tuning,
                kafkaOverrides);
    }

    /** Returns a copy with another wait for running handlers when it is closed. */
    public ShareSettings<K, V> drainTimeout(Duration newDrainTimeout) {
        return new ShareSettings<>(
                group,
                keyDeserializer,
                valueDeserializer,
                topics,
                failures,
                threads,
                concurrency,
                maxInFlight,
                newDrainTimeout,
                tuning,
                kafkaOverrides);
    }

    /** Returns a copy with its own tuning instead of the SDK's profile. */
    public ShareSettings<K, V> tuning(ClientTuning newTuning) {
        return new ShareSettings<>(
                group,
                keyDeserializer,
                valueDeserializer,
                topics,
                failures,
                threads,
                concurrency,
                maxInFlight,
                drainTimeout,
                newTuning,
                kafkaOverrides);
    }

    /**
     * Returns a copy with one more raw Kafka property.
     *
     * @param key a consumer key of Kafka's that share groups have and the SDK does not own
     * @param value its value
     * @throws InvalidSettingsException when the key is unknown (with the nearest one), or owned by the SDK (with the
     *     declared way to get the effect)
     */
    public ShareSettings<K, V> kafkaProperty(String key, String value) {
        return new ShareSettings<>(
                group,
                keyDeserializer,
                valueDeserializer,
                topics,
                failures,
                threads,
                concurrency,
                maxInFlight,
                drainTimeout,
                tuning,
                kafkaOverrides.with(key, value));
    }
}
