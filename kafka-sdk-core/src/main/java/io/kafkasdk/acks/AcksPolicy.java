package io.kafkasdk.acks;

/** What the guard does about a verdict that is not {@link AcksVerdict.Kind#SAFE}. */
public enum AcksPolicy {
    /** Tell meters and listeners only. */
    OBSERVE,
    /** Also log one line with the cure, once per change of the verdict. The default. */
    WARN,
    /** Refuse: at preflight for declared topics, otherwise each send once the verdict is known. */
    FAIL,
    /**
     * Write to the topic with {@link Durability#LEADER}, through a Kafka client of its own, and say so in every receipt;
     * otherwise like {@link #WARN}. Where the broker hides such records until a replica is back, the receipt says that
     * too. Never applied to a topic whose verdict is {@link AcksVerdict.Kind#UNKNOWN}: nothing is weakened on a guess.
     */
    LEADER_ACK
}
