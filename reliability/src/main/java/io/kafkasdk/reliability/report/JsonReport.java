package io.kafkasdk.reliability.report;

import io.kafkasdk.test.guarantee.CheckResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes a report for programs. */
public final class JsonReport {

    private JsonReport() {}

    /** Returns the report as one JSON object; tables are lists of objects, by their titles. */
    public static String text(Report report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("title", report.title());
        fields.put("verdict", report.verdict());
        fields.put("facts", report.facts());
        fields.put("checks", report.checks().stream().map(JsonReport::check).toList());
        Map<String, Object> tables = new LinkedHashMap<>();
        report.tables().forEach(table -> tables.put(table.title(), rows(table)));
        fields.put("tables", tables);
        fields.put("notes", report.notes());
        fields.put("plan", report.plan());
        return Json.text(fields) + "\n";
    }

    private static Map<String, Object> check(CheckResult result) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("check", result.check());
        fields.put("holds", result.holds());
        fields.put("examined", result.examined());
        fields.put("violations", result.violations());
        fields.put("examples", result.examples().stream().map(Objects::toString).toList());
        fields.put("figures", result.figures());
        return fields;
    }

    private static List<Map<String, @Nullable Object>> rows(Table table) {
        return table.rows().stream().map(row -> row(table.columns(), row)).toList();
    }

    private static Map<String, @Nullable Object> row(List<String> columns, List<@Nullable Object> cells) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            fields.put(columns.get(i), cells.get(i));
        }
        return fields;
    }
}
