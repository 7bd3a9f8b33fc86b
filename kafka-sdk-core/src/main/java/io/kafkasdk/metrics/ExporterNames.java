package io.kafkasdk.metrics;

import static io.kafkasdk.metrics.MeterName.gauge;

import java.util.List;

/**
 * The names of kafka_exporter, with {@link MetricsOptions#kafkaExporterNames()} only. Each process tells the offsets of the
 * partitions that its own consumers own; the members of a group and the partitions of its topics are told by the one process
 * that looks at the whole group. What is not known is absent, where kafka_exporter has -1.
 */
final class ExporterNames {

    private static final String GROUP = "consumergroup";
    private static final String TOPIC = "topic";
    private static final String PARTITION = "partition";

    static final MeterName LAG = gauge(
            "kafka.consumergroup.lag",
            null,
            "Records behind the commit, as kafka_exporter names it",
            GROUP,
            TOPIC,
            PARTITION);
    static final MeterName LAG_SUM = gauge(
            "kafka.consumergroup.lag.sum",
            null,
            "Records behind the commits of the known partitions, as kafka_exporter names it",
            GROUP,
            TOPIC);
    static final MeterName COMMITTED = gauge(
            "kafka.consumergroup.current.offset",
            null,
            "The committed offset, as kafka_exporter names it",
            GROUP,
            TOPIC,
            PARTITION);
    static final MeterName COMMITTED_SUM = gauge(
            "kafka.consumergroup.current.offset.sum",
            null,
            "The sum of the committed offsets of the known partitions, as kafka_exporter names it",
            GROUP,
            TOPIC);
    static final MeterName MEMBERS =
            gauge("kafka.consumergroup.members", null, "Members of the group, as kafka_exporter names it", GROUP);
    static final MeterName PARTITIONS =
            gauge("kafka.topic.partitions", null, "Partitions of the topic, as kafka_exporter names it", TOPIC);
    static final MeterName END = gauge(
            "kafka.topic.partition.current.offset",
            null,
            "The end of the partition, as kafka_exporter names it; under read_committed the last stable offset",
            TOPIC,
            PARTITION);
    static final MeterName START = gauge(
            "kafka.topic.partition.oldest.offset",
            null,
            "The first offset that retention has left, as kafka_exporter names it",
            TOPIC,
            PARTITION);

    static final List<MeterName> ALL = List.of(LAG, LAG_SUM, COMMITTED, COMMITTED_SUM, MEMBERS, PARTITIONS, END, START);

    private ExporterNames() {}
}
