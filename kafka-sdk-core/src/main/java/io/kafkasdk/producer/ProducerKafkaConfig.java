package io.kafkasdk.producer;

import io.kafkasdk.acks.Durability;
import io.kafkasdk.internal.ExplainedConfig;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.Violation;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

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
    private final ExplainedConfig config = ExplainedConfig.of(ProducerConfig.configDef());

    private ProducerKafkaConfig(ProducerSettings<?, ?> settings) {
        this.settings = settings;
    }

    /**
     * Returns a new Kafka config.
     *
     * @throws InvalidSettingsException when the times contradict each other; with the numbers
     */
    static ExplainedConfig of(
            ClusterSettings cluster,
            String clientId,
            ProducerSettings<?, ?> settings,
            ClientTuning tuning,
            Durability durability) {
        ProducerKafkaConfig made = new ProducerKafkaConfig(settings);
        made.config.tuning(tuning).cluster(cluster).user(settings.kafkaOverrides());
        made.putOwned(clientId);
        made.putDurability(durability);
        made.putTimes();
        return made.config;
    }

    private void putOwned(String clientId) {
        config.sdk(ProducerConfig.CLIENT_ID_CONFIG, clientId, "the application's name, a dot, the producer's name");
        config.sdk(
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                String.valueOf(CallerTime.sliceOf(settings.maxBlock()).toMillis()),
                "a slice of maxBlock (" + settings.maxBlock().toMillis()
                        + " ms): the client is asked again until a send has used that up");
        String bytes = "the SDK serializes, so that a record that cannot be written is that record's problem only";
        config.sdk(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName(), bytes);
        config.sdk(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName(), bytes);
    }

    private void putDurability(Durability durability) {
        if (durability == Durability.ALL) {
            config.sdk(ProducerConfig.ACKS_CONFIG, "all", "acknowledged means: on every replica that is in sync");
            config.sdk(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true", "a retry neither duplicates nor reorders");
            config.sdk(
                    ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                    "5",
                    "the most that idempotence keeps in order (KAFKA-5494)");
        } else {
            config.sdk(ProducerConfig.ACKS_CONFIG, "1", "Durability.LEADER: acknowledged means that the leader has it");
            config.sdk(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "false", "Kafka offers it with acks=all only");
            config.sdk(
                    ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                    "1",
                    "without idempotence a retry could overtake the batch behind it");
        }
    }

    /** Kafka demands delivery.timeout.ms &ge; linger.ms + request.timeout.ms, and does not say the numbers. */
    private void putTimes() {
        long delivery = settings.deliveryTimeout().toMillis();
        long linger = number(ProducerConfig.LINGER_MS_CONFIG, KAFKA_DEFAULT_LINGER_MILLIS);
        long request = requestTimeout(delivery - linger);
        if (delivery < linger + request) {
            String rule = "must be at least linger.ms (" + linger + " ms) + request.timeout.ms (" + request + " ms) = "
                    + (linger + request) + " ms";
            throw invalid(
                    "deliveryTimeout", delivery + " ms", rule, "raise deliveryTimeout or lower one of the other two");
        }
        config.sdk(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                String.valueOf(delivery),
                "deliveryTimeout of the settings: when an accepted send ends at the latest");
    }

    /** The user's is left alone; any other one is made to fit. */
    private long requestTimeout(long most) {
        String key = ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG;
        if (config.get(key) == null) {
            config.sdk(
                    key,
                    String.valueOf(REQUEST_TIMEOUT_MILLIS),
                    "a broker that went silent is noticed while there is time to try again");
        }
        long request = number(key, "");
        if (config.isUsers(key)) {
            return request;
        }
        long fitting = Math.max(SHORTEST_REQUEST_TIMEOUT_MILLIS, Math.min(request, most));
        if (fitting != request) {
            config.sdk(key, String.valueOf(fitting), "with linger.ms it must fit into deliveryTimeout");
        }
        return fitting;
    }

    private long number(String key, String otherwise) {
        String value = config.text(key, otherwise);
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
