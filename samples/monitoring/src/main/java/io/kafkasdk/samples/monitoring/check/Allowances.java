package io.kafkasdk.samples.monitoring.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What may be missing, and why: names of exporters that the sample does not run, names that come only with a trouble that
 * it cannot make, and panels that stay empty while all is well.
 *
 * @param outside names of series, with the reason
 * @param empty places of expressions, with the reason
 */
record Allowances(Map<String, String> outside, Map<String, String> empty) {

    private static final String SEPARATOR = " : ";

    /**
     * Reads lines {@code outside name : reason}, {@code rare name : reason} and
     * {@code empty file / title / refId : reason}.
     */
    static Allowances read(Path file) throws IOException {
        return parse(Files.readAllLines(file));
    }

    static Allowances parse(List<String> lines) {
        Map<String, String> outside = new LinkedHashMap<>();
        Map<String, String> empty = new LinkedHashMap<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int space = line.indexOf(' ');
            int reason = line.indexOf(SEPARATOR);
            if (space < 0 || reason < space) {
                throw new IllegalArgumentException("Not 'outside NAME : REASON' nor 'empty PLACE : REASON': " + line);
            }
            String what = line.substring(space, reason).strip();
            String why = line.substring(reason + SEPARATOR.length()).strip();
            switch (line.substring(0, space)) {
                case "outside", "rare" -> outside.put(what, why);
                case "empty" -> empty.put(what, why);
                default -> throw new IllegalArgumentException("Begins neither with outside, rare nor empty: " + line);
            }
        }
        return new Allowances(outside, empty);
    }
}
