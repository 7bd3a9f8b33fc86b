package io.kafkasdk.acks;

/**
 * Why a Kafka client sends records of a topic again, as far as the state of the topic tells at that time. The client keeps
 * the broker's answer to itself, so this is what was seen beside it. A quota is none of them: a throttled client waits, and
 * repeats nothing.
 */
public enum RetryCause {
    /**
     * Some partition has fewer replicas in sync than {@code min.insync.replicas}: its leader refuses acks=all writes with
     * NOT_ENOUGH_REPLICAS or NOT_ENOUGH_REPLICAS_AFTER_APPEND.
     */
    NOT_ENOUGH_REPLICAS,
    /** Some partition has no leader. */
    NO_LEADER,
    /** A broker that the cluster counts as in sync does not answer from here. */
    BROKER_SILENT,
    /** The topic does not exist. */
    TOPIC_MISSING,
    /** The topic looks well, as it does right behind a change of leaders, or could not be looked at. */
    UNKNOWN
}
