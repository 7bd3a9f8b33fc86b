package io.kafkasdk.samples.monitoring.dashboards;

import io.kafkasdk.samples.monitoring.dashboards.Dashboard.Query;
import java.util.ArrayList;
import java.util.List;

/**
 * One panel.
 *
 * @param kind how it looks
 * @param title its title
 * @param description what it tells, and what to do about it
 * @param unit Grafana's name of the unit, such as {@code s} or {@code short}
 * @param width of 24
 * @param levels where the colour changes, from below; green as the first one means that below it is bad
 * @param states names of the values of a state timeline
 * @param queries what it asks
 */
record Panel(
        Kind kind,
        String title,
        String description,
        String unit,
        int width,
        List<Level> levels,
        List<State> states,
        List<Query> queries) {

    private static final int THIRD = 8;
    private static final int STAT = 4;

    Panel {
        levels = List.copyOf(levels);
        states = List.copyOf(states);
        queries = List.copyOf(queries);
    }

    /** The kinds of panels, with Grafana's names and a height. */
    enum Kind {
        LINES("timeseries", 8),
        AREAS("timeseries", 8),
        STAT("stat", 4),
        TABLE("table", 9),
        STATES("state-timeline", 8);

        final String type;
        final int height;

        Kind(String type, int height) {
            this.type = type;
            this.height = height;
        }
    }

    /** From this value on it has this colour. */
    record Level(double from, String colour) {}

    /** What a number stands for. */
    record State(int value, String text, String colour) {}

    static Panel lines(String title, String unit, String description) {
        return new Panel(Kind.LINES, title, description, unit, THIRD, List.of(), List.of(), List.of());
    }

    /** Lines on top of each other, where their sum means something. */
    static Panel areas(String title, String unit, String description) {
        return new Panel(Kind.AREAS, title, description, unit, THIRD, List.of(), List.of(), List.of());
    }

    static Panel stat(String title, String unit, String description) {
        return new Panel(Kind.STAT, title, description, unit, STAT, List.of(), List.of(), List.of());
    }

    /** One column for each query; rows are joined by their labels. */
    static Panel table(String title, String description) {
        return new Panel(Kind.TABLE, title, description, "short", 24, List.of(), List.of(), List.of());
    }

    static Panel states(String title, String description, State... states) {
        return new Panel(Kind.STATES, title, description, "short", 24, List.of(), List.of(states), List.of());
    }

    Panel wide(int newWidth) {
        return new Panel(kind, title, description, unit, newWidth, levels, states, queries);
    }

    /** Where the colour changes. */
    Panel levels(Level... newLevels) {
        return new Panel(kind, title, description, unit, width, List.of(newLevels), states, queries);
    }

    /** The colour below the first level: red where more is better. */
    String below() {
        return !levels.isEmpty() && levels.get(0).colour().equals("green") ? "red" : "green";
    }

    /** In a table the legend is the title of the column. */
    Panel query(String expr, String legend) {
        List<Query> more = new ArrayList<>(queries);
        more.add(new Query(expr, legend));
        return new Panel(kind, title, description, unit, width, levels, states, more);
    }
}
