package io.kafkasdk.samples.monitoring.dashboards;

import static io.kafkasdk.samples.monitoring.dashboards.Panel.lines;
import static io.kafkasdk.samples.monitoring.dashboards.Panel.stat;
import static io.kafkasdk.samples.monitoring.dashboards.Panel.states;
import static io.kafkasdk.samples.monitoring.dashboards.Panel.table;

import io.kafkasdk.samples.monitoring.dashboards.Dashboard.Query;
import io.kafkasdk.samples.monitoring.dashboards.Dashboard.Row;
import io.kafkasdk.samples.monitoring.dashboards.Dashboard.Variable;
import io.kafkasdk.samples.monitoring.dashboards.Panel.Level;
import io.kafkasdk.samples.monitoring.dashboards.Panel.State;
import java.util.List;

/** How far behind groups are, whether they move, and what will come of it. */
final class ConsumerOffsets {

    private static final String GROUP = "{cluster=\"$cluster\", consumergroup=~\"$consumergroup\"}";
    private static final String TOPIC = "{cluster=\"$cluster\", consumergroup=~\"$consumergroup\", topic=~\"$topic\"}";
    private static final String BY_TOPIC = " by (consumergroup, topic) ";
    private static final String LEGEND = "{{consumergroup}} {{topic}}";

    private ConsumerOffsets() {}

    static Dashboard dashboard() {
        return new Dashboard(
                "kafka-consumer-offsets",
                "Kafka consumer offsets",
                "How far behind consumer groups are, in time and in records, whether they move, and what comes of it",
                List.of(Variable.CLUSTER, Variable.GROUP, Variable.TOPIC),
                List.of(new Query(
                        "sum by (consumergroup) (increase(kafka_sdk_consumer_rebalances_total" + GROUP + "[1m])) > 0",
                        "Rebalance of {{consumergroup}}")),
                List.of(now(), lag(), outlook(), commits(), members(), polling(), partitions()));
    }

    private static Row now() {
        return Row.of(
                "Now",
                stat("Longest wait", "s", "The age of the oldest record that is not finished, in the worst partition")
                        .levels(new Level(60, "orange"), new Level(600, "red"))
                        .query("max(kafka:group_topic_lag_seconds:max" + TOPIC + ")", "longest wait"),
                stat("Records waiting", "short", "Not finished by the groups chosen, over all their partitions")
                        .query("sum(kafka:group_topic_lag_records:sum" + TOPIC + ")", "records"),
                stat("Stuck", "short", "Groups and topics with unread records whose position does not move")
                        .levels(new Level(1, "red"))
                        .query(
                                "sum(max" + BY_TOPIC + "(kafka_sdk_consumer_status"
                                        + TOPIC.replace("}", ", status=~\"stop|stall\"}") + " >= 0))",
                                "stuck"),
                stat("Least headroom", "percentunit", "How far the worst group is from losing records by retention")
                        .query("min(kafka:group_topic_retention_headroom:min" + TOPIC + ")", "headroom"),
                stat("Partitions unowned", "short", "Assigned to no member; nobody reads them")
                        .levels(new Level(1, "red"))
                        .query("sum(max" + BY_TOPIC + "(kafka_sdk_group_partitions_unowned" + TOPIC + "))", "unowned"),
                stat("Age of these figures", "s", "The oldest sample that the figures of lag are made of")
                        .levels(new Level(60, "orange"), new Level(180, "red"))
                        .query("max(kafka_sdk_monitor_samples_age_seconds{cluster=\"$cluster\"})", "age"),
                statuses());
    }

