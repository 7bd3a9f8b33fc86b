package io.kafkasdk.spring.boot;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * What {@code spring.kafka} says of security, by Kafka's own keys, with Boot's order: raw properties win over
 * {@code ssl.*}, and {@code security.protocol} wins over them. Read from the environment, so spring-kafka is not needed.
 */
final class SpringKafkaValues {

    private static final Map<String, String> TYPED = Map.ofEntries(
            Map.entry("ssl.key-password", "ssl.key.password"),
            Map.entry("ssl.key-store-certificate-chain", "ssl.keystore.certificate.chain"),
            Map.entry("ssl.key-store-key", "ssl.keystore.key"),
            Map.entry("ssl.key-store-location", "ssl.keystore.location"),
            Map.entry("ssl.key-store-password", "ssl.keystore.password"),
            Map.entry("ssl.key-store-type", "ssl.keystore.type"),
            Map.entry("ssl.trust-store-certificates", "ssl.truststore.certificates"),
            Map.entry("ssl.trust-store-location", "ssl.truststore.location"),
            Map.entry("ssl.trust-store-password", "ssl.truststore.password"),
            Map.entry("ssl.trust-store-type", "ssl.truststore.type"),
            Map.entry("ssl.protocol", "ssl.protocol"));

    private final String prefix;
    private final Map<String, Value> values;

    private SpringKafkaValues(String prefix, Map<String, Value> values) {
        this.prefix = prefix;
        this.values = values;
    }

    /** What somebody wrote, and where; does not print it, for it may be a secret. */
    record Value(String property, String text) {

        @Override
        public String toString() {
            return property;
        }
    }

    /**
     * Reads what stands below a prefix.
     *
     * @param prefix {@code spring.kafka}, or that and a kind of client
     */
    static SpringKafkaValues read(Environment environment, String prefix) {
        Binder binder = Binder.get(environment);
        Map<String, Value> values = new HashMap<>();
        TYPED.forEach((name, key) -> take(binder, values, prefix + "." + name, key));
        take(binder, values, prefix + ".ssl.bundle", SpringKafkaTls.BUNDLE);
        binder.bind(prefix + ".properties", Bindable.mapOf(String.class, String.class))
                .orElseGet(Map::of)
                .forEach((key, text) -> {
                    if (isSecurity(key)) {
                        values.put(key, new Value(prefix + ".properties." + key, text));
                    }
                });
        take(binder, values, prefix + ".security.protocol", SpringKafkaSecurity.PROTOCOL);
        return new SpringKafkaValues(prefix, values);
    }

    /** Returns the value of Kafka's key; null where it is not set or empty. */
    @Nullable
    Value find(String key) {
        Value value = values.get(key);
        return value != null && StringUtils.hasText(value.text()) ? value : null;
    }

    /** Returns its text; null where it is not set or empty. */
    @Nullable
    String text(String key) {
        Value value = find(key);
        return value == null ? null : value.text();
    }

    /** Returns whether it is there, maybe empty. */
    boolean contains(String key) {
        return values.containsKey(key);
    }

    /** Returns the property to write for a key that is not set. */
    String propertyOf(String key) {
        return prefix + ".properties." + key;
    }

    /** Returns one whose text differs from that of the others; null where there is none. */
    @Nullable
    Value firstBeyond(SpringKafkaValues others) {
        return values.entrySet().stream()
                .filter(entry -> !Objects.equals(entry.getValue().text(), others.text(entry.getKey())))
                .map(Map.Entry::getValue)
                .min((one, other) -> one.property().compareTo(other.property()))
                .orElse(null);
    }

    private static boolean isSecurity(String key) {
        return key.startsWith("security.") || key.startsWith("ssl.") || key.startsWith("sasl.");
    }

    private static void take(Binder binder, Map<String, Value> values, String property, String key) {
        binder.bind(property, String.class).ifBound(text -> values.put(key, new Value(property, text)));
    }
}
