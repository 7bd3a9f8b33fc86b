package io.kafkasdk.metrics;

import static io.kafkasdk.metrics.MeterName.gauge;
import static io.kafkasdk.metrics.MeterName.timeGauge;

import java.util.List;

/** Meters that every client of the SDK has. */
final class ClientNames {

    private static final String CLIENT_ID = "client.id";
    private static final String GROUP = "consumergroup";

    static final MeterName INFO = gauge(
            "kafka.sdk.info",
            null,
            "A running client, with the versions of the SDK and of kafka-clients; always 1",
            CLIENT_ID,
            "kind",
            GROUP,
            "sdk.version",
            "kafka.clients.version");
    static final MeterName THROTTLE_TIME = timeGauge(
            "kafka.sdk.throttle.time",
            "Time that the brokers delay answers because of a quota, on average of the last half minute",
            CLIENT_ID,
            "kind");
    static final MeterName CIRCUIT_STATE = gauge(
            "kafka.sdk.circuit.state",
            null,
            "1 for the present state of the circuit breaker of a producer or consumer, by its client.id, else 0",
            "name",
            "state");

    static final List<MeterName> ALL = List.of(INFO, THROTTLE_TIME, CIRCUIT_STATE);

    private ClientNames() {}
}
