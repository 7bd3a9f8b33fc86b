package io.kafkasdk.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Kafka client properties that serve one goal, each with the reason for its value. A
 * {@code io.kafkasdk.tuning.TuningProfile} makes them; a user's own Kafka properties win over them.
 *
 * @param name the name of the goal, such as {@code BALANCED}
 * @param values the properties, each key once
 */
public record ClientTuning(String name, List<TunedValue> values) {

    /** Copies the list. */
    public ClientTuning {
        values = List.copyOf(values);
    }

    /**
     * One property of a profile.
     *
     * @param key the Kafka key
     * @param value the value, as Kafka reads it
     * @param reason why this value serves the goal
     */
    public record TunedValue(String key, String value, String reason) {}

    /** Returns the properties as a Kafka config, in the order of {@link #values()}; a new map. */
    public Map<String, Object> toKafkaConfig() {
        Map<String, Object> config = new LinkedHashMap<>();
        values.forEach(tuned -> config.put(tuned.key(), tuned.value()));
        return config;
    }
}
