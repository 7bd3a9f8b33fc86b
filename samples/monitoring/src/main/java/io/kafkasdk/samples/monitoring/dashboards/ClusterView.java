package io.kafkasdk.samples.monitoring.dashboards;

import static io.kafkasdk.samples.monitoring.dashboards.Panel.areas;
import static io.kafkasdk.samples.monitoring.dashboards.Panel.lines;
import static io.kafkasdk.samples.monitoring.dashboards.Panel.stat;
import static io.kafkasdk.samples.monitoring.dashboards.Panel.table;

import io.kafkasdk.samples.monitoring.dashboards.Dashboard.Row;
import io.kafkasdk.samples.monitoring.dashboards.Dashboard.Variable;
import io.kafkasdk.samples.monitoring.dashboards.Panel.Level;
import java.util.List;

/** Whether the brokers are well. */
final class ClusterView {

    private static final String CLUSTER = "{cluster=\"$cluster\"}";
    private static final String CONTROLLER = "kafka_controller_kafkacontroller_";
    private static final String REPLICAS = "kafka_server_replicamanager_";
    private static final String TOPICS = "kafka_server_brokertopicmetrics_";
    private static final String RAFT = "kafka_server_raftmetrics_";
    private static final String BROKER = "broker {{broker}}";
    private static final Level ONE_IS_BAD = new Level(1, "red");

    private ClusterView() {}

    static Dashboard dashboard() {
        return new Dashboard(
                "kafka-cluster",
                "Kafka cluster",
                "Whether the brokers are up, in step, balanced and not overloaded",
                List.of(Variable.CLUSTER),
                List.of(),
                List.of(now(), replicas(), load(), requests(), quorum(), machines()));
    }

    private static Row now() {
        return Row.of(
                "Now",
                stat("Brokers online", "short", "Registered and not fenced")
                        .wide(3)
                        .query("max(" + CONTROLLER + "activebrokercount" + CLUSTER + ")", "online"),
                bad(
                        "Fenced",
                        "Registered without heartbeats: down, or cut off",
                        "max(" + CONTROLLER + "fencedbrokercount"),
                stat("Active controllers", "short", "Must be 1")
                        .wide(3)
                        .levels(new Level(2, "red"))
                        .query("sum(" + CONTROLLER + "activecontrollercount" + CLUSTER + ")", "controllers"),
                bad(
                        "Offline partitions",
                        "Without a leader: cannot be used",
                        "max(" + CONTROLLER + "offlinepartitionscount"),
                bad("Under min ISR", "Refuse acks=all writes", "sum(" + REPLICAS + "underminisrpartitioncount"),
                stat("At min ISR", "short", "One loss from refusing writes")
                        .wide(3)
                        .levels(new Level(1, "orange"))
                        .query("sum(" + REPLICAS + "atminisrpartitioncount" + CLUSTER + ")", "partitions"),
                stat("Under-replicated", "short", "Miss a replica")
                        .wide(3)
                        .levels(new Level(1, "orange"))
                        .query("sum(" + REPLICAS + "underreplicatedpartitions" + CLUSTER + ")", "partitions"),
                bad(
                        "Log directories offline",
                        "Given up after an I/O error",
                        "sum(kafka_log_logmanager_offlinelogdirectorycount"));
    }

    private static Panel bad(String title, String description, String start) {
        return stat(title, "short", description).wide(3).levels(ONE_IS_BAD).query(start + CLUSTER + ")", title);
    }

    private static Row replicas() {
        return Row.of(
                "Replicas",
                lines("Under-replicated partitions", "short", "By the broker that leads them")
                        .query("sum by (broker) (" + REPLICAS + "underreplicatedpartitions" + CLUSTER + ")", BROKER),
                lines("ISR changes", "ops", "Shrinks without a restart: a follower is slow")
                        .query(
                                "sum by (broker) (rate(" + REPLICAS + "isrshrinks_total" + CLUSTER
                                        + "[$__rate_interval]))",
                                BROKER + " shrinks")
                        .query(
                                "sum by (broker) (rate(" + REPLICAS + "isrexpands_total" + CLUSTER
                                        + "[$__rate_interval]))",
                                BROKER + " expands"),
                lines("Unclean elections", "short", "In ten minutes; each one lost acknowledged records")
                        .levels(ONE_IS_BAD)
                        .query(
                                "sum(increase(kafka_controller_controllerstats_uncleanleaderelections_total" + CLUSTER
                                        + "[10m]))",
                                "unclean"),
                lines("Leaders", "short", "Should be about the same on all brokers")
                        .query("sum by (broker) (" + REPLICAS + "leadercount" + CLUSTER + ")", BROKER),
                lines("Leader skew", "short", "The most leaders on a broker over the average; 1 is even")
                        .levels(new Level(1.3, "orange"))
                        .query(
                                "max(" + REPLICAS + "leadercount" + CLUSTER + ") / avg(" + REPLICAS + "leadercount"
                                        + CLUSTER + ")",
                                "skew"),
                lines(
                                "Not on their preferred leader",
                                "short",
                                "kafka-leader-election.sh --election-type PREFERRED brings them back")
                        .query("max(" + CONTROLLER + "preferredreplicaimbalancecount" + CLUSTER + ")", "partitions")
                        .query("sum(" + REPLICAS + "reassigningpartitions" + CLUSTER + ")", "being reassigned"));
    }

