package io.kafkasdk.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * One metric of the Kafka client that the allow-list translates. Only those that clients of both group protocols have.
 *
 * @param meter what it becomes
 * @param group Kafka's name of its group
 * @param name Kafka's name of it
 * @param factor from Kafka's unit to that of the meter
 */
record AllowedMetric(MeterName meter, String group, String name, double factor) {

    private static final double MILLIS = 1e-3;
    private static final double NANOS = 1e-9;
    private static final String PRODUCER = "producer-metrics";
    private static final String CONSUMER = "consumer-metrics";
    private static final String FETCH = "consumer-fetch-manager-metrics";
    private static final String COORDINATOR = "consumer-coordinator-metrics";

    private static final List<AllowedMetric> OF_PRODUCERS = both(
            PRODUCER,
            new AllowedMetric(AllowedNames.LATENCY, PRODUCER, "request-latency-avg", MILLIS),
            new AllowedMetric(AllowedNames.LATENCY_MAX, PRODUCER, "request-latency-max", MILLIS),
            new AllowedMetric(AllowedNames.QUEUE_TIME_MAX, PRODUCER, "record-queue-time-max", MILLIS),
            new AllowedMetric(AllowedNames.REQUESTS_IN_FLIGHT, PRODUCER, "requests-in-flight", 1),
            new AllowedMetric(AllowedNames.BUFFER_WAIT, PRODUCER, "bufferpool-wait-time-ns-total", NANOS),
            new AllowedMetric(AllowedNames.BUFFER_EXHAUSTED, PRODUCER, "buffer-exhausted-total", 1),
            new AllowedMetric(AllowedNames.WAITING_THREADS, PRODUCER, "waiting-threads", 1),
            new AllowedMetric(AllowedNames.BATCH_SIZE, PRODUCER, "batch-size-avg", 1),
            new AllowedMetric(AllowedNames.COMPRESSION, PRODUCER, "compression-rate-avg", 1),
            // In seconds already, other than its neighbours.
            new AllowedMetric(AllowedNames.METADATA_AGE, PRODUCER, "metadata-age", 1));

    private static final List<AllowedMetric> OF_CONSUMERS = both(
            CONSUMER,
            new AllowedMetric(AllowedNames.LATENCY, FETCH, "fetch-latency-avg", MILLIS),
            new AllowedMetric(AllowedNames.LATENCY_MAX, FETCH, "fetch-latency-max", MILLIS),
            new AllowedMetric(AllowedNames.FETCH_SIZE, FETCH, "fetch-size-avg", 1),
            new AllowedMetric(AllowedNames.POLL_AGE, CONSUMER, "last-poll-seconds-ago", 1),
            new AllowedMetric(AllowedNames.HEARTBEAT_AGE, COORDINATOR, "last-heartbeat-seconds-ago", 1),
            new AllowedMetric(AllowedNames.REBALANCE_AGE, COORDINATOR, "last-rebalance-seconds-ago", 1),
            new AllowedMetric(AllowedNames.REBALANCES_FAILED, COORDINATOR, "failed-rebalance-total", 1));

    /** Returns those of a kind of clients: one of consumers, or one of producers. */
    static List<AllowedMetric> of(String kind) {
        return kind.equals(OpenClient.CONSUMER) || kind.equals(OpenClient.ADOPTED_CONSUMER)
                ? OF_CONSUMERS
                : OF_PRODUCERS;
    }

    private static List<AllowedMetric> both(String group, AllowedMetric... own) {
        List<AllowedMetric> all = new ArrayList<>(List.of(
                new AllowedMetric(AllowedNames.CONNECTIONS, group, "connection-count", 1),
                new AllowedMetric(AllowedNames.CONNECTIONS_MADE, group, "connection-creation-total", 1),
                new AllowedMetric(AllowedNames.LOGINS_FAILED, group, "failed-authentication-total", 1),
                new AllowedMetric(AllowedNames.SENT, group, "outgoing-byte-total", 1),
                new AllowedMetric(AllowedNames.RECEIVED, group, "incoming-byte-total", 1),
                new AllowedMetric(AllowedNames.IO_WAIT, group, "io-wait-ratio", 1)));
        all.addAll(List.of(own));
        return List.copyOf(all);
    }
}
