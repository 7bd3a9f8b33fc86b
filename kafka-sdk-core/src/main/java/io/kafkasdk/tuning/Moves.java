package io.kafkasdk.tuning;

import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClientTuning.TunedValue;
import io.kafkasdk.settings.ConfigExplanation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * A suggestion, taken coarsely: which codec, and which way each size goes. Two looks never come to the very same figures, and
 * what was taken back must not come again with a slightly other one.
 *
 * @param byGroup where to, by setting; type and level of the compression are one
 */
record Moves(Map<String, String> byGroup) {

    static final Moves NONE = new Moves(Map.of());

    private static final String COMPRESSION = "compression";

    Moves {
        byGroup = Map.copyOf(byGroup);
    }

    /** Takes a suggestion, made to a producer with these settings. */
    static Moves of(ClientTuning suggestion, ConfigExplanation present) {
        Map<String, String> moves = new LinkedHashMap<>();
        for (TunedValue value : suggestion.values()) {
            String group = groupOf(value.key());
            if (group.equals(COMPRESSION)) {
                moves.merge(group, value.key() + "=" + value.value(), (one, other) -> one + ", " + other);
            } else {
                moves.put(group, direction(StepLog.valueOf(present, value.key()), value.value()));
            }
        }
        return new Moves(moves);
    }

    /** Returns the part of a suggestion that goes the same way as this one. */
    ClientTuning sharedWith(ClientTuning suggestion, ConfigExplanation present) {
        return filter(suggestion, present, (group, to) -> to.equals(byGroup.get(group)));
    }

    /** Returns the part of a suggestion that does not go the same way as this one. */
    ClientTuning leftOf(ClientTuning suggestion, ConfigExplanation present) {
        return filter(suggestion, present, (group, to) -> !to.equals(byGroup.get(group)));
    }

    private static ClientTuning filter(
            ClientTuning suggestion, ConfigExplanation present, BiPredicate<String, String> kept) {
        Map<String, String> moves = of(suggestion, present).byGroup();
        return new ClientTuning(
                suggestion.name(),
                suggestion.values().stream()
                        .filter(value -> {
                            String group = groupOf(value.key());
                            return kept.test(group, moves.getOrDefault(group, ""));
                        })
                        .toList());
    }

    private static String groupOf(String key) {
        return key.startsWith(COMPRESSION + ".") ? COMPRESSION : key;
    }

    private static String direction(String from, String to) {
        try {
            return Long.parseLong(to) >= Long.parseLong(from) ? "up" : "down";
        } catch (NumberFormatException notNumbers) {
            return to;
        }
    }
}
