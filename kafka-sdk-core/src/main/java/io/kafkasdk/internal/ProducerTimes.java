package io.kafkasdk.internal;

import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.Violation;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Fits the times of a producer together. Kafka demands delivery.timeout.ms &ge; linger.ms + request.timeout.ms, and does
 * not say the numbers.
 */
public final class ProducerTimes {

    /** Shorter than Kafka's 30 s: a broker that went silent is noticed within the usual delivery timeout. */
    private static final long REQUEST_TIMEOUT_MILLIS = 10_000;

    private static final long SHORTEST_REQUEST_TIMEOUT_MILLIS = 100;
    private static final String KAFKA_DEFAULT_LINGER_MILLIS = "5";

    private final ExplainedConfig config;
    private final String owner;

    private ProducerTimes(ExplainedConfig config, String owner) {
        this.config = config;
        this.owner = owner;
    }

    /**
     * Puts the delivery timeout, and a request timeout that fits, behind all that the user and the profile decide.
     *
     * @param config what is in the making
     * @param owner who it is for, such as {@code producer 'orders'}
     * @param deliveryTimeout of the settings
     * @param why what the delivery timeout means there
     * @throws InvalidSettingsException when the times contradict each other; with the numbers
     */
    public static void put(ExplainedConfig config, String owner, Duration deliveryTimeout, String why) {
        new ProducerTimes(config, owner).put(deliveryTimeout.toMillis(), why);
    }

    private void put(long delivery, String why) {
        long linger = number(ProducerConfig.LINGER_MS_CONFIG, KAFKA_DEFAULT_LINGER_MILLIS);
        long request = requestTimeout(delivery - linger);
        if (delivery < linger + request) {
            String rule = "must be at least linger.ms (" + linger + " ms) + request.timeout.ms (" + request + " ms) = "
                    + (linger + request) + " ms";
            throw invalid(
                    "deliveryTimeout", delivery + " ms", rule, "raise deliveryTimeout or lower one of the other two");
        }
        config.sdk(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, String.valueOf(delivery), why);
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
        return new InvalidSettingsException(owner, List.of(new Violation(setting, value, rule, cure)));
    }
}
