package io.kafkasdk.events;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What one transition says besides its {@link Subject}.
 *
 * @param message for people; no payload
 * @param pairs for machines
 */
record Event(String message, Map<String, Object> pairs) {

    /** How grave an event is. */
    enum Severity {
        INFO(1),
        WARN(2),
        CRITICAL(3);

        private final int number;

        Severity(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    static Event of(String message) {
        return new Event(message, Map.of());
    }

    Event with(String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(pairs);
        more.put(key, value);
        return new Event(message, more);
    }

    Event with(String key, Enum<?> value) {
        return with(key, value.name().toLowerCase(Locale.ROOT));
    }
}
