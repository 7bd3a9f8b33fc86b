package io.kafkasdk.acks;

/**
 * What the guard found about one topic.
 *
 * @param topic the topic
 * @param kind how safe acknowledged writes to it are
 * @param headroom how many more replicas may leave the ISR before acks=all writes stop, over all partitions: negative
 *     means writes are refused now, have no leader to go to, or wait for a broker that does not answer from here (the
 *     summary says which); 0 means one loss away from it; {@link #UNKNOWN_HEADROOM} where that is not known, or
 *     no longer: the cluster has not answered for about two minutes
 * @param summary what that means for the application, one sentence with the numbers
 * @param cure what to change, as a command where there is one; empty for SAFE that takes writes and has no
 *     unclean elections
 */
public record AcksVerdict(String topic, Kind kind, int headroom, String summary, String cure) {

    /** The headroom of a topic of which nobody can say which replicas are in sync. */
    public static final int UNKNOWN_HEADROOM = Integer.MIN_VALUE;

    /** How safe acknowledged writes are. RF is the replication factor, min.isr is {@code min.insync.replicas}. */
    public enum Kind {
        /** RF &gt; min.isr &ge; 2: survives the loss of min.isr - 1 brokers, writes on with RF - min.isr replicas out. */
        SAFE,
        /** RF == min.isr &ge; 2: durable, but one replica out stops every acks=all write. */
        NO_HEADROOM,
        /** RF &ge; 2 and min.isr 1: writes on, but an acknowledgement may stand on one copy. */
        SINGLE_COPY,
        /** RF 1: one disk is the data. */
        NO_REDUNDANCY,
        /** min.isr &gt; RF on brokers before 3.7: acks=all can never succeed. */
        UNWRITABLE,
        /** The partitions differ in RF; the weakest one decides. */
        MIXED,
        /** Not authorised, unreachable or missing: never shown as SAFE. */
        UNKNOWN
    }
}
