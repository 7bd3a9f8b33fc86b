package io.kafkasdk.settings;

/** Which records of a consumer are handled one after the other, in the order of their offsets. */
public enum Ordering {
    /**
     * Records of one partition with the same key bytes; the default. Records without a key have no order among each other.
     * As many keys at a time as the concurrency allows.
     */
    KEY,
    /** All records of one partition. At most as many handlers at a time as there are partitions. */
    PARTITION,
    /** None: any two records may be handled at the same time, also two with the same key. */
    NONE
}
