package io.kafkasdk.benchmarks.report;

import io.kafkasdk.benchmarks.report.Report.Part;
import io.kafkasdk.benchmarks.report.ResultTable.Figure;
import io.kafkasdk.benchmarks.report.ResultTable.Row;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a report for programs. */
public final class JsonReport {

    private JsonReport() {}

    /** Returns the report as one JSON object. */
    public static String text(Report report) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("facts", object(quoted(report.facts())));
        fields.put("libraries", object(lists(report.libraries())));
        fields.put(
                "sections", array(report.parts().stream().map(JsonReport::part).toList()));
        return object(fields) + "\n";
    }

    private static String part(Part part) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("section", quote(part.section()));
        fields.put("failure", part.failure().isEmpty() ? "null" : quote(part.failure()));
        fields.put("tables", array(part.tables().stream().map(JsonReport::table).toList()));
        return object(fields);
    }

    private static String table(ResultTable table) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("title", quote(table.title()));
        fields.put("about", quote(table.about()));
        fields.put(
                "rows",
                array(table.rows().stream()
                        .map(row -> row(table.columns(), row))
                        .toList()));
        return "\n" + object(fields);
    }

    private static String row(List<String> columns, Row row) {
        Map<String, String> figures = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            figures.put(columns.get(i), figure(row.figures().get(i)));
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("contender", quote(row.contender()));
        fields.put("figures", object(figures));
        return "\n" + object(fields);
    }

    private static String figure(Figure figure) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("median", number(figure.median()));
        fields.put("least", number(figure.least()));
        fields.put("most", number(figure.most()));
        fields.put("ratio", number(figure.ratio()));
        fields.put("leastRatio", number(figure.leastRatio()));
        fields.put("mostRatio", number(figure.mostRatio()));
        return object(fields);
    }

    private static Map<String, String> quoted(Map<String, String> texts) {
        Map<String, String> quoted = new LinkedHashMap<>();
        texts.forEach((name, text) -> quoted.put(name, quote(text)));
        return quoted;
    }

    private static Map<String, String> lists(Map<String, List<String>> lists) {
        Map<String, String> written = new LinkedHashMap<>();
        lists.forEach((name, texts) ->
                written.put(name, array(texts.stream().map(JsonReport::quote).toList())));
        return written;
    }

    /** Values are JSON already; names are not. */
    private static String object(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> quote(field.getKey()) + ":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String array(Collection<String> values) {
        return values.stream().collect(Collectors.joining(",", "[", "]"));
    }

    /** JSON has no word for what is no number. */
    private static String number(double number) {
        return Double.isFinite(number) ? Double.toString(number) : "null";
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(character -> {
            if (character == '"' || character == '\\') {
                quoted.append('\\').append((char) character);
            } else if (character < ' ') {
                quoted.append(String.format("\\u%04x", character));
            } else {
                quoted.append((char) character);
            }
        });
        return quoted.append('"').toString();
    }
}
