package io.kafkasdk.tuning;

import io.kafkasdk.settings.TuningAdvice;
import java.time.Instant;
import java.util.List;

/**
 * What the advisor found about one producer at its last look.
 *
 * <p><b>Guarantee:</b> figures and settings only: nothing of the records that were sampled.
 *
 * @param clientId the producer's client.id
 * @param at when it looked
 * @param options the options that counted
 * @param observed how the producer did
 * @param codecs what each codec made of its records, best first; empty where there were too few
 * @param advice what to change; empty where nothing promises enough
 * @param savings what that would save
 * @param steps what {@link TuningMode#AUTO} did and why, oldest first, at most 20; empty in other modes
 */
public record TuningReport(
        String clientId,
        Instant at,
        TuningOptions options,
        TuningObservation observed,
        List<CodecResult> codecs,
        List<TuningAdvice> advice,
        TuningSavings savings,
        List<TuningStep> steps) {

    /** Copies the lists. */
    public TuningReport {
        codecs = List.copyOf(codecs);
        advice = List.copyOf(advice);
        steps = List.copyOf(steps);
    }

    /** Returns all of it for people to read, in some lines. */
    public String text() {
        return new ReportText(this).write();
    }

    /**
     * One thing that {@link TuningMode#AUTO} did.
     *
     * @param at when
     * @param action what
     * @param why for people, with figures
     */
    public record TuningStep(Instant at, Action action, String why) {

        /** What it can do. */
        public enum Action {
            /** A client with the advised settings took over. */
            APPLIED,
            /** The figures held: it stays. */
            KEPT,
            /** The figures were worse: a client with the settings from before took over. */
            ROLLED_BACK,
            /** The hand-over did not come about; it is tried again. */
            POSTPONED
        }
    }
}
