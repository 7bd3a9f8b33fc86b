package io.kafkasdk.test.nemesis;

import java.util.Locale;

/** Which broker a fault hits; looked up when the fault begins. */
public enum Aim {
    /** The leader of one partition of the topics that matter. */
    LEADER,
    /** The coordinator of one of the groups; the leader of a partition when there is no group. */
    COORDINATOR,
    /** The leader of the controllers' quorum. */
    CONTROLLER,
    /** Any one. */
    ANY;

    /** Returns its name in plans, such as {@code leader}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
