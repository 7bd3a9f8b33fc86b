package io.kafkasdk.samples.monitoring.dashboards;

import static io.kafkasdk.samples.monitoring.dashboards.Panel.areas;
import static io.kafkasdk.samples.monitoring.dashboards.Panel.lines;
import static io.kafkasdk.samples.monitoring.dashboards.Panel.states;
import static io.kafkasdk.samples.monitoring.dashboards.Panel.table;

import io.kafkasdk.samples.monitoring.dashboards.Dashboard.Row;
import io.kafkasdk.samples.monitoring.dashboards.Dashboard.Variable;
import io.kafkasdk.samples.monitoring.dashboards.Panel.State;
import java.util.List;

/** What an application sends and handles, how long that takes, and what goes wrong. */
final class ApplicationView {

    private static final String TOPIC = "{cluster=\"$cluster\", topic=~\"$topic\"}";
    private static final String GROUP = "{cluster=\"$cluster\", consumergroup=~\"$consumergroup\", topic=~\"$topic\"}";
    private static final String CLIENT = "{cluster=\"$cluster\", client_id=~\"$client_id\"}";
    private static final String CLUSTER = "{cluster=\"$cluster\"}";
    private static final String PRODUCER = "kafka_sdk_producer_";
    private static final String CONSUMER = "kafka_sdk_consumer_";
    private static final String RATE = "[$__rate_interval]";
    private static final String BY_TOPIC = "{{consumergroup}} {{topic}}";

    private ApplicationView() {}

    static Dashboard dashboard() {
        return new Dashboard(
                "kafka-application",
                "Kafka application",
                "What applications with the SDK send and handle, how long that takes, and what goes wrong",
                List.of(Variable.CLUSTER, Variable.CLIENT, Variable.GROUP, Variable.TOPIC),
                List.of(),
                List.of(sending(), trouble(), client(), handling(), ends(), clients()));
    }

    private static Row sending() {
        return Row.of(
                "Sending",
                lines("Sends ended", "cps", "By outcome: success, rejected (not written), unknown (may be written)")
                        .query(sumRate("topic, outcome", PRODUCER + "records_total", TOPIC), "{{topic}} {{outcome}}"),
                lines("Send time", "s", "Until the acknowledgement, on average")
                        .query(
                                average("topic", PRODUCER + "send_seconds", with(TOPIC, "outcome=\"success\"")),
                                "{{topic}}"),
                lines(
                                "Send time, 99 of 100",
                                "s",
                                "With MetricsOptions.histograms(); without, only the line of the longest one")
                        .query(
                                quantile("topic", PRODUCER + "send_seconds", with(TOPIC, "outcome=\"success\"")),
                                "{{topic}}")
                        .query(
                                "max by (topic) (" + PRODUCER + "send_seconds_max" + with(TOPIC, "outcome=\"success\"")
                                        + ")",
                                "{{topic}} longest"),
                areas("Bytes sent", "Bps", "Keys and values as serialized, before compression")
                        .wide(12)
                        .query(sumRate("topic", PRODUCER + "bytes_total", TOPIC), "{{topic}}"),
                lines("On their way", "short", "Records accepted and without an outcome yet")
                        .wide(12)
                        .query("sum by (client_id) (" + PRODUCER + "inflight_records" + CLIENT + ")", "{{client_id}}"));
    }

    private static Row trouble() {
        return Row.of(
                "Trouble with sending",
                lines(
                                "Retries",
                                "cps",
                                "Sent again by the Kafka client, by the reason that the state of the topic gives")
                        .query(
                                sumRate("topic, error", PRODUCER + "retries_records_total", TOPIC),
                                "{{topic}} {{error}}"),
                lines("Given up", "cps", "By cause; docs/errors.md has an entry for each")
                        .query(
                                sumRate("topic, cause, exception", PRODUCER + "errors_records_total", TOPIC),
                                "{{topic}} {{cause}} ({{exception}})"),
                lines("Acknowledged, not visible", "short", "The leader alone has them; they go with it")
                        .query("sum by (topic) (" + PRODUCER + "invisible_records" + TOPIC + ")", "{{topic}}"),
                states(
                                "Circuits",
                                "open: a producer fails at once, a consumer has stopped fetching",
                                new State(0, "closed", "green"),
                                new State(1, "half open", "yellow"),
                                new State(2, "open", "red"))
                        .query(
                                "max by (name) (\n  kafka_sdk_circuit_state{cluster=\"$cluster\", state=\"half_open\"}\n"
                                        + "  or kafka_sdk_circuit_state{cluster=\"$cluster\", state=\"open\"} * 2\n)",
                                "{{name}}"));
    }

