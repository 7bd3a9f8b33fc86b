package io.kafkasdk.acks;

/** How much an acknowledgement is worth: which replicas have a record when its send ends as delivered. */
public enum Durability {
    /**
     * All in-sync replicas (acks=all), with idempotence: survives the loss of {@code min.insync.replicas - 1} brokers,
     * without duplicates from retries. The default.
     */
    ALL,
    /**
     * The leader alone (acks=1): lost if the leader dies before another replica has it, and retries may write it twice.
     * For logs and measurements, by {@link AcksRules#withDurability} or {@link AcksPolicy#LEADER_ACK} only.
     */
    LEADER
}
