package io.kafkasdk.settings;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * What a transactional producer is for and where its bounds are. Start with {@link #named} and change what differs:
 *
 * <pre>{@code
 * TransactionSettings.named("invoices", "0", new StringSerializer(), invoiceSerializer)
 *         .topics("invoices")
 *         .transactionTimeout(Duration.ofSeconds(30))
 * }</pre>
 *
 * @param name names the producer within the application; part of its client.id
 * @param instance tells the copies of the application that run at the same time from each other, such as the ordinal of
 *     a StatefulSet; {@code 0} where only one runs. The transactional.id is application, name and instance: two running
 *     copies with the same one fence each other, and one that changes with each start leaves the transactions of a
 *     crashed copy open until their timeout
 * @param keySerializer turns keys into bytes; must be safe for use by several threads
 * @param valueSerializer turns values into bytes; must be safe for use by several threads
 * @param topics the topics it will write to, looked at before the producer is handed out; empty by default
 * @param transactionTimeout the longest time from the beginning of a transaction to its commit, 1 s to 15 min; default
 *     60 s (Kafka key {@code transaction.timeout.ms}). One that takes longer is aborted, and until then an open
 *     transaction of a crashed copy hides what comes behind it from {@code read_committed} consumers. The brokers'
 *     {@code transaction.max.timeout.ms} must not be shorter
 * @param deliveryTimeout the time after which a record that is not acknowledged aborts its transaction, 1 s up to, but
 *     not including, the transaction timeout; default 30 s (Kafka key {@code delivery.timeout.ms})
 * @param maxBlock the longest time that one call within a block may hold up its caller, and the length of one try to
 *     begin, commit or abort, 10 ms to 60 s; default 5 s (Kafka key {@code max.block.ms})
 * @param finishTimeout the longest time for all tries to begin, to commit or to abort, each; from maxBlock to 15 min;
 *     default 30 s, which outlasts the loss of a coordinator
 * @param tuning batching and compression; null takes the SDK's profile
 * @param kafkaOverrides raw Kafka properties; empty by default
 */
public record TransactionSettings<K, V>(
        String name,
        String instance,
        Serializer<K> keySerializer,
        Serializer<V> valueSerializer,
        List<String> topics,
        Duration transactionTimeout,
        Duration deliveryTimeout,
        Duration maxBlock,
        Duration finishTimeout,
        @Nullable ClientTuning tuning,
        KafkaOverrides kafkaOverrides) {

    private static final Duration LONGEST = Duration.ofMinutes(15);

    /** Checks all settings. */
    public TransactionSettings {
        Objects.requireNonNull(keySerializer, "keySerializer");
        Objects.requireNonNull(valueSerializer, "valueSerializer");
        topics = List.copyOf(topics);
        Violations violations = new Violations("transactional producer '" + name + "'");
        violations.checkName("name", name);
        violations.checkName("instance", instance);
        topics.forEach(topic -> violations.checkTopic("topics", topic));
        violations.checkRange("transactionTimeout", transactionTimeout, Duration.ofSeconds(1), LONGEST);
        violations.checkRange("deliveryTimeout", deliveryTimeout, Duration.ofSeconds(1), LONGEST);
        if (deliveryTimeout.compareTo(transactionTimeout) >= 0) {
            violations.add(
                    "deliveryTimeout",
                    deliveryTimeout,
                    "must be shorter than transactionTimeout (" + transactionTimeout
                            + "): a record that comes later finds its transaction aborted",
                    "lower deliveryTimeout or raise transactionTimeout");
        }
        violations.checkRange("maxBlock", maxBlock, Duration.ofMillis(10), Duration.ofSeconds(60));
        violations.checkRange("finishTimeout", finishTimeout, maxBlock, LONGEST);
        OverrideRules.TRANSACTION.check(kafkaOverrides, tuning, violations);
        violations.throwIfAny();
    }

    /**
     * Returns settings with all defaults.
     *
     * @param name names the producer within the application, 1 to 200 letters, digits, dots, underscores or hyphens;
     *     another one than those of guarded producers, because it makes the client.id
     * @param instance tells copies that run at the same time apart and stays the same over restarts; {@code 0} where
     *     only one runs
     * @param keySerializer turns keys into bytes; used by several threads
     * @param valueSerializer turns values into bytes; used by several threads
     * @throws InvalidSettingsException when the name or the instance is empty or has other characters
     */
    public static <K, V> TransactionSettings<K, V> named(
            String name, String instance, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
        return new TransactionSettings<>(
                name,
                instance,
                keySerializer,
                valueSerializer,
                List.of(),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                null,
                KafkaOverrides.NONE);
    }

    /** Returns a copy with other declared topics. */
    public TransactionSettings<K, V> topics(String... newTopics) {
        return new TransactionSettings<>(
                name,
                instance,
                keySerializer,
                valueSerializer,
                List.of(newTopics),
                transactionTimeout,
                deliveryTimeout,
                maxBlock,
                finishTimeout,
                tuning,
                kafkaOverrides);
    }

    /** Returns a copy with another transaction timeout; one that is not longer than deliveryTimeout pulls that to half. */
    public TransactionSettings<K, V> transactionTimeout(Duration newTransactionTimeout) {
        Duration half = newTransactionTimeout.dividedBy(2);
        boolean fits = deliveryTimeout.compareTo(newTransactionTimeout) < 0;
        return new TransactionSettings<>(
                name,
                instance,
                keySerializer,
                valueSerializer,
                topics,
                newTransactionTimeout,
                fits ? deliveryTimeout : half,
                maxBlock,
                finishTimeout,
                tuning,
                kafkaOverrides);
    }

    /** Returns a copy with another delivery timeout. */
    public TransactionSettings<K, V> deliveryTimeout(Duration newDeliveryTimeout) {
        return new TransactionSettings<>(
                name,
                instance,
                keySerializer,
                valueSerializer,
                topics,
                transactionTimeout,
                newDeliveryTimeout,
                maxBlock,
                finishTimeout,
                tuning,
                kafkaOverrides);
    }

    /**
     * Returns a copy with other bounds on the caller's time.
     *
     * @param newMaxBlock for one call, and for one try to begin, commit or abort
     * @param newFinishTimeout for all tries to begin, commit or abort, each
     */
    public TransactionSettings<K, V> bounds(Duration newMaxBlock, Duration newFinishTimeout) {
        return new TransactionSettings<>(
                name,
                instance,
                keySerializer,
                valueSerializer,
                topics,
                transactionTimeout,
                deliveryTimeout,
                newMaxBlock,
                newFinishTimeout,
                tuning,
                kafkaOverrides);
    }

    /** Returns a copy with its own tuning instead of the SDK's profile. */
    public TransactionSettings<K, V> tuning(ClientTuning newTuning) {
        return new TransactionSettings<>(
                name,
                instance,
                keySerializer,
                valueSerializer,
                topics,
                transactionTimeout,
                deliveryTimeout,
                maxBlock,
                finishTimeout,
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
    public TransactionSettings<K, V> kafkaProperty(String key, String value) {
        return new TransactionSettings<>(
                name,
                instance,
                keySerializer,
                valueSerializer,
                topics,
                transactionTimeout,
                deliveryTimeout,
                maxBlock,
                finishTimeout,
                tuning,
                kafkaOverrides.with(key, value));
    }

    /**
     * Returns the transactional.id that these settings make: application, name and instance with dots between.
     *
     * @param application the name of the application
     */
    public String transactionalId(String application) {
        return application + "." + name + "." + instance;
    }
}
