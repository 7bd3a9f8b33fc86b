package io.kafkasdk.samples.monitoring.check;

import io.kafkasdk.samples.monitoring.check.Judge.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The findings as text: a table by file, then what is wrong. */
final class Report {

    private static final String ROW = "  %-32s %11s %8s %8s %6s";

    private Report() {}

    static List<String> lines(List<Finding> findings, List<String> staleAllowances) {
        Map<String, List<Finding>> byFile = new LinkedHashMap<>();
        findings.forEach(finding -> byFile.computeIfAbsent(finding.expression().file(), file -> new ArrayList<>())
                .add(finding));
        List<String> lines = new ArrayList<>();
        lines.add(ROW.formatted("file", "expressions", "resolved", "excepted", "faults"));
        byFile.forEach((file, ofFile) -> lines.add(row(file, ofFile)));
        lines.add(row("all", findings));
        findings.stream()
                .filter(finding -> !finding.allowed().isEmpty())
                .forEach(finding ->
                        lines.add("  excepted  " + finding.expression().place() + ": " + finding.allowed()));
        findings.stream()
                .filter(finding -> !finding.isGood())
                .forEach(finding -> lines.add("  FAULT  "
                        + finding.expression().place() + ": " + finding.fault() + "\n         "
                        + finding.expression().promql().replace("\n", " ")));
        staleAllowances.forEach(stale -> lines.add("  FAULT  an exception that nothing needs: " + stale));
        return lines;
    }

    private static String row(String file, List<Finding> findings) {
        long faults = findings.stream().filter(finding -> !finding.isGood()).count();
        long allowed = findings.stream()
                .filter(finding -> !finding.allowed().isEmpty())
                .count();
        return ROW.formatted(file, findings.size(), findings.size() - faults - allowed, allowed, faults);
    }
}
