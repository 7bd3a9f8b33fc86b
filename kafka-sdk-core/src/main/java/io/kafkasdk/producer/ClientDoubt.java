package io.kafkasdk.producer;

import io.kafkasdk.internal.FailureText;
import io.kafkasdk.resilience.Backoff;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a Kafka client is given up: there is a reason to believe that it never sends again, and it sent nothing
 * for some time since; that time is 1 s the first time, and doubles up to 30 s while replacing does not help.
 *
 * <p><b>Threads:</b> {@link #note} for any, the rest for one at a time.
 */
final class ClientDoubt {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    /** A client that lived for so long was not like its predecessors. */
    private static final Duration PROOF = Duration.ofMinutes(1);

    private static final String LOST_LOGIN =
            "its first login was refused, so that it waits for ever for its producer id (KAFKA-20237)";

    private final Backoff backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT);
    /** The first failure of a client that looked like its end. */
    private volatile @Nullable Throwable sign;

    private @Nullable Suspicion suspicion;
    private int replacements;
    private long replacedNanos;
    private long nextTryNanos;

    /** What was seen, how much was sent until then, and when it is certain enough. */
    private record Suspicion(String reason, long sent, long dueNanos) {}

    /** Notes a failure of the client. Runs for each, on the client's own thread. */
    void note(Throwable failure) {
        if (sign == null && ClientFailures.isSignOfTheEnd(failure)) {
            sign = failure;
        }
    }

    /** Returns why the client is to be given up now; null when it is not. */
    @Nullable
    String verdict(ClientVitals vitals, long nowNanos) {
        Suspicion earlier = suspicion;
        if (earlier != null && earlier.sent() != vitals.sent()) {
            // It lives.
            sign = null;
            earlier = null;
        }
        String reason = reason(vitals);
        if (reason == null) {
            suspicion = null;
            if (vitals.sent() > 0 && nowNanos - replacedNanos > PROOF.toNanos()) {
                replacements = 0;
            }
            return null;
        }
        if (earlier == null) {
            earlier = new Suspicion(reason, vitals.sent(), nowNanos + nextWait());
            suspicion = earlier;
        }
        return nowNanos - earlier.dueNanos() >= 0 ? earlier.reason() : null;
    }

    /** Notes that the client is being given up for another one. */
    void replacing(long nowNanos) {
        replacements++;
        replacedNanos = nowNanos;
        nextTryNanos = nowNanos + nextWait();
    }

    /** Returns whether to try again to make a client, where that failed. */
    boolean isTimeForAnotherTry(long nowNanos) {
        return nowNanos - nextTryNanos >= 0;
    }

    /** Forgets the old client, once it has told its last failure. */
    void replaced() {
        suspicion = null;
        sign = null;
    }

    private @Nullable String reason(ClientVitals vitals) {
        if (vitals.mayHaveLostItsFirstRequest()) {
            return LOST_LOGIN;
        }
        Throwable seen = sign;
        return seen == null
                ? null
                : "it is in a state in which it sends nothing any more: " + FailureText.of(innermost(seen));
    }

    private static Throwable innermost(Throwable failure) {
        Throwable reason = failure;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        return reason;
    }

    private long nextWait() {
        return backoff.delay(replacements + 1).toNanos();
    }
}
