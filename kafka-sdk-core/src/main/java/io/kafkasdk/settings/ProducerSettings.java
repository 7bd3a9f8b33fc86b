package io.kafkasdk.settings;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * What a guarded producer is for and where its bounds are. Start with {@link #named} and change what differs:
 *
 * <pre>{@code
 * ProducerSettings.named("orders", new StringSerializer(), orderSerializer)
 *         .topics("orders")
 *         .deliveryTimeout(Duration.ofSeconds(30))
 * }</pre>
 *
 * @param name names the producer within the application; part of its client.id
 * @param keySerializer turns keys into bytes; must be safe for use by several threads
 * @param valueSerializer turns values into bytes; must be safe for use by several threads
 * @param topics the topics it will write to, looked at before the first send; others are looked at on first use;
 *     empty by default
 * @param maxBlock the longest time that one send may hold up its caller, 1 ms to 60 s; default 1 s (Kafka key
 *     {@code max.block.ms}, whose own default of 60 s stops callers in an outage)
 * @param deliveryTimeout the time after which a send that is not acknowledged ends as failed, 1 s to 1 h; default
 *     2 min (Kafka key {@code delivery.timeout.ms})
 * @param inFlight how much may be under way; default {@link InFlightLimits#DEFAULT}
 * @param rateLimit the most records in a second; null, the default, sets no limit
 * @param tuning batching and compression; null takes the SDK's profile
 * @param kafkaOverrides raw Kafka properties; empty by default
 */
public record ProducerSettings<K, V>(
        String name,
        Serializer<K> keySerializer,
        Serializer<V> valueSerializer,
        List<String> topics,
        Duration maxBlock,
        Duration deliveryTimeout,
        InFlightLimits inFlight,
        @Nullable RateLimit rateLimit,
        @Nullable ClientTuning tuning,
        KafkaOverrides kafkaOverrides) {

    private static final Duration DEFAULT_MAX_BLOCK = Duration.ofSeconds(1);
    private static final Duration DEFAULT_DELIVERY_TIMEOUT = Duration.ofMinutes(2);

    /** Checks all settings. */
    public ProducerSettings {
        Objects.requireNonNull(keySerializer, "keySerializer");
        Objects.requireNonNull(valueSerializer, "valueSerializer");
        topics = List.copyOf(topics);
        Violations violations = new Violations("producer '" + name + "'");
        violations.checkName("name", name);
        topics.forEach(topic -> violations.checkTopic("topics", topic));
        violations.checkRange("maxBlock", maxBlock, Duration.ofMillis(1), Duration.ofSeconds(60));
        violations.checkRange("deliveryTimeout", deliveryTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
        OverrideRules.PRODUCER.check(kafkaOverrides, tuning, violations);
        violations.throwIfAny();
    }

    /**
     * Returns settings with all defaults.
     *
     * @param name names the producer within the application, 1 to 200 letters, digits, dots, underscores or hyphens
     * @param keySerializer turns keys into bytes; used by several threads
     * @param valueSerializer turns values into bytes; used by several threads
     * @throws InvalidSettingsException when the name is empty or has other characters
     */
    public static <K, V> ProducerSettings<K, V> named(
            String name, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
        return new ProducerSettings<>(
                name,
                keySerializer,
                valueSerializer,
                List.of(),
                DEFAULT_MAX_BLOCK,
                DEFAULT_DELIVERY_TIMEOUT,
                InFlightLimits.DEFAULT,
                null,
                null,
                KafkaOverrides.NONE);
    }

    /** Returns a copy with other declared topics. */
    public ProducerSettings<K, V> topics(String... newTopics) {
        return topics(List.of(newTopics));
    }

    /** Returns a copy with other declared topics. */
    public ProducerSettings<K, V> topics(List<String> newTopics) {
        return new ProducerSettings<>(
                name,
                keySerializer,
                valueSerializer,
                newTopics,
                maxBlock,
                deliveryTimeout,
                inFlight,
                rateLimit,
                tuning,
                kafkaOverrides);
    }

    /** Returns a copy with another bound on the caller's time. */
    public ProducerSettings<K, V> maxBlock(Duration newMaxBlock) {
        return new ProducerSettings<>(
                name,
                keySerializer,
                valueSerializer,
                topics,
                newMaxBlock,
                deliveryTimeout,
                inFlight,
                rateLimit,
                tuning,
                kafkaOverrides);
    }

    /** Returns a copy with another delivery timeout. */
    public ProducerSettings<K, V> deliveryTimeout(Duration newDeliveryTimeout) {
        return new ProducerSettings<>(
                name,
                keySerializer,
                valueSerializer,
                topics,
                maxBlock,
                newDeliveryTimeout,
                inFlight,
                rateLimit,
                tuning,
                kafkaOverrides);
    }

    /** Returns a copy with other bounds on what is under way. */
    public ProducerSettings<K, V> inFlight(InFlightLimits newInFlight) {
        return new ProducerSettings<>(
                name,
                keySerializer,
                valueSerializer,
                topics,
                maxBlock,
                deliveryTimeout,
                newInFlight,
                rateLimit,
                tuning,
                kafkaOverrides);
    }

    /** Returns a copy that sends at most this many records in a second. */
    public ProducerSettings<K, V> rateLimit(RateLimit newRateLimit) {
        return new ProducerSettings<>(
                name,
                keySerializer,
                valueSerializer,
                topics,
                maxBlock,
                deliveryTimeout,
                inFlight,
                newRateLimit,
                tuning,
                kafkaOverrides);
    }

    /** Returns a copy with its own tuning instead of the SDK's profile. */
    public ProducerSettings<K, V> tuning(ClientTuning newTuning) {
        return new ProducerSettings<>(
                name,
                keySerializer,
                valueSerializer,
                topics,
                maxBlock,
                deliveryTimeout,
                inFlight,
                rateLimit,
                newTuning,
                kafkaOverrides);
    }

    /**
     * Returns a copy with one more raw Kafka property.
     *
     * @param key a producer key of Kafka's that the SDK does not own
     * @param value its value
     * @throws InvalidSettingsException when the key is unknown (with the nearest one), or owned by the SDK (with the
     *     declared way to get the effect)
     */
    public ProducerSettings<K, V> kafkaProperty(String key, String value) {
        return new ProducerSettings<>(
                name,
                keySerializer,
                valueSerializer,
                topics,
                maxBlock,
                deliveryTimeout,
                inFlight,
                rateLimit,
                tuning,
                kafkaOverrides.with(key, value));
    }
}
