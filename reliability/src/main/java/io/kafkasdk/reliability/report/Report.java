package io.kafkasdk.reliability.report;

import io.kafkasdk.test.guarantee.CheckResult;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run found, and on what.
 *
 * @param title of the run
 * @param verdict one sentence: clean, or what is broken
 * @param facts of the run and its machine, by name, in order
 * @param tables the figures
 * @param checks what the referee says
 * @param notes what the figures do not show, and what was left out
 * @param plan the faults as they were planned, one a line
 */
public record Report(
        String title,
        String verdict,
        Map<String, String> facts,
        List<Table> tables,
        List<CheckResult> checks,
        List<String> notes,
        List<String> plan) {

    /** Copies all. */
    public Report {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        tables = List.copyOf(tables);
        checks = List.copyOf(checks);
        notes = List.copyOf(notes);
        plan = List.copyOf(plan);
    }
}