    private static Row client() {
        return Row.of(
                "Producers",
                lines("Buffer", "percentunit", "Share of buffer.memory that is taken; near 1 send blocks")
                        .levels(new Panel.Level(0.8, "red"))
                        .query("max by (client_id) (" + PRODUCER + "buffer_used_ratio" + CLIENT + ")", "{{client_id}}"),
                lines(
                                "Callers held up",
                                "percentunit",
                                "Share of the time that send held up its callers; above 1 several at once")
                        .query(sumRate("client_id", PRODUCER + "blocked_seconds_sum", CLIENT), "{{client_id}}"),
                lines("Throttled", "s", "By which the brokers delay answers because of a quota")
                        .query(
                                "max by (client_id, kind) (kafka_sdk_throttle_time_seconds" + CLIENT + ")",
                                "{{client_id}} {{kind}}"),
                lines("Fenced", "short", "Transactional producers replaced by another one, in ten minutes")
                        .query(
                                "sum by (client_id) (increase(" + PRODUCER + "fenced_total" + CLIENT + "[10m]))",
                                "{{client_id}}"));
    }

    private static Row handling() {
        return Row.of(
                "Handling",
                lines("Records handled", "cps", "Whose handler returned")
                        .query(sumRate("consumergroup, topic", CONSUMER + "records_total", GROUP), BY_TOPIC),
                lines("Handler time", "s", "With deserializing, on average, by outcome")
                        .query(
                                average("consumergroup, topic, outcome", CONSUMER + "processing_seconds", GROUP),
                                BY_TOPIC + " {{outcome}}"),
                lines(
                                "Handler time, 99 of 100",
                                "s",
                                "With MetricsOptions.histograms(); without, only the line of the longest one")
                        .query(quantile("consumergroup, topic", CONSUMER + "processing_seconds", GROUP), BY_TOPIC)
                        .query(
                                "max by (consumergroup, topic) (" + CONSUMER + "processing_seconds_max" + GROUP + ")",
                                BY_TOPIC + " longest"),
                lines("Age when handled", "s", "By the timestamps of the records, on average: end to end")
                        .query(average("consumergroup, topic", CONSUMER + "record_age_seconds", GROUP), BY_TOPIC),
                lines("In work", "short", "Fetched and not finished")
                        .query(
                                "sum by (consumergroup, topic) (" + CONSUMER + "inflight_records" + GROUP + ")",
                                BY_TOPIC),
                lines(
                                "Oldest in work",
                                "s",
                                "How long it has been in this process; rises without end where a handler hangs")
                        .query(
                                "max by (consumergroup, topic) (" + CONSUMER + "oldest_unfinished_seconds" + GROUP
                                        + ")",
                                BY_TOPIC),
                areas("Bytes handled", "Bps", "Keys and values as serialized")
                        .query(sumRate("consumergroup, topic", CONSUMER + "bytes_total", GROUP), BY_TOPIC));
    }

    private static Row ends() {
        return Row.of(
                "Trouble with handling",
                lines("Failures", "cps", "Attempts that threw, by exception")
                        .query(
                                sumRate("consumergroup, topic, exception", CONSUMER + "failures_records_total", GROUP),
                                BY_TOPIC + " {{exception}}"),
                lines("Retries", "cps", "Attempts after one that threw")
                        .query(sumRate("consumergroup, topic", CONSUMER + "retries_records_total", GROUP), BY_TOPIC),
                lines("Dead letters", "short", "In ten minutes")
                        .query(
                                "sum by (consumergroup, topic) (increase(" + CONSUMER + "deadletters_records_total"
                                        + GROUP + "[10m]))",
                                BY_TOPIC),
                lines("Skipped", "short", "In ten minutes, by the declared failure policy: lost for the group")
                        .query(
                                "sum by (consumergroup, topic) (increase(" + CONSUMER + "skipped_records_total" + GROUP
                                        + "[10m]))",
                                BY_TOPIC));
    }

    private static Row clients() {
        return Row.of(
                "Clients",
                table("Clients that run", "With their versions")
                        .query(
                                "max by (client_id, kind, consumergroup, instance, sdk_version, kafka_clients_version) (kafka_sdk_info"
                                        + CLIENT + ")",
                                "up"),
                lines("Questions to the cluster", "s", "How long the SDK's own questions take, on average")
                        .wide(12)
                        .query(
                                average("call, outcome", "kafka_sdk_monitor_poll_duration_seconds", CLUSTER),
                                "{{call}} {{outcome}}"),
                lines("Age of figures", "s", "The oldest sample that figures of lag are made of")
                        .wide(12)
                        .query(
                                "max by (instance) (kafka_sdk_monitor_samples_age_seconds" + CLUSTER + ")",
                                "{{instance}}"));
    }

    private static String sumRate(String by, String name, String labels) {
        return "sum by (" + by + ") (rate(" + name + labels + RATE + "))";
    }

    private static String average(String by, String timer, String labels) {
        return sumRate(by, timer + "_sum", labels) + "\n/ " + sumRate(by, timer + "_count", labels);
    }

    private static String quantile(String by, String timer, String labels) {
        return "histogram_quantile(0.99, " + sumRate("le, " + by, timer + "_bucket", labels) + ")";
    }

    private static String with(String labels, String more) {
        return labels.replace("}", ", " + more + "}");
    }
}
