package io.kafkasdk.samples.monitoring.dashboards;

import static io.kafkasdk.samples.monitoring.dashboards.PanelJson.datasource;
import static io.kafkasdk.samples.monitoring.dashboards.PanelJson.ordered;

import io.kafkasdk.samples.monitoring.dashboards.Dashboard.Query;
import io.kafkasdk.samples.monitoring.dashboards.Dashboard.Row;
import io.kafkasdk.samples.monitoring.dashboards.Dashboard.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;

/** Grafana's JSON of a dashboard, in the classic model that every Grafana from 11 on imports. */
final class DashboardJson {

    private static final int SCHEMA_VERSION = 41;
    private static final int COLUMNS = 24;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private int nextId = 1;

    private DashboardJson() {}

    /** Returns the file's text, with a line break at its end. */
    static String of(Dashboard dashboard) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DashboardJson json = new DashboardJson();
        return MAPPER.writer()
                        .with(new DefaultPrettyPrinter()
                                .withObjectIndenter(indenter)
                                .withArrayIndenter(indenter))
                        .writeValueAsString(json.tree(dashboard))
                + "\n";
    }

    private Map<String, Object> tree(Dashboard dashboard) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("uid", dashboard.uid());
        tree.put("title", dashboard.title());
        tree.put("description", dashboard.description());
        tree.put("tags", List.of("kafka", "kafka-sdk"));
        tree.put("schemaVersion", SCHEMA_VERSION);
        tree.put("version", 1);
        tree.put("editable", true);
        tree.put("graphTooltip", 1);
        tree.put("timezone", "browser");
        tree.put("refresh", "30s");
        tree.put("time", ordered("from", "now-1h", "to", "now"));
        tree.put("links", List.of(links()));
        tree.put("annotations", Map.of("list", annotations(dashboard.annotations())));
        tree.put("templating", Map.of("list", variables(dashboard.variables())));
        tree.put("panels", panels(dashboard.rows()));
        return tree;
    }

    private static Map<String, Object> links() {
        return ordered(
                "title",
                "Kafka",
                "type",
                "dashboards",
                "tags",
                List.of("kafka-sdk"),
                "asDropdown",
                true,
                "includeVars",
                true,
                "keepTime",
                true);
    }

    private static List<Object> annotations(List<Query> queries) {
        List<Object> list = new ArrayList<>();
        for (Query query : queries) {
            list.add(ordered(
                    "name",
                    query.legend(),
                    "datasource",
                    datasource(),
                    "enable",
                    true,
                    "iconColor",
                    "orange",
                    "expr",
                    query.expr(),
                    "step",
                    "30s",
                    "titleFormat",
                    query.legend()));
        }
        return list;
    }

    private static List<Object> variables(List<Variable> variables) {
        List<Object> list = new ArrayList<>();
        list.add(ordered("name", "datasource", "label", "Prometheus", "type", "datasource", "query", "prometheus"));
        for (Variable variable : variables) {
            Map<String, Object> json = ordered(
                    "name",
                    variable.name(),
                    "type",
                    "query",
                    "datasource",
                    datasource(),
                    "query",
                    ordered("query", variable.query(), "refId", variable.name()),
                    "refresh",
                    2,
                    "sort",
                    1);
            if (variable.many()) {
                json.put("multi", true);
                json.put("includeAll", true);
                json.put("allValue", ".*");
                json.put("current", ordered("text", "All", "value", "$__all"));
            }
            list.add(json);
        }
        return list;
    }

    private List<Object> panels(List<Row> rows) {
        List<Object> list = new ArrayList<>();
        int y = 0;
        for (Row row : rows) {
            list.add(ordered(
                    "id",
                    nextId++,
                    "type",
                    "row",
                    "title",
                    row.title(),
                    "collapsed",
                    false,
                    "gridPos",
                    grid(0, y++, COLUMNS, 1),
                    "panels",
                    List.of()));
            int x = 0;
            int lineHeight = 0;
            for (Panel panel : row.panels()) {
                if (x + panel.width() > COLUMNS) {
                    x = 0;
                    y += lineHeight;
                    lineHeight = 0;
                }
                list.add(PanelJson.of(nextId++, panel, grid(x, y, panel.width(), panel.kind().height)));
                x += panel.width();
                lineHeight = Math.max(lineHeight, panel.kind().height);
            }
            y += lineHeight;
        }
        return list;
    }

    private static Map<String, Object> grid(int x, int y, int width, int height) {
        return ordered("x", x, "y", y, "w", width, "h", height);
    }
}
