package io.kafkasdk.reliability.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Figures in rows and columns.
 *
 * @param title a heading
 * @param about what the figures are, in a sentence or two; may be empty
 * @param columns the names of the figures, each with its unit
 * @param rows one cell for each column: a number, a text, or null where there is nothing to say
 */
public record Table(String title, String about, List<String> columns, List<List<@Nullable Object>> rows) {

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException when a row has not one cell for each column
     */
    public Table {
        columns = List.copyOf(columns);
        int width = columns.size();
        rows = rows.stream().map(row -> row(title, width, row)).toList();
    }

    private static List<@Nullable Object> row(String title, int width, List<@Nullable Object> cells) {
        if (cells.size() != width) {
            throw new IllegalArgumentException("Table '" + title + "' has " + width + " columns, not " + cells.size());
        }
        return Collections.unmodifiableList(new ArrayList<>(cells));
    }
}
