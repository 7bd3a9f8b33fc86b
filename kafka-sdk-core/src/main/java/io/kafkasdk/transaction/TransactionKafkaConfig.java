package io.kafkasdk.transaction;

import io.kafkasdk.internal.ClusterConfig;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.TransactionSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Makes the Kafka config of a transactional producer. Later ones win: Kafka's defaults, the tuning profile, the user's
 * raw properties, what the SDK owns.
 */
final class TransactionKafkaConfig {

    /** Shorter than Kafka's 30 s: a broker that went silent is noticed well within a transaction. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private TransactionKafkaConfig() {}

    static Map<String, Object> of(
            ClusterSettings cluster, String application, TransactionSettings<?, ?> settings, ClientTuning tuning) {
        Map<String, Object> config = new LinkedHashMap<>(tuning.toKafkaConfig());
        // Kafka demands delivery.timeout.ms >= linger.ms + request.timeout.ms; half leaves room for any sane linger.
        Duration half = settings.deliveryTimeout().dividedBy(2);
        config.put(
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                millis(half.compareTo(REQUEST_TIMEOUT) < 0 ? half : REQUEST_TIMEOUT));
        config.putAll(ClusterConfig.of(cluster));
        config.putAll(settings.kafkaOverrides().properties());
        config.put(ProducerConfig.CLIENT_ID_CONFIG, application + "." + settings.name());
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.transactionalId(application));
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, millis(settings.transactionTimeout()));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(settings.deliveryTimeout()));
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(settings.maxBlock()));
        return config;
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }
}
