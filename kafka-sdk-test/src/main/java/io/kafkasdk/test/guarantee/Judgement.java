package io.kafkasdk.test.guarantee;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What all checks of a {@link Referee} found.
 *
 * @param results one for each check, in the order of the checks
 */
public record Judgement(List<CheckResult> results) {

    /** Copies the list. */
    public Judgement {
        results = List.copyOf(results);
    }

    /** True when nothing is wrong; see {@link #unproven} too. */
    public boolean isClean() {
        return broken().isEmpty();
    }

    /** Returns the checks that found something wrong. */
    public List<CheckResult> broken() {
        return results.stream().filter(result -> !result.holds()).toList();
    }

    /** Returns the checks that had nothing to look at, and so proved nothing. */
    public List<CheckResult> unproven() {
        return results.stream().filter(result -> result.examined() == 0).toList();
    }

    /**
     * Returns the result of one check.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    public CheckResult result(String check) {
        return results.stream()
                .filter(result -> result.check().equals(check))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No check '" + check + "' was made, but "
                        + results.stream().map(CheckResult::check).toList()));
    }

    /**
     * Returns itself when nothing is wrong.
     *
     * @throws AssertionError with all that is wrong
     */
    public Judgement orFail() {
        if (!isClean()) {
            throw new AssertionError(broken().size() + " of " + results.size() + " checks are broken\n"
                    + broken().stream().map(CheckResult::toString).collect(Collectors.joining("\n")));
        }
        return this;
    }

    /** Returns all results, the violations with them, one after the other. */
    public String text() {
        return results.stream().map(CheckResult::toString).collect(Collectors.joining("\n", "", "\n"));
    }

    /** Returns a table in Markdown: check, examined, violations, figures. */
    public String markdown() {
        StringBuilder table =
                new StringBuilder("| Check | Examined | Violations | Figures |\n").append("|---|---:|---:|---|\n");
        for (CheckResult result : results) {
            String figures = new TreeMap<>(result.figures())
                    .entrySet().stream()
                            .map(figure -> figure.getKey() + " " + figure.getValue())
                            .collect(Collectors.joining(", "));
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,d | %s |\n",
                    result.check(),
                    result.examined(),
                    result.violations(),
                    figures.replace("|", "\\|")));
        }
        return table.toString();
    }
}
