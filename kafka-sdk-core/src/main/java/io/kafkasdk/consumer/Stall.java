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
        POLL_THREAD(true),
        UNREACHABLE(true),
        POLL_FAILED(true),
        LOG_UNREADABLE(false),
        CIRCUIT_OPEN(false),
        DEAD_LETTER(false),
        HANDLER_BLOCKED(false),
        RETRYING(false),
        // Records go on being handled.
        COMMIT_REFUSED(false),
        NOT_FETCHED(false),
        GROUP_UNSTABLE(true),
        WORK_LOST(true),
        TOPIC_MISSING(false);

        private final boolean stopsAll;

        Cause(boolean stopsAll) {
            this.stopsAll = stopsAll;
        }

        /** Returns whether nothing at all moves by it, whatever the records and handlers are. */
        boolean stopsAll() {
            return stopsAll;
        }
    }
}
