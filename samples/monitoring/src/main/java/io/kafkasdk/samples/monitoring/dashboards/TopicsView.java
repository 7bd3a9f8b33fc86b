package io.kafkasdk.samples.monitoring.dashboards;

import static io.kafkasdk.samples.monitoring.dashboards.Panel.areas;
import static io.kafkasdk.samples.monitoring.dashboards.Panel.lines;
import static io.kafkasdk.samples.monitoring.dashboards.Panel.stat;
import static io.kafkasdk.samples.monitoring.dashboards.Panel.table;

import io.kafkasdk.samples.monitoring.dashboards.Dashboard.Row;
import io.kafkasdk.samples.monitoring.dashboards.Dashboard.Variable;
import io.kafkasdk.samples.monitoring.dashboards.Panel.Level;
import java.util.List;

/** What goes through topics, what they hold, and how safe that is. */
final class TopicsView {

    private static final String TOPIC = "{cluster=\"$cluster\", topic=~\"$topic\"}";
    private static final String LEGEND = "{{topic}}";

    private TopicsView() {}

    static Dashboard dashboard() {
        return new Dashboard(
                "kafka-topics",
                "Kafka topics",
                "What goes through topics, what they hold on disk, and how safe that is",
                List.of(Variable.CLUSTER, Variable.TOPIC),
                List.of(),
                List.of(now(), traffic(), storage(), safety()));
    }

    private static Row now() {
        return Row.of(
                "Now",
                stat("Records in", "cps", "A second, over the topics chosen")
                        .query("sum(kafka:topic_records_in:rate5m" + TOPIC + ")", "in"),
                stat("Bytes in", "Bps", "As producers sent them, compressed")
                        .query("sum(" + rate("bytesin") + ")", "in"),
                stat("Bytes out", "Bps", "To consumers; replication is not in it")
                        .query("sum(" + rate("bytesout") + ")", "out"),
                stat("On disk", "bytes", "All replicas").query("sum(kafka_log_log_size" + TOPIC + ")", "size"),
                stat("Under-replicated", "short", "Partitions that miss a replica")
                        .levels(new Level(1, "orange"))
                        .query("sum(kafka_cluster_partition_underreplicated" + TOPIC + ")", "partitions"),
                stat("Under min ISR", "short", "Partitions that refuse acks=all writes")
                        .levels(new Level(1, "red"))
                        .query("sum(kafka_cluster_partition_underminisr" + TOPIC + ")", "partitions"));
    }

    private static Row traffic() {
        return Row.of(
                "Traffic",
                lines(
                                "Records in",
                                "cps",
                                "Counted by the brokers, else by an exporter, else by producers with the SDK")
                        .wide(12)
                        .query("kafka:topic_records_in:rate5m" + TOPIC, LEGEND),
                lines("Records out", "cps", "Handled by groups with the SDK")
                        .wide(12)
                        .query(
                                "sum by (consumergroup, topic) (kafka:topic_records_out:rate5m" + TOPIC + ")",
                                "{{consumergroup}} {{topic}}"),
                areas("Bytes in", "Bps", "As producers sent them, compressed")
                        .query("sum by (topic) (" + rate("bytesin") + ")", LEGEND),
                areas("Bytes out", "Bps", "To consumers; replication is not in it")
                        .query("sum by (topic) (" + rate("bytesout") + ")", LEGEND),
                lines("Refused", "reqps", "Produce requests that the brokers answered with an error")
                        .query("sum by (topic) (" + rate("failedproducerequests") + ")", LEGEND));
    }

    private static Row storage() {
        String perPartition = "max by (topic, partition) (%s" + TOPIC + ")";
        return Row.of(
                "Storage",
                areas(
                                "Size on disk",
                                "bytes",
                                "All replicas; falls only when a segment has rolled and file.delete.delay.ms is over")
                        .wide(12)
                        .query("sum by (topic) (kafka_log_log_size" + TOPIC + ")", LEGEND),
                lines("Offsets retained", "short", "From the start of the log to its end, over all partitions")
                        .wide(12)
                        .query(
                                "sum by (topic) (" + perPartition.formatted("kafka_log_log_logendoffset")
                                        + ")\n- sum by (topic) ("
                                        + perPartition.formatted("kafka_log_log_logstartoffset") + ")",
                                LEGEND),
                lines("Largest partition", "bytes", "One replica; far above the others, keys are unevenly spread")
                        .wide(12)
                        .query("max by (topic) (kafka_log_log_size" + TOPIC + ")", LEGEND),
                lines("End offsets", "cps", "How fast the ends of the logs move; markers of transactions count too")
                        .wide(12)
                        .query(
                                "sum by (topic) (max by (topic, partition) (rate(kafka_log_log_logendoffset" + TOPIC
                                        + "[$__rate_interval])))",
                                LEGEND));
    }

    private static Row safety() {
        String leaders = "max by (topic, partition) (kafka_cluster_partition_%s" + TOPIC + ")";
        return Row.of(
                "Safety",
                table("Replication", "Of the partitions of each topic")
                        .query("count by (topic) (" + leaders.formatted("replicascount") + ")", "partitions")
                        .query("min by (topic) (" + leaders.formatted("replicascount") + ")", "replicas")
                        .query("min by (topic) (" + leaders.formatted("insyncreplicascount") + ")", "least in sync")
                        .query("sum by (topic) (" + leaders.formatted("underreplicated") + ")", "under-replicated")
                        .query("sum by (topic) (" + leaders.formatted("atminisr") + ")", "at min ISR")
                        .query("sum by (topic) (" + leaders.formatted("underminisr") + ")", "under min ISR"),
                lines(
                                "Headroom",
                                "short",
                                "Replicas that may leave the ISR before acks=all writes stop; as the SDK's guard sees it")
                        .wide(12)
                        .query("min by (topic) (kafka_sdk_acks_headroom" + TOPIC + ")", LEGEND),
                lines("Verdict", "short", "What the guard says of topics that are written to, other than safe")
                        .wide(12)
                        .query(
                                "max by (topic, verdict) (kafka_sdk_acks_verdict"
                                        + TOPIC.replace("}", ", verdict!=\"safe\"}") + ")",
                                "{{topic}} {{verdict}}"));
    }

    private static String rate(String what) {
        return "rate(kafka_server_brokertopicmetrics_" + what + "_total" + TOPIC + "[$__rate_interval])";
    }
}
