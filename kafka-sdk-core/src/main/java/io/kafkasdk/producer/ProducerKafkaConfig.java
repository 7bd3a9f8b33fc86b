package io.kafkasdk.producer;

import io.kafkasdk.acks.Durability;
import io.kafkasdk.internal.ClusterConfig;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Makes the Kafka config of a producer. Later ones win: Kafka's defaults, the tuning profile, the user's raw properties,
 * what the SDK owns because its guarantees stand on it.
 */
final class ProducerKafkaConfig {

    /** Shorter than Kafka's 30 s: a broker that went silent is noticed within the usual delivery timeout. */
    private static final long REQUEST_TIMEOUT_MILLIS = 10_000;

    private static final long SHORTEST_REQUEST_TIMEOUT_MILLIS = 100;
    private static final String KAFKA_DEFAULT_LINGER_MILLIS = "5";

    private final ProducerSettings<?, ?> settings;
    private final Map<String, Object> config = new LinkedHashMap<>();

    private ProducerKafkaConfig(ProducerSettings<?, ?> settings) {
        this.settings = settings;
    }

    /**
     * Returns a new Kafka config.
     *
     * @throws InvalidSettingsException when the times contradict each other; with the numbers
     */
    static Map<String, Object> of(
            ClusterSettings cluster,
            String clientId,
            ProducerSettings<?, ?> settings,
            ClientTuning tuning,
            Durability durability) {
        ProducerKafkaConfig made = new ProducerKafkaConfig(settings);
        made.config.putAll(tuning.toKafkaConfig());
        made.config.putAll(ClusterConfig.of(cluster));
        made.config.putAll(settings.kafkaOverrides().properties());
        made.config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        made.putDurability(durability);
        made.config.put(
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                String.valueOf(CallerTime.sliceOf(settings.maxBlock()).toMillis()));
        made.putTimes(isUsers(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, cluster, settings));
        return made.config;
    }

    private void putDurability(Durability durability) {
        if (durability == Durability.ALL) {
            config.put(ProducerConfig.ACKS_CONFIG, "all");
            config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        } else {
            config.put(ProducerConfig.ACKS_CONFIG, "1");
            config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "false");
            // Without idempotence, a retry could overtake the batch behind it.
            config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        }
    }

    private static boolean isUsers(String key, ClusterSettings cluster, ProducerSettings<?, ?> settings) {
        return settings.kafkaOverrides().properties().containsKey(key)
                || cluster.kafkaOverrides().properties().containsKey(key);
    }

    /** Kafka demands delivery.timeout.ms &ge; linger.ms + request.timeout.ms, and does not say the numbers. */
    private void putTimes(boolean usersRequestTimeout) {
        long delivery = settings.deliveryTimeout().toMillis();
        long linger = number(ProducerConfig.LINGER_MS_CONFIG, KAFKA_DEFAULT_LINGER_MILLIS);
        long request = number(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, String.valueOf(REQUEST_TIMEOUT_MILLIS));
        if (!usersRequestTimeout) {
            request = Math.max(SHORTEST_REQUEST_TIMEOUT_MILLIS, Math.min(request, delivery - linger));
        }
        if (delivery < linger + request) {
            String rule = "must be at least linger.ms (" + linger + " ms) + request.timeout.ms (" + request + " ms) = "
                    + (linger + request) + " ms";
            throw invalid(
                    "deliveryTimeout", delivery + " ms", rule, "raise deliveryTimeout or lower one of the other two");
        }
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, String.valueOf(delivery));
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, String.valueOf(request));
    }

    private long number(String key, String otherwise) {
        String value = config.getOrDefault(key, otherwise).toString().strip();
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw invalid(key, "'" + value + "'", "must be a whole number of milliseconds", "write it like 5");
        }
    }

    private InvalidSettingsException invalid(String setting, String value, String rule, String cure) {
        return new InvalidSettingsException(
                "producer '" + settings.name() + "'", List.of(new Violation(setting, value, rule, cure)));
    }
}