    /**
     * Each status is a series of its own that is 1 or 0: the greatest product is the number of the present one. All are NaN
     * while it is unknown.
     */
    private static Panel statuses() {
        String status = "kafka_sdk_consumer_status" + TOPIC.replace("}", ", status=\"%s\"}");
        String expr = "max" + BY_TOPIC + "(\n  " + status.formatted("ok") + "\n  or " + status.formatted("paused")
                + " * 2\n  or " + status.formatted("warn") + " * 3\n  or " + status.formatted("rewind")
                + " * 4\n  or " + status.formatted("stall") + " * 5\n  or " + status.formatted("stop")
                + " * 6\n) >= 0\nor count"
                + BY_TOPIC + "(" + status.formatted("ok") + ") * 0";
        return states(
                        "Status",
                        "ok also means idle. warn: falls further behind. stall: polls and does not move. stop: does not"
                                + " poll. rewind: went back",
                        new State(0, "unknown", "text"),
                        new State(1, "ok", "green"),
                        new State(2, "paused", "blue"),
                        new State(3, "warn", "yellow"),
                        new State(4, "rewind", "purple"),
                        new State(5, "stall", "orange"),
                        new State(6, "stop", "red"))
                .query(expr, LEGEND);
    }

    private static Row lag() {
        return Row.of(
                "Lag",
                lines("Time lag", "s", "Age of the oldest unfinished record of the worst partition; dashed: objective")
                        .wide(12)
                        .query("kafka:group_topic_lag_seconds:max" + TOPIC, LEGEND)
                        .query(
                                "max" + BY_TOPIC + "(kafka_sdk_consumer_lag_time_slo_seconds" + TOPIC + ")",
                                LEGEND + " objective"),
                lines("Records waiting", "short", "Measured by the SDK, else by an exporter outside")
                        .wide(12)
                        .query("kafka:group_topic_lag_records:sum" + TOPIC, LEGEND),
                lines("Time lag on average", "s", "Over partitions: far below the worst one, a single one is stuck")
                        .query("avg" + BY_TOPIC + "(kafka_sdk_consumer_lag_time_seconds" + TOPIC + ")", LEGEND),
                lines("Worst partition", "short", "The largest lag in records of one partition")
                        .query("max" + BY_TOPIC + "(kafka_sdk_consumer_lag_max_records" + TOPIC + ")", LEGEND),
                lines(
                                "Behind the commits",
                                "short",
                                "As other tools count: what was handled and not committed is in it")
                        .query("sum" + BY_TOPIC + "(kafka_sdk_consumer_lag_committed_records" + TOPIC + ")", LEGEND)
                        .query("max" + BY_TOPIC + "(kafka_sdk_group_lag_records" + TOPIC + ")", LEGEND + " (group)"));
    }

    private static Row outlook() {
        return Row.of(
                "Outlook",
                lines("In and out", "short", "Records a second; a gap between in and out is a lag that grows")
                        .query("kafka:topic_records_in:rate5m{cluster=\"$cluster\", topic=~\"$topic\"}", "{{topic}} in")
                        .query("kafka:topic_records_out:rate5m" + TOPIC, LEGEND + " out"),
                lines("Velocity", "short", "Records a second by which the lag grows; below zero it shrinks")
                        .query(
                                "sum" + BY_TOPIC + "(kafka_sdk_consumer_lag_velocity_records_per_second" + TOPIC + ")",
                                LEGEND),
                lines("Time to catch up", "s", "At the present velocity; no line while the lag does not shrink")
                        .query("max" + BY_TOPIC + "(kafka_sdk_consumer_lag_eta_seconds" + TOPIC + ")", LEGEND),
                lines(
                                "Retention headroom",
                                "percentunit",
                                "Share of the retained log before the oldest unfinished record")
                        .levels(new Level(0.2, "green"))
                        .query("kafka:group_topic_retention_headroom:min" + TOPIC, LEGEND),
                lines(
                                "Jumps of the position",
                                "short",
                                "Jumps in ten minutes that no record explains, and their direction")
                        .query(
                                "sum by (consumergroup, topic, direction) (increase(kafka_sdk_consumer_offset_resets_total"
                                        + TOPIC + "[10m]))",
                                LEGEND + " {{direction}}"),
                lines("Offsets passed over", "short", "In ten minutes, without handling them; retention: records lost")
                        .query(
                                "sum by (consumergroup, topic, reason) (increase(kafka_sdk_consumer_offsets_skipped_offsets_total"
                                        + TOPIC + "[10m]))",
                                LEGEND + " {{reason}}"));
    }

