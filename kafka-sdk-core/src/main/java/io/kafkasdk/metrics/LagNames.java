package io.kafkasdk.metrics;

import static io.kafkasdk.metrics.MeterName.gauge;
import static io.kafkasdk.metrics.MeterName.timeGauge;
import static io.kafkasdk.metrics.MeterName.timer;

import java.util.List;

/** Meters of how far behind consumers and groups are. */
final class LagNames {

    private static final String GROUP = "consumergroup";
    private static final String TOPIC = "topic";
    private static final String PARTITION = "partition";

    static final MeterName LAG = gauge(
            "kafka.sdk.consumer.lag",
            "records",
            "Records not finished yet, over the partitions of this process; NaN while unknown",
            GROUP,
            TOPIC);
    static final MeterName LAG_MAX = gauge(
            "kafka.sdk.consumer.lag.max",
            "records",
            "The largest lag among the partitions of this process; NaN while unknown",
            GROUP,
            TOPIC);
    static final MeterName LAG_COMMITTED = gauge(
            "kafka.sdk.consumer.lag.committed",
            "records",
            "Records behind the commits, as other tools count lag; NaN while unknown",
            GROUP,
            TOPIC);
    static final MeterName LAG_TIME = timeGauge(
            "kafka.sdk.consumer.lag.time",
            "Age of the oldest unfinished record, on average of the partitions of this process; NaN while unknown",
            GROUP,
            TOPIC);
    static final MeterName LAG_TIME_MAX = timeGauge(
            "kafka.sdk.consumer.lag.time.max",
            "Age of the oldest unfinished record of the worst partition; NaN while unknown",
            GROUP,
            TOPIC);
    static final MeterName LAG_TIME_SLO = timeGauge(
            "kafka.sdk.consumer.lag.time.slo",
            "The declared lag objective; absent where none is declared",
            GROUP,
            TOPIC);
    static final MeterName LAG_VELOCITY = gauge(
            "kafka.sdk.consumer.lag.velocity",
            "records.per.second",
            "How fast the lag grows; negative while it shrinks; NaN while unknown",
            GROUP,
            TOPIC);
    static final MeterName LAG_ETA = timeGauge(
            "kafka.sdk.consumer.lag.eta",
            "Time until the lag is gone at the present velocity; NaN while it does not shrink",
            GROUP,
            TOPIC);
    static final MeterName RETENTION_HEADROOM = gauge(
            "kafka.sdk.consumer.retention.headroom",
            "ratio",
            "Share of the retained log between its start and the oldest unfinished record, of the worst partition of the members that know it; NaN while none does",
            GROUP,
            TOPIC);
    static final MeterName STATUS = gauge(
            "kafka.sdk.consumer.status",
            null,
            "1 for the present status of the topic, else 0; NaN while it is unknown",
            GROUP,
            TOPIC,
            "status");
    static final MeterName PARTITION_LAG = gauge(
            "kafka.sdk.consumer.partition.lag",
            "records",
            "Lag of one partition; NaN while unknown",
            GROUP,
            TOPIC,
            PARTITION);
    static final MeterName PARTITION_LAG_TIME = timeGauge(
            "kafka.sdk.consumer.partition.lag.time",
            "Time lag of one partition; NaN while unknown",
            GROUP,
            TOPIC,
            PARTITION);
    static final MeterName OFFSET_POSITION =
            gauge("kafka.sdk.consumer.offset.position", null, "The offset to fetch next", GROUP, TOPIC, PARTITION);
    static final MeterName OFFSET_COMMITTED = gauge(
            "kafka.sdk.consumer.offset.committed",
            null,
            "The offset that the group committed",
            GROUP,
            TOPIC,
            PARTITION);
    static final MeterName OFFSET_END = gauge(
            "kafka.sdk.consumer.offset.end",
            null,
            "The offset behind the last readable record",
            GROUP,
            TOPIC,
            PARTITION);
    static final MeterName GROUP_LAG = gauge(
            "kafka.sdk.group.lag",
            "records",
            "Records behind the commits over all partitions of the group, whoever owns them; NaN while one is unknown; told by one member",
            GROUP,
            TOPIC);
    static final MeterName GROUP_MEMBERS =
            gauge("kafka.sdk.group.members", null, "Members of the group; told by one of them", GROUP);
    static final MeterName GROUP_UNOWNED = gauge(
            "kafka.sdk.group.partitions.unowned",
            null,
            "Partitions of the topic that no member owns; told by one member",
            GROUP,
            TOPIC);
    static final MeterName MONITOR_DURATION = timer(
            "kafka.sdk.monitor.poll.duration",
            "Time of the questions that the SDK asks the cluster",
            "call",
            "outcome");
    static final MeterName MONITOR_AGE = timeGauge(
            "kafka.sdk.monitor.samples.age",
            "Age of the oldest sample that lag figures are made of, of all running consumers; NaN before the first");

    static final List<MeterName> ALL = List.of(
            LAG,
            LAG_MAX,
            LAG_COMMITTED,
            LAG_TIME,
            LAG_TIME_MAX,
            LAG_TIME_SLO,
            LAG_VELOCITY,
            LAG_ETA,
            RETENTION_HEADROOM,
            STATUS,
            PARTITION_LAG,
            PARTITION_LAG_TIME,
            OFFSET_POSITION,
            OFFSET_COMMITTED,
            OFFSET_END,
            GROUP_LAG,
            GROUP_MEMBERS,
            GROUP_UNOWNED,
            MONITOR_DURATION,
            MONITOR_AGE);

    private LagNames() {}
}
