package io.kafkasdk.producer;

import io.kafkasdk.acks.Durability;
import io.kafkasdk.internal.ExplainedConfig;
import io.kafkasdk.internal.ProducerTimes;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.ProducerSettings;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes the Kafka config of a producer. Later ones win: Kafka's defaults, the tuning profile, the user's raw properties,
 * what the SDK owns because its guarantees stand on it.
 */
final class ProducerKafkaConfig {

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
        ProducerTimes.put(
                made.config,
                "producer '" + settings.name() + "'",
                settings.deliveryTimeout(),
                "deliveryTimeout of the settings: when an accepted send ends at the latest");
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
}
