package io.kafkasdk.spring.boot;

import io.kafkasdk.acks.UnsafeTopicException;
import io.kafkasdk.error.KafkaSdkException;

/** The refusal of declared topics of a cluster that is not the main one; says which, so that the cure names its properties. */
final class RefusedTopics extends KafkaSdkException {

    private final String cluster;
    private final transient UnsafeTopicException refusal;

    private RefusedTopics(String cluster, UnsafeTopicException refusal) {
        super(refusal.diagnosis(), refusal);
        this.cluster = cluster;
        this.refusal = refusal;
    }

    /** Returns what to throw for a cluster: for the main one, the refusal as it is. */
    static KafkaSdkException of(String cluster, UnsafeTopicException refusal) {
        return cluster.equals(PropertiesMapping.MAIN) ? refusal : new RefusedTopics(cluster, refusal);
    }

    String cluster() {
        return cluster;
    }

    UnsafeTopicException refusal() {
        return refusal;
    }
}
