package io.kafkasdk.transaction;

import io.kafkasdk.error.Diagnosis;
import org.jspecify.annotations.Nullable;

/**
 * The first thing that went wrong in a transaction.
 *
 * @param known what is to be said about it, or null where that is to be found out from the reason
 * @param reason the exception behind it, or null where the SDK itself refused
 * @param topic the topic of the record that failed, or null where it was something else
 * @param partition where the record was to go, -1 where that is not known
 * @param sinceBeginNanos when it went wrong, in nanoseconds since the transaction began
 */
record Trouble(
        @Nullable Diagnosis known,
        @Nullable Throwable reason,
        @Nullable String topic,
        int partition,
        long sinceBeginNanos) {

    /** A trouble that is already explained. */
    static Trouble of(Diagnosis known) {
        return new Trouble(known, null, null, -1, 0);
    }

    /** A trouble with the transaction itself. */
    static Trouble of(Throwable reason, long sinceBeginNanos) {
        return new Trouble(null, reason, null, -1, sinceBeginNanos);
    }
}
