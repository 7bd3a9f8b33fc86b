package io.kafkasdk.test.guarantee;

import java.util.List;
import java.util.Map;

/**
 * What a check found.
 *
 * @param check its name
 * @param examined how many things it looked at; 0 means that it proved nothing
 * @param violations how many are wrong
 * @param examples the first of them, at most {@link #EXAMPLES}
 * @param figures what it counted besides, by name
 */
public record CheckResult(
        String check, long examined, long violations, List<Violation> examples, Map<String, Object> figures) {

    /** How many examples are kept. */
    public static final int EXAMPLES = 20;

    /** Copies the lists. */
    public CheckResult {
        examples = List.copyOf(examples);
        figures = Map.copyOf(figures);
    }

    /** True when nothing is wrong. */
    public boolean holds() {
        return violations == 0;
    }

    /** Returns the name, the counts and the examples. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(check)
                .append(holds() ? " holds: " : " is broken: ")
                .append(violations)
                .append(" of ")
                .append(examined);
        examples.forEach(example -> text.append("\n  ").append(example));
        return text.toString();
    }
}
