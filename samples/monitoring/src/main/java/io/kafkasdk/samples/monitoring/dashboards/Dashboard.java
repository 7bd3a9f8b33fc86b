package io.kafkasdk.samples.monitoring.dashboards;

import java.util.ArrayList;
import java.util.List;

/**
 * One dashboard: variables on top, then rows of panels.
 *
 * @param uid the stable id, which is the name of the file too
 * @param title what Grafana shows
 * @param description what it answers
 * @param variables what the viewer chooses, beside the data source
 * @param annotations marks over all panels
 * @param rows its panels
 */
record Dashboard(
        String uid,
        String title,
        String description,
        List<Variable> variables,
        List<Query> annotations,
        List<Row> rows) {

    Dashboard {
        variables = List.copyOf(variables);
        annotations = List.copyOf(annotations);
        rows = List.copyOf(rows);
    }

    /**
     * Something to choose.
     *
     * @param name as in {@code $name}
     * @param query where its values come from
     * @param many whether several and all can be chosen
     */
    record Variable(String name, String query, boolean many) {

        static final Variable CLUSTER = new Variable(
                "cluster",
                "label_values({__name__=~\"kafka_sdk_info|kafka_server_replicamanager_leadercount\"}, cluster)",
                false);
        static final Variable GROUP = new Variable(
                "consumergroup",
                "label_values(kafka:group_topic_lag_records:sum{cluster=\"$cluster\"}, consumergroup)",
                true);
        static final Variable TOPIC =
                new Variable("topic", "label_values(kafka:topic_records_in:rate5m{cluster=\"$cluster\"}, topic)", true);
        static final Variable CLIENT =
                new Variable("client_id", "label_values(kafka_sdk_info{cluster=\"$cluster\"}, client_id)", true);
    }

    /**
     * A question to Prometheus.
     *
     * @param expr PromQL
     * @param legend the name of each series, with labels in double braces
     */
    record Query(String expr, String legend) {}

    /** Panels under one title. */
    record Row(String title, List<Panel> panels) {

        Row {
            panels = List.copyOf(panels);
        }

        static Row of(String title, Panel... panels) {
            return new Row(title, List.of(panels));
        }
    }

    /** All four. */
    static List<Dashboard> all() {
        List<Dashboard> all = new ArrayList<>();
        all.add(ConsumerOffsets.dashboard());
        all.add(TopicsView.dashboard());
        all.add(ClusterView.dashboard());
        all.add(ApplicationView.dashboard());
        return all;
    }
}
