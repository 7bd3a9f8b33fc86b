package io.kafkasdk.spring.boot.actuate;

import java.time.Instant;
import java.util.List;

/**
 * What the SDK does in this process, at one instant. Without secrets and payloads; of the application's own exceptions, those
 * of handlers and deserializers, the class only. Why a cluster or a consumer failed may hold the message of Kafka's own
 * exception. What is not known is null, never NaN. The same that the endpoint {@code kafkasdk} answers as JSON.
 *
 * @param at when it was looked at
 * @param actions whether the endpoint takes actions too ({@code kafka-sdk.endpoint.actions})
 * @param clusters the clusters, by alias
 * @param deadLetters records given up by consumers of this process, of all clusters
 * @param replays the replays that the endpoint began, the latest of each group
 */
public record KafkaSdkView(
        Instant at,
        boolean actions,
        List<ClusterView> clusters,
        DeadLettersView deadLetters,
        List<ReplayView> replays) {

    /** Copies the lists. */
    public KafkaSdkView {
        clusters = List.copyOf(clusters);
        replays = List.copyOf(replays);
    }
}