    private static Row load() {
        return Row.of(
                "Load",
                areas("Bytes in", "Bps", "From producers")
                        .query(
                                "sum by (broker) (rate(" + TOPICS + "bytesin_total" + CLUSTER + "[$__rate_interval]))",
                                BROKER),
                areas("Bytes out", "Bps", "To consumers")
                        .query(
                                "sum by (broker) (rate(" + TOPICS + "bytesout_total" + CLUSTER + "[$__rate_interval]))",
                                BROKER),
                areas("Records in", "cps", "From producers")
                        .query(
                                "sum by (broker) (rate(" + TOPICS + "messagesin_total" + CLUSTER
                                        + "[$__rate_interval]))",
                                BROKER));
    }

    private static Row requests() {
        return Row.of(
                "Requests",
                lines("Request handlers idle", "percentunit", "Below 30 % requests wait")
                        .levels(new Level(0.3, "green"))
                        .query(
                                "min by (broker) (kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent"
                                        + CLUSTER + ")",
                                BROKER),
                lines("Network threads idle", "percentunit", "Below 30 % answers wait")
                        .levels(new Level(0.3, "green"))
                        .query(
                                "min by (broker) (kafka_network_socketserver_networkprocessoravgidle_percent" + CLUSTER
                                        + ")",
                                BROKER),
                lines("Requests", "reqps", "Produce and fetch of consumers")
                        .query(
                                "sum by (broker, request) (rate(kafka_network_requestmetrics_requests_total" + CLUSTER
                                        + "[$__rate_interval]))",
                                BROKER + " {{request}}"),
                lines("Produce time", "s", "In the broker, with the wait for followers; 99 of 100 are faster")
                        .wide(12)
                        .query(
                                "max by (broker) (kafka_network_requestmetrics_totaltime_seconds{cluster=\"$cluster\", request=\"Produce\", percentile=\"99\"})",
                                BROKER),
                lines("Fetch time", "s", "In the broker, with the wait for records; half are faster")
                        .wide(12)
                        .query(
                                "max by (broker) (kafka_network_requestmetrics_totaltime_seconds{cluster=\"$cluster\", request=\"FetchConsumer\", percentile=\"50\"})",
                                BROKER));
    }

    private static Row quorum() {
        String last = "max by (broker) (" + RAFT + "log_end_offset" + CLUSTER + ")";
        return Row.of(
                "Quorum",
                table("Controllers", "What each node knows of the quorum")
                        .wide(12)
                        .query("max by (broker) (" + RAFT + "current_leader" + CLUSTER + ")", "leader")
                        .query("max by (broker) (" + RAFT + "current_epoch" + CLUSTER + ")", "epoch")
                        .query("max by (broker) (" + RAFT + "high_watermark" + CLUSTER + ")", "high watermark"),
                lines("States", "short", "Which nodes lead and which follow")
                        .wide(12)
                        .query("sum by (state) (" + RAFT + "current_state" + CLUSTER + ")", "{{state}}"),
                lines("Behind the quorum leader", "short", "Metadata records that a node does not have yet")
                        .query("scalar(max(" + RAFT + "log_end_offset" + CLUSTER + ")) - " + last, BROKER),
                lines("Metadata lag", "ms", "Age of the metadata that a broker works with; half a second is normal")
                        .query(
                                "max by (broker) (kafka_server_brokermetadatametrics_last_applied_record_lag_ms"
                                        + CLUSTER + ")",
                                BROKER),
                lines("Epochs", "short", "Each step is an election of a controller")
                        .query("max(" + RAFT + "current_epoch" + CLUSTER + ")", "epoch"));
    }

    private static Row machines() {
        return Row.of(
                "Machines",
                areas("Logs", "bytes", "On the disks of each broker")
                        .query("sum by (broker) (kafka_log_log_size" + CLUSTER + ")", BROKER),
                lines("Disk free", "percentunit", "Of each file system; needs the node exporter")
                        .levels(new Level(0.15, "green"))
                        .query(
                                "min by (instance, mountpoint) (node_filesystem_avail_bytes{cluster=\"$cluster\", fstype!~\"tmpfs|ramfs|overlay|squashfs\"}\n"
                                        + "/ node_filesystem_size_bytes{cluster=\"$cluster\", fstype!~\"tmpfs|ramfs|overlay|squashfs\"})",
                                "{{instance}} {{mountpoint}}"),
                lines("Heap", "percentunit", "In use; near 1 the broker collects garbage instead of working")
                        .query(
                                "max by (broker) (jvm_memory_used_bytes{cluster=\"$cluster\", area=\"heap\"}\n/ jvm_memory_max_bytes{cluster=\"$cluster\", area=\"heap\"})",
                                BROKER),
                lines("Garbage collection", "percentunit", "Share of the time")
                        .query(
                                "sum by (broker) (rate(jvm_gc_collection_seconds_sum" + CLUSTER
                                        + "[$__rate_interval]))",
                                BROKER),
                lines("Processor", "short", "Cores in use by the broker")
                        .query(
                                "sum by (broker) (rate(process_cpu_seconds_total" + CLUSTER + "[$__rate_interval]))",
                                BROKER),
                lines("Files open", "percentunit", "Of the limit; sockets and segments")
                        .query(
                                "max by (broker) (process_open_fds" + CLUSTER + " / process_max_fds" + CLUSTER + ")",
                                BROKER));
    }
}