    private static Row commits() {
        return Row.of(
                "Commits",
                lines("Commits", "ops", "By outcome")
                        .query(
                                "sum by (consumergroup, outcome) (rate(kafka_sdk_consumer_commits_total" + GROUP
                                        + "[$__rate_interval]))",
                                "{{consumergroup}} {{outcome}}"),
                lines("Commit time", "s", "On average")
                        .query(
                                "sum by (consumergroup) (rate(kafka_sdk_consumer_commit_latency_seconds_sum" + GROUP
                                        + "[$__rate_interval]))\n/ sum by (consumergroup) (rate(kafka_sdk_consumer_commit_latency_seconds_count"
                                        + GROUP + "[$__rate_interval]))",
                                "{{consumergroup}}"),
                lines("Age of the last commit", "s", "Of the partition that waits longest; 0 with nothing to commit")
                        .query("max" + BY_TOPIC + "(kafka_sdk_consumer_commit_age_seconds" + TOPIC + ")", LEGEND));
    }

    private static Row members() {
        return Row.of(
                "Members",
                lines("Members", "short", "As one member of the group sees them")
                        .query("max by (consumergroup) (kafka_sdk_group_members" + GROUP + ")", "{{consumergroup}}"),
                lines("Rebalances", "short", "In ten minutes, over all members")
                        .query(
                                "sum by (consumergroup) (increase(kafka_sdk_consumer_rebalances_total" + GROUP
                                        + "[10m]))",
                                "{{consumergroup}}")
                        .query(
                                "sum by (consumergroup) (increase(kafka_sdk_consumer_partitions_lost_total" + GROUP
                                        + "[10m]))",
                                "{{consumergroup}} partitions lost"),
                lines("Rebalance time", "s", "The longest of late")
                        .query(
                                "max by (consumergroup) (kafka_sdk_consumer_rebalance_duration_seconds_max" + GROUP
                                        + ")",
                                "{{consumergroup}}"));
    }

    private static Row polling() {
        return Row.of(
                "Polling",
                lines(
                                "Poll gap against its limit",
                                "s",
                                "The longest time between polls of late, and max.poll.interval.ms")
                        .query(
                                "max by (consumergroup) (kafka_sdk_consumer_poll_gap_seconds_max" + GROUP + ")",
                                "{{consumergroup}}")
                        .query(
                                "max by (consumergroup) (kafka_sdk_consumer_poll_limit_seconds" + GROUP + ")",
                                "{{consumergroup}} limit"),
                lines("Poll thread idle", "percentunit", "Share of the time that it waits for records")
                        .query(
                                "min by (consumergroup) (kafka_sdk_consumer_poll_idle_ratio" + GROUP + ")",
                                "{{consumergroup}}"),
                lines(
                                "Partitions",
                                "short",
                                "Owned by the members seen here, and those of them that are not fetched now")
                        .query("sum" + BY_TOPIC + "(kafka_sdk_consumer_partitions_assigned" + TOPIC + ")", LEGEND)
                        .query(
                                "sum" + BY_TOPIC + "(kafka_sdk_consumer_partitions_paused" + TOPIC + ")",
                                LEGEND + " paused"));
    }

    private static Row partitions() {
        String by = "max by (consumergroup, topic, partition) (%s" + TOPIC + ")";
        return Row.of(
                "Partitions (needs MetricsOptions.granularity)",
                table("The five worst partitions", "By time lag, of those that the SDK tells of")
                        .query(
                                "topk(5, " + by.formatted("kafka_sdk_consumer_partition_lag_time_seconds") + ")",
                                "time lag (s)"),
                table("Positions", "Where each partition is; only with granularity PARTITIONS")
                        .query(by.formatted("kafka_sdk_consumer_offset_committed"), "committed")
                        .query(by.formatted("kafka_sdk_consumer_offset_position"), "position")
                        .query(by.formatted("kafka_sdk_consumer_offset_end"), "end")
                        .query(by.formatted("kafka_sdk_consumer_partition_lag_records"), "lag"));
    }
}
