package io.kafkasdk.spring.boot.springkafka;

import io.kafkasdk.tuning.TuningProfile;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** What a producer factory gets in addition to what the application set; never anything instead of it. */
final class SafeProducerDefaults {

    /** Kafka's own minute is longer than whoever waits for a request; a first look at a topic takes some seconds at most. */
    private static final String MAX_BLOCK_MS = "10000";

    private static final long DEFAULT_REQUEST_TIMEOUT_MS = 30_000;

    /** With fewer in the buffer, senders to many partitions wait for each other. */
    private static final int FEWEST_BATCHES = 32;

    private SafeProducerDefaults() {}

    /**
     * Returns the settings to add.
     *
     * @param config the settings of the factory, without any default
     * @param isTransactional whether it makes transactional producers; their start may take longer than a send
     * @param profile the tuning
     */
    static Map<String, Object> of(Map<String, Object> config, boolean isTransactional, TuningProfile profile) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        // Idempotence is on by itself where nothing contradicts it; asked for, it would fail templates that override
        // acks.
        defaults.put(ProducerConfig.ACKS_CONFIG, "all");
        if (!isTransactional) {
            defaults.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        }
        defaults.putAll(profile.producer().toKafkaConfig());
        defaults.keySet().removeAll(config.keySet());
        if (!fitsTheDeliveryTimeout(config, defaults)) {
            // Kafka refuses a delivery timeout that was set and is shorter than these two together.
            defaults.remove(ProducerConfig.LINGER_MS_CONFIG);
            defaults.remove(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
        }
        if (!fitsTheBuffer(config, defaults)) {
            defaults.remove(ProducerConfig.BATCH_SIZE_CONFIG);
        }
        return defaults;
    }

    /** A buffer that the application chose holds batches of Kafka's size, of ours perhaps one at a time. */
    private static boolean fitsTheBuffer(Map<String, Object> config, Map<String, Object> defaults) {
        long buffer = number(config, ProducerConfig.BUFFER_MEMORY_CONFIG, Long.MAX_VALUE);
        return buffer / FEWEST_BATCHES >= number(defaults, ProducerConfig.BATCH_SIZE_CONFIG, 0);
    }

    private static boolean fitsTheDeliveryTimeout(Map<String, Object> config, Map<String, Object> defaults) {
        if (!config.containsKey(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)) {
            return true;
        }
        Map<String, Object> all = new LinkedHashMap<>(defaults);
        all.putAll(config);
        long delivery = number(all, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 0);
        long linger = number(all, ProducerConfig.LINGER_MS_CONFIG, 0);
        long request = number(all, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, DEFAULT_REQUEST_TIMEOUT_MS);
        return delivery >= linger + request;
    }

    private static long number(Map<String, Object> config, String key, long otherwise) {
        Object value = config.get(key);
        try {
            return value == null ? otherwise : Long.parseLong(value.toString().trim());
        } catch (NumberFormatException e) {
            // Kafka's own message about it is the better one.
            return otherwise;
        }
    }
}
