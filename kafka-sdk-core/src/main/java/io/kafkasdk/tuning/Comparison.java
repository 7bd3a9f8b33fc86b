package io.kafkasdk.tuning;

import io.kafkasdk.tuning.Instruments.Window;
import java.util.Locale;
import java.util.Optional;

/**
 * Compares how a producer does with how it did before a change of its settings. What the application changes by itself, such
 * as sending less, is no verdict on the settings: rates count where the client, not the application, sets the pace, and
 * after a longer linger. That slows callers down that wait for each acknowledgement, and nothing else tells of them; where
 * it was the application after all, a change is taken back in vain.
 *
 * @param goal what the change was for
 * @param before how it did before
 * @param addedLingerMillis how much longer a record may wait in a batch since then
 */
record Comparison(TuningGoal goal, Window before, double addedLingerMillis) {

    private static final double LEAST_RATE = 0.9;
    /** Who is held up now and was not before must get more through for it. */
    private static final double LEAST_RATE_OF_HELD_UP = 1.1;

    private static final double FAILED_SHARE = 0.001;
    private static final double MORE_FAILED = 2;
    private static final double MOST_BYTES = 1.05;
    private static final double MOST_LATENCY = 1.5;
    private static final double LEAST_MILLIS = 5;

    /** Returns why it does worse, with figures; empty where it does not. */
    Optional<String> worse(Window window) {
        TuningObservation was = before.observed();
        TuningObservation after = window.observed();
        if (isFailing(window)) {
            return say(
                    "%,d records failed of %,d, before %,d of %,d",
                    window.failed(), window.records(), before.failed(), before.records());
        }
        if (window.splitShare() > before.splitShare()) {
            return say(
                    "%,d batches were larger than their topic takes and were sent again in parts, before %,d",
                    window.split(), before.split());
        }
        Optional<String> fewer = fewer(after);
        if (fewer.isPresent()) {
            return fewer;
        }
        if (goal == TuningGoal.BYTES && wireBytes(after) > wireBytes(was) * MOST_BYTES) {
            return say("a record takes %,.0f bytes on the wire, before %,.0f", wireBytes(after), wireBytes(was));
        }
        return comparesLatency(after) ? slower(after) : Optional.empty();
    }

    /** Returns whether clearly more records fail than before: that is not looked at twice. */
    boolean isFailing(Window window) {
        return window.failedShare() > Math.max(FAILED_SHARE, before.failedShare() * MORE_FAILED);
    }

    private Optional<String> fewer(TuningObservation after) {
        double was = before.observed().recordsPerSecond();
        double is = after.recordsPerSecond();
        if (after.saturated() && !before.observed().saturated() && is < was * LEAST_RATE_OF_HELD_UP) {
            return say("senders have to wait for room, and did not before, for %,.0f records/s, before %,.0f", is, was);
        }
        if (is >= was * LEAST_RATE) {
            return Optional.empty();
        }
        if (after.saturated()) {
            return say("the client sets the pace and gets %,.0f records/s through, before %,.0f", is, was);
        }
        return addedLingerMillis > 0
                ? say(
                        "%,.0f records/s since they linger %.0f ms longer, before %,.0f: so it is where callers wait for each"
                                + " acknowledgement",
                        is, addedLingerMillis, was)
                : Optional.empty();
    }

    /** In a flood records wait for those before them: how long, says how much is allowed in flight. */
    private boolean comparesLatency(TuningObservation after) {
        return goal == TuningGoal.LATENCY || !(before.observed().saturated() || after.saturated());
    }

    private Optional<String> slower(TuningObservation after) {
        double was = millis(before.observed());
        double explained = was + Math.max(0, addedLingerMillis);
        double is = millis(after);
        return is - explained > Math.max(LEAST_MILLIS, was * (MOST_LATENCY - 1))
                ? say(
                        "a batch takes %.1f ms in the client and to its answer, before %.1f, and the linger explains %.1f"
                                + " of it",
                        is, was, Math.max(0, addedLingerMillis))
                : Optional.empty();
    }

    private static double millis(TuningObservation observed) {
        return observed.queueMillis() + observed.requestMillis();
    }

    private static double wireBytes(TuningObservation observed) {
        return observed.recordsPerSecond() > 0 ? observed.wireBytesPerSecond() / observed.recordsPerSecond() : 0;
    }

    private static Optional<String> say(String format, Object... figures) {
        return Optional.of(String.format(Locale.ROOT, format, figures));
    }
}
