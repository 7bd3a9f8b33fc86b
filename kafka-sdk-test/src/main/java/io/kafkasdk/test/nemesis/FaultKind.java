package io.kafkasdk.test.nemesis;

import java.util.Locale;

/** What can be broken, and the row of the fault matrix that it is. */
public enum FaultKind {
    /** SIGKILL of a broker that leads partitions; started again after the hold. */
    BROKER_KILL("B1"),
    /** SIGTERM of a broker; started again after the hold. */
    BROKER_STOP("B2"),
    /** SIGTERM and start of each broker in turn. */
    ROLLING_RESTART("B3"),
    /** SIGKILL of all brokers; all are started again after the hold. */
    ALL_BROKERS_DOWN("B4"),
    /** So few replicas in sync that {@code acks=all} is refused, with a living quorum. */
    ISR_BELOW_MIN("B6"),
    /** SIGSTOP of a broker, below and above the broker session. */
    BROKER_PAUSE("B11, B12"),
    /** No byte between the clients and one live broker. */
    LINK_BLACK_HOLE("B16, N2, N6"),
    /** Connections to a broker are reset, again and again. */
    LINK_RESET("N3, N4"),
    /** Every connection lives half a second to a second and a half. */
    SHORT_CONNECTIONS("N5"),
    /** Answers of brokers are late, with jitter. */
    LINK_LATENCY("N7"),
    /** Clients may send a few bytes a second only. */
    QUOTA("R2"),
    /** A user's rights on a topic are taken away and given back. */
    ACL_REVOKED("F26"),
    /** A topic is deleted and created again while it is written and read. */
    TOPIC_RECREATED("G9"),
    /** A topic gets more partitions while it is written and read. */
    PARTITIONS_ADDED("G11"),
    /** Records behind the commit of a group are removed, as retention does. */
    RETENTION_PASSED("G12"),
    /** Members join and leave all the time. */
    REBALANCE_STORM("G1"),
    /** SIGKILL of a member; started again at once. */
    CONSUMER_KILL("C1"),
    /** SIGSTOP of a member for longer than its session. */
    CONSUMER_PAUSE("C4"),
    /** SIGTERM of a member; started again at once. */
    CONSUMER_STOP("H5");

    private final String rows;

    FaultKind(String rows) {
        this.rows = rows;
    }

    /** Returns the rows of the fault matrix that it stands for. */
    public String rows() {
        return rows;
    }

    /** Returns its name in ledgers and reports, such as {@code broker-kill}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
