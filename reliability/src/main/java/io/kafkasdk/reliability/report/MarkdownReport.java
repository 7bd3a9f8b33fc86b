package io.kafkasdk.reliability.report;

import io.kafkasdk.test.guarantee.CheckResult;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a report for people. */
public final class MarkdownReport {

    private static final String NOTHING = "-";

    private MarkdownReport() {}

    /** Returns the report as Markdown: the verdict first, then checks, figures, what was not done, and the plan. */
    public static String text(Report report) {
        StringBuilder text = new StringBuilder("# ").append(report.title()).append("\n\n");
        text.append(report.verdict()).append("\n\n");
        report.facts()
                .forEach((name, value) -> text.append("- ")
                        .append(name)
                        .append(": ")
                        .append(value)
                        .append('\n'));
        text.append("\n## Checks\n\n").append(checks(report.checks()));
        report.checks().stream()
                .filter(result -> !result.holds())
                .forEach(result -> text.append("\n```\n").append(result).append("\n```\n"));
        report.tables().forEach(table -> text.append(section(table)));
        text.append("\n## Not shown, not done\n\n");
        report.notes().forEach(note -> text.append("- ").append(note).append('\n'));
        text.append("\n## Plan\n\n```\n")
                .append(String.join("\n", report.plan()))
                .append("\n```\n");
        return text.toString();
    }

    private static String checks(List<CheckResult> results) {
        StringBuilder text = new StringBuilder(head(List.of("check", "", "looked at", "broken", "figures")));
        for (CheckResult result : results) {
            text.append(row(List.of(
                    result.check(),
                    result.holds() ? "holds" : "BROKEN",
                    cell(result.examined()),
                    cell(result.violations()),
                    figures(result.figures()))));
        }
        return text.toString();
    }

    private static String figures(Map<String, Object> figures) {
        return new TreeMap<>(figures)
                .entrySet().stream()
                        .map(figure -> figure.getKey() + " " + cell(figure.getValue()))
                        .collect(Collectors.joining("; "));
    }

    private static String section(Table table) {
        StringBuilder text = new StringBuilder("\n## ").append(table.title()).append("\n\n");
        if (!table.about().isEmpty()) {
            text.append(table.about()).append("\n\n");
        }
        text.append(head(table.columns()));
        table.rows()
                .forEach(row ->
                        text.append(row(row.stream().map(MarkdownReport::cell).toList())));
        return text.toString();
    }

    private static String head(List<String> columns) {
        return row(columns) + row(Collections.nCopies(columns.size(), "---"));
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /** Seconds and shares with up to two decimals; what would end a cell must not. */
    private static String cell(@Nullable Object value) {
        if (value == null) {
            return NOTHING;
        }
        if (value instanceof Double number) {
            return Double.isFinite(number) ? decimals(number) : NOTHING;
        }
        if (value instanceof Number number) {
            return String.format(Locale.ROOT, "%,d", number.longValue());
        }
        return value.toString().replaceAll("\\s+", " ").replace("\\", "\\\\").replace("|", "\\|");
    }

    private static String decimals(double number) {
        return String.format(Locale.ROOT, Math.abs(number) >= 10 ? "%,.1f" : "%.2f", number);
    }
}
