package io.kafkasdk.transaction;

import io.kafkasdk.internal.ExplainedConfig;
import io.kafkasdk.internal.ProducerTimes;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.TransactionSettings;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes the Kafka config of a transactional producer. Later ones win: Kafka's defaults, the tuning profile, the user's
 * raw properties, what the SDK owns.
 */
final class TransactionKafkaConfig {

    private final String application;
    private final TransactionSettings<?, ?> settings;
    private final ExplainedConfig config = ExplainedConfig.of(ProducerConfig.configDef());

    private TransactionKafkaConfig(String application, TransactionSettings<?, ?> settings) {
        this.application = application;
        this.settings = settings;
    }

    /**
     * Returns a new Kafka config.
     *
     * @throws InvalidSettingsException when the times contradict each other; with the numbers
     */
    static ExplainedConfig of(
            ClusterSettings cluster, String application, TransactionSettings<?, ?> settings, ClientTuning tuning) {
        TransactionKafkaConfig made = new TransactionKafkaConfig(application, settings);
        made.config.tuning(tuning).cluster(cluster).user(settings.kafkaOverrides());
        made.putNames();
        made.putGuarantees();
        ProducerTimes.put(
                made.config,
                "transactional producer '" + settings.name() + "'",
                settings.deliveryTimeout(),
                "deliveryTimeout of the settings: when a record that is not acknowledged aborts its transaction");
        return made.config;
    }

    private void putNames() {
        config.sdk(
                ProducerConfig.CLIENT_ID_CONFIG,
                settings.clientId(application),
                "the application's name, a dot, the producer's name, and .tx");
        config.sdk(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                settings.transactionalId(application),
                "the application's name, the producer's name and its instance, with dots between");
        String bytes = "the SDK serializes, so that it can tell which record cannot be written";
        config.sdk(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName(), bytes);
        config.sdk(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName(), bytes);
    }

    private void putGuarantees() {
        config.sdk(ProducerConfig.ACKS_CONFIG, "all", "Kafka demands it of transactions");
        config.sdk(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true", "Kafka demands it of transactions");
        config.sdk(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                String.valueOf(settings.transactionTimeout().toMillis()),
                "transactionTimeout of the settings");
        config.sdk(
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                String.valueOf(settings.maxBlock().toMillis()),
                "maxBlock of the settings: of one call, and of one try to begin, commit or abort");
    }
}
