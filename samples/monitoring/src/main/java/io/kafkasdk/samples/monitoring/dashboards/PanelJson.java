package io.kafkasdk.samples.monitoring.dashboards;

import io.kafkasdk.samples.monitoring.dashboards.Dashboard.Query;
import io.kafkasdk.samples.monitoring.dashboards.Panel.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Grafana's JSON of one panel. */
final class PanelJson {

    private static final String DATASOURCE = "${datasource}";

    private PanelJson() {}

    /** Returns the panel at its place. */
    static Map<String, Object> of(int id, Panel panel, Map<String, Object> grid) {
        Map<String, Object> json = ordered(
                "id",
                id,
                "type",
                panel.kind().type,
                "title",
                panel.title(),
                "description",
                panel.description(),
                "datasource",
                datasource(),
                "gridPos",
                grid,
                "fieldConfig",
                ordered("defaults", fieldDefaults(panel), "overrides", List.of()),
                "options",
                options(panel.kind()),
                "targets",
                targets(panel));
        if (panel.kind() == Kind.TABLE) {
            json.put("transformations", tableOf(panel.queries()));
        }
        return json;
    }

    private static Map<String, Object> fieldDefaults(Panel panel) {
        Map<String, Object> defaults = ordered("unit", panel.unit(), "thresholds", thresholds(panel));
        switch (panel.kind()) {
            case LINES, AREAS -> {
                defaults.put("color", ordered("mode", "palette-classic"));
                defaults.put("custom", lineStyle(panel));
            }
            case STATES -> {
                defaults.put("color", ordered("mode", "thresholds"));
                defaults.put("custom", ordered("fillOpacity", 80, "lineWidth", 0));
                defaults.put("mappings", List.of(ordered("type", "value", "options", mappings(panel))));
            }
            case STAT, TABLE -> defaults.put("color", ordered("mode", "thresholds"));
        }
        return defaults;
    }

    private static Map<String, Object> thresholds(Panel panel) {
        List<Object> steps = new ArrayList<>();
        Map<String, Object> first = new HashMap<>();
        first.put("color", panel.below());
        first.put("value", null);
        steps.add(new TreeMap<>(first));
        panel.levels().forEach(level -> steps.add(ordered("color", level.colour(), "value", level.from())));
        return ordered("mode", "absolute", "steps", steps);
    }

    private static Map<String, Object> lineStyle(Panel panel) {
        boolean stacked = panel.kind() == Kind.AREAS;
        return ordered(
                "drawStyle",
                "line",
                "lineWidth",
                1,
                "fillOpacity",
                stacked ? 40 : 8,
                "showPoints",
                "never",
                "spanNulls",
                false,
                "stacking",
                ordered("mode", stacked ? "normal" : "none", "group", "A"),
                "thresholdsStyle",
                ordered("mode", panel.levels().isEmpty() ? "off" : "line"));
    }

    private static Map<String, Object> mappings(Panel panel) {
        Map<String, Object> mappings = new LinkedHashMap<>();
        for (Panel.State state : panel.states()) {
            mappings.put(
                    Integer.toString(state.value()),
                    ordered("text", state.text(), "color", state.colour(), "index", state.value()));
        }
        return mappings;
    }

    private static Map<String, Object> options(Kind kind) {
        Map<String, Object> legend = ordered("displayMode", "list", "placement", "bottom", "showLegend", true);
        return switch (kind) {
            case LINES, AREAS -> ordered("legend", legend, "tooltip", ordered("mode", "multi", "sort", "desc"));
            case STAT ->
                ordered(
                        "reduceOptions",
                        ordered("calcs", List.of("lastNotNull"), "fields", "", "values", false),
                        "colorMode",
                        "value",
                        "graphMode",
                        "area",
                        "textMode",
                        "value");
            case TABLE -> ordered("showHeader", true, "cellHeight", "sm");
            case STATES ->
                ordered(
                        "mergeValues",
                        true,
                        "showValue",
                        "auto",
                        "rowHeight",
                        0.9,
                        "legend",
                        legend,
                        "tooltip",
                        ordered("mode", "single"));
        };
    }

    private static List<Object> targets(Panel panel) {
        List<Object> targets = new ArrayList<>();
        char refId = 'A';
        for (Query query : panel.queries()) {
            Map<String, Object> target = ordered(
                    "refId",
                    String.valueOf(refId++),
                    "datasource",
                    datasource(),
                    "expr",
                    query.expr(),
                    "legendFormat",
                    query.legend());
            if (panel.kind() == Kind.TABLE) {
                target.put("format", "table");
                target.put("instant", true);
            } else {
                target.put("range", true);
            }
            targets.add(target);
        }
        return targets;
    }

    /** Joins the answers by their labels and gives the columns their names. */
    private static List<Object> tableOf(List<Query> queries) {
        Map<String, Object> names = new LinkedHashMap<>();
        char refId = 'A';
        for (Query query : queries) {
            names.put(queries.size() == 1 ? "Value" : "Value #" + refId, query.legend());
            refId++;
        }
        return List.of(
                ordered("id", "merge", "options", Map.of()),
                ordered(
                        "id",
                        "organize",
                        "options",
                        ordered("excludeByName", ordered("Time", true), "renameByName", names)));
    }

    static Map<String, Object> datasource() {
        return ordered("type", "prometheus", "uid", DATASOURCE);
    }

    /** Keeps the order, so that files differ only where dashboards do. */
    static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i].toString(), keysAndValues[i + 1]);
        }
        return map;
    }
}
