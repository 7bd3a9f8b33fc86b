package io.kafkasdk.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run of the comparison found, and on what.
 *
 * @param facts of the run and its machine, by name, in order
 * @param libraries of each class path, by its name
 * @param parts one for each section
 */
public record Report(Map<String, String> facts, Map<String, List<String>> libraries, List<Part> parts) {

    /** Copies the maps and the list. */
    public Report {
        facts = new LinkedHashMap<>(facts);
        libraries = new LinkedHashMap<>(libraries);
        parts = List.copyOf(parts);
    }

    /**
     * What a section found.
     *
     * @param section its name
     * @param tables none when it failed
     * @param failure what went wrong, empty when nothing did
     */
    public record Part(String section, List<ResultTable> tables, String failure) {

        /** Copies the list. */
        public Part {
            tables = List.copyOf(tables);
        }
    }
}
