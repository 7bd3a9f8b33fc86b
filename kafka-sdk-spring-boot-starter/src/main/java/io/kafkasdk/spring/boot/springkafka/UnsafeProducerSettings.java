package io.kafkasdk.spring.boot.springkafka;

import io.kafkasdk.settings.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/** What an application set itself, and what may lose, duplicate or reorder records. */
final class UnsafeProducerSettings {

    private UnsafeProducerSettings() {}

    /**
     * Returns what is unsafe.
     *
     * @param config the settings of a factory, without any default
     * @param policyProperty the property that decides what happens to them
     * @param names says for a Kafka key where the application set it
     */
    static List<Violation> of(Map<String, Object> config, String policyProperty, UnaryOperator<String> names) {
        String otherwise = ", or accept it with " + policyProperty
                + "=warn, or leave spring-kafka alone with kafka-sdk.spring-kafka.enabled=false";
        List<Violation> unsafe = new ArrayList<>();
        String acks = text(config, ProducerConfig.ACKS_CONFIG);
        if (acks != null && !acks.equals("all") && !acks.equals("-1")) {
            String rule = acks.equals("0")
                    ? "records get lost and nobody is told: no broker acknowledges them"
                    : "acknowledged records get lost when a leader dies: no other replica need have them";
            unsafe.add(violation(
                    names, ProducerConfig.ACKS_CONFIG, acks, rule, "remove it, or set it to all" + otherwise));
        }
        if ("false".equals(text(config, ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG))) {
            unsafe.add(violation(
                    names,
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    "false",
                    "a retry may duplicate records, and bring them out of order",
                    "remove it" + otherwise));
        }
        if ("0".equals(text(config, ProducerConfig.RETRIES_CONFIG))) {
            unsafe.add(violation(
                    names,
                    ProducerConfig.RETRIES_CONFIG,
                    "0",
                    "every hiccup of a broker loses records, and idempotence is off without retries",
                    "remove it; delivery.timeout.ms bounds how long a record is tried" + otherwise));
        }
        return unsafe;
    }

    private static Violation violation(
            UnaryOperator<String> names, String key, String value, String rule, String cure) {
        return new Violation(names.apply(key), value, rule, cure);
    }

    private static @Nullable String text(Map<String, Object> config, String key) {
        Object value = config.get(key);
        return value == null ? null : value.toString().trim().toLowerCase(Locale.ROOT);
    }
}
