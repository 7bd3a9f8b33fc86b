package io.kafkasdk.metrics;

import static io.kafkasdk.metrics.MeterName.counter;
import static io.kafkasdk.metrics.MeterName.gauge;
import static io.kafkasdk.metrics.MeterName.timeGauge;

import java.util.List;

/**
 * Meters of the Kafka client itself, with {@link MetricsOptions.ClientMetrics#ALLOW_LIST} only. What the client averages is
 * of its last 30 to 60 s, and NaN where nothing happened in that time.
 */
final class AllowedNames {

    private static final String CLIENT_ID = "client.id";
    private static final String KIND = "kind";

    static final MeterName CONNECTIONS =
            gauge("kafka.sdk.client.connections", null, "Connections of the Kafka client to brokers", CLIENT_ID, KIND);
    static final MeterName CONNECTIONS_MADE = counter(
            "kafka.sdk.client.connections.made", null, "Connections that the Kafka client opened", CLIENT_ID, KIND);
    static final MeterName LOGINS_FAILED = counter(
            "kafka.sdk.client.logins.failed",
            null,
            "Connections that were refused, by SASL or in the TLS handshake",
            CLIENT_ID,
            KIND);
    static final MeterName SENT = counter(
            "kafka.sdk.client.sent",
            "bytes",
            "What the Kafka client sent, compressed, with all requests",
            CLIENT_ID,
            KIND);
    static final MeterName RECEIVED = counter(
            "kafka.sdk.client.received",
            "bytes",
            "What the Kafka client received, compressed, with all answers",
            CLIENT_ID,
            KIND);
    static final MeterName IO_WAIT = gauge(
            "kafka.sdk.client.io.wait",
            "ratio",
            "Share of the time that the network thread waits for work: near 0 it is the bottleneck",
            CLIENT_ID,
            KIND);
    static final MeterName LATENCY = timeGauge(
            "kafka.sdk.client.latency",
            "Time that brokers take to answer a produce or fetch request, on average; a fetch waits for records",
            CLIENT_ID,
            KIND);
    static final MeterName LATENCY_MAX = timeGauge(
            "kafka.sdk.client.latency.max",
            "The longest time that brokers took to answer a produce or fetch request",
            CLIENT_ID,
            KIND);
    static final MeterName QUEUE_TIME_MAX = timeGauge(
            "kafka.sdk.client.queue.time.max",
            "The longest time that a batch waited in the producer before it was sent",
            CLIENT_ID,
            KIND);
    static final MeterName REQUESTS_IN_FLIGHT = gauge(
            "kafka.sdk.client.requests.inflight", null, "Requests of a producer without an answer", CLIENT_ID, KIND);
    static final MeterName BUFFER_WAIT = counter(
            "kafka.sdk.client.buffer.wait",
            "seconds",
            "Time that sends waited for room in the producer's buffer",
            CLIENT_ID,
            KIND);
    static final MeterName BUFFER_EXHAUSTED = counter(
            "kafka.sdk.client.buffer.exhausted",
            null,
            "Waits for room in the producer's buffer that were given up; one send may wait twenty times",
            CLIENT_ID,
            KIND);
    static final MeterName WAITING_THREADS = gauge(
            "kafka.sdk.client.waiting.threads",
            null,
            "Threads that wait for room in the producer's buffer",
            CLIENT_ID,
            KIND);
    static final MeterName BATCH_SIZE =
            gauge("kafka.sdk.client.batch.size", "bytes", "Size of the batches sent, on average", CLIENT_ID, KIND);
    static final MeterName COMPRESSION = gauge(
            "kafka.sdk.client.compression",
            "ratio",
            "Compressed size of batches by their size before, on average",
            CLIENT_ID,
            KIND);
    static final MeterName METADATA_AGE = timeGauge(
            "kafka.sdk.client.metadata.age", "Time since the producer last learnt who leads what", CLIENT_ID, KIND);
    static final MeterName FETCH_SIZE =
            gauge("kafka.sdk.client.fetch.size", "bytes", "Size of a fetch's answer, on average", CLIENT_ID, KIND);
    static final MeterName POLL_AGE =
            timeGauge("kafka.sdk.client.poll.age", "Time since the consumer's last poll", CLIENT_ID, KIND);
    static final MeterName HEARTBEAT_AGE = timeGauge(
            "kafka.sdk.client.heartbeat.age", "Time since the consumer's last heartbeat was sent", CLIENT_ID, KIND);
    static final MeterName REBALANCE_AGE = timeGauge(
            "kafka.sdk.client.rebalance.age", "Time since the consumer's last rebalance ended", CLIENT_ID, KIND);
    static final MeterName REBALANCES_FAILED =
            counter("kafka.sdk.client.rebalances.failed", null, "Rebalances that failed", CLIENT_ID, KIND);

    static final List<MeterName> ALL = List.of(
            CONNECTIONS,
            CONNECTIONS_MADE,
            LOGINS_FAILED,
            SENT,
            RECEIVED,
            IO_WAIT,
            LATENCY,
            LATENCY_MAX,
            QUEUE_TIME_MAX,
            REQUESTS_IN_FLIGHT,
            BUFFER_WAIT,
            BUFFER_EXHAUSTED,
            WAITING_THREADS,
            BATCH_SIZE,
            COMPRESSION,
            METADATA_AGE,
            FETCH_SIZE,
            POLL_AGE,
            HEARTBEAT_AGE,
            REBALANCE_AGE,
            REBALANCES_FAILED);

    private AllowedNames() {}
}
