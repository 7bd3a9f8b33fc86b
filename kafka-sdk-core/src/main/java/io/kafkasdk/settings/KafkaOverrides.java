package io.kafkasdk.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Raw Kafka properties: the escape hatch for what the SDK does not name. They win over a tuning profile. Which keys are
 * refused, and why, is decided where the client is known ({@link ClusterSettings}, {@link ProducerSettings},
 * {@link ConsumerSettings}). Printing shows the keys only.
 *
 * @param properties key to value, in the order they were given
 */
public record KafkaOverrides(Map<String, String> properties) {

    /** No overrides. */
    public static final KafkaOverrides NONE = new KafkaOverrides(Map.of());

    /** Copies the map, keeping its order. */
    public KafkaOverrides {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /** Returns a copy with one more property; a later value replaces an earlier one. */
    public KafkaOverrides with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(properties);
        more.put(key, value);
        return new KafkaOverrides(more);
    }

    @Override
    public String toString() {
        return "KafkaOverrides" + properties.keySet();
    }
}
