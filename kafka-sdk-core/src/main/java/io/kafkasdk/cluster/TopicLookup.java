package io.kafkasdk.cluster;

import io.kafkasdk.error.Diagnosis;

/** The answer to a question about a topic: unknown is an answer of its own, never shown as good. */
public sealed interface TopicLookup {

    /**
     * The topic exists and all was readable.
     *
     * @param facts what the cluster says
     */
    record Found(TopicFacts facts) implements TopicLookup {}

    /**
     * The cluster answered that it has no such topic (or that we may not know of it).
     *
     * @param topic the name asked for
     */
    record Missing(String topic) implements TopicLookup {}

    /**
     * Nothing can be said.
     *
     * @param topic the name asked for
     * @param diagnosis which call failed, and which right or reachability it needs
     */
    record Unreadable(String topic, Diagnosis diagnosis) implements TopicLookup {}
}
