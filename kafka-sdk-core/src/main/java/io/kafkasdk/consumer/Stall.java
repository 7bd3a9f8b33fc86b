package io.kafkasdk.consumer;

import io.kafkasdk.error.Diagnosis;

/**
 * Nothing moves, and why.
 *
 * @param cause the sort of cause
 * @param subject what it is about, such as the coordinates of a record; empty where the cause says it all
 * @param why for people
 */
record Stall(Cause cause, String subject, Diagnosis why) {

    /** In the order of precedence: the first one is told where several hold, because it explains the others. */
    enum Cause {
        POLL_THREAD,
        UNREACHABLE,
        POLL_FAILED,
        CIRCUIT_OPEN,
        DEAD_LETTER,
        HANDLER_BLOCKED,
        RETRYING,
        COMMIT_REFUSED,
        NOT_FETCHED,
        GROUP_UNSTABLE,
        WORK_LOST,
        TOPIC_MISSING
    }

    boolean isAbout(Stall other) {
        return cause == other.cause && subject.equals(other.subject);
    }
}
