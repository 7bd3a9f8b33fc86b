package io.kafkasdk.benchmarks.report;

import io.kafkasdk.benchmarks.report.Report.Part;
import io.kafkasdk.benchmarks.report.ResultTable.Figure;
import io.kafkasdk.benchmarks.report.ResultTable.Row;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes a report for people. */
public final class MarkdownReport {

    private static final String NOTHING = "–";

    private MarkdownReport() {}

    /** Returns the report in Markdown. */
    public static String text(Report report) {
        StringBuilder text = new StringBuilder("# Comparison\n\n| | |\n|---|---|\n");
        report.facts().forEach((name, value) -> text.append(row(name, List.of(cell(value)))));
        report.libraries()
                .forEach((name, jars) -> text.append(row("libraries of " + name, List.of(String.join(", ", jars)))));
        text.append("""

                Each contender runs once a round in a JVM of its own, forwards in one round and backwards in the next.
                Ratios are those of the medians, in brackets the least and the largest ratio within a round.
                """);
        report.parts().forEach(part -> text.append(text(part)));
        return text.toString();
    }

    private static String text(Part part) {
        String failure = part.failure().isEmpty() ? "" : "\n**Failed:** " + cell(part.failure()) + "\n";
        return "\n## " + part.section() + "\n" + failure
                + part.tables().stream().map(MarkdownReport::text).collect(Collectors.joining());
    }

    /** Returns one table: what was done, the ratios, the figures. */
    public static String text(ResultTable table) {
        String first =
                table.rows().isEmpty() ? "the first" : table.rows().get(0).contender();
        return "\n### " + cell(table.title()) + "\n\n" + table.about() + "\n\nRatios to " + cell(first) + ":\n\n"
                + grid(table, table.rows().stream().skip(1).toList(), MarkdownReport::ratio)
                + "\nMedians (least to largest):\n\n"
                + grid(table, table.rows(), MarkdownReport::figure);
    }

    private static String grid(ResultTable table, List<Row> rows, Function<Figure, String> shown) {
        StringBuilder text = new StringBuilder(
                row("", table.columns().stream().map(MarkdownReport::cell).toList()));
        text.append("|---".repeat(table.columns().size() + 1)).append("|\n");
        for (Row row : rows) {
            text.append(
                    row(cell(row.contender()), row.figures().stream().map(shown).toList()));
        }
        return text.toString();
    }

    private static String row(String name, List<String> cells) {
        return "| " + name + " | " + String.join(" | ", cells) + " |\n";
    }

    private static String ratio(Figure figure) {
        return Double.isFinite(figure.ratio())
                ? String.format(
                        Locale.ROOT, "%.2f (%.2f to %.2f)", figure.ratio(), figure.leastRatio(), figure.mostRatio())
                : NOTHING;
    }

    private static String figure(Figure figure) {
        return number(figure.median()) + " (" + number(figure.least()) + " to " + number(figure.most()) + ")";
    }

    /** Three digits, or all before the point. */
    static String number(double number) {
        if (!Double.isFinite(number)) {
            return NOTHING;
        }
        double size = Math.abs(number);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, number);
    }

    /** What would end a cell or begin markup must not. */
    private static String cell(String text) {
        return text.replaceAll("\\s+", " ").replace("\\", "\\\\").replace("|", "\\|");
    }
}
