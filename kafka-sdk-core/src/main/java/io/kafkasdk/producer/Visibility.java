package io.kafkasdk.producer;

import io.kafkasdk.acks.Durability;
import io.kafkasdk.acks.TopicSafety;

/** From when on consumers can read an acknowledged record. */
public enum Visibility {
    /** Now: every in-sync replica has it. */
    VISIBLE("visible"),
    /** As soon as the in-sync replicas have it, mostly within milliseconds; lost if the leader dies before. */
    AFTER_REPLICATION("visible once the in-sync replicas have it"),
    /**
     * Not before the partition's ISR has {@code min.insync.replicas} members again: the leader acknowledged it, and the
     * high watermark stands still (KAFKA-15583). Lost if the leader dies before.
     */
    NOT_UNTIL_REPLICA_IS_BACK("not visible until the replica is back");

    private final String text;

    Visibility(String text) {
        this.text = text;
    }

    /** Returns that of a record that is acknowledged now. */
    static Visibility of(Durability durability, TopicSafety safety, int partition) {
        if (durability == Durability.ALL) {
            return VISIBLE;
        }
        return safety.hidesLeaderAcks(partition) ? NOT_UNTIL_REPLICA_IS_BACK : AFTER_REPLICATION;
    }

    /** Returns it in words. */
    public String text() {
        return text;
    }
}
