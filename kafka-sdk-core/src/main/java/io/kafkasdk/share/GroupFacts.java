package io.kafkasdk.share;

/**
 * What the brokers do for a share group.
 *
 * @param deliveryLimit how often a record is delivered before they drop it
 * @param renewsLocks whether they prolong the lock of a record, as far as is known
 */
record GroupFacts(int deliveryLimit, boolean renewsLocks) {

    /** Kafka's defaults, for a cluster that does not tell. */
    static final GroupFacts ASSUMED = new GroupFacts(5, true);
}
