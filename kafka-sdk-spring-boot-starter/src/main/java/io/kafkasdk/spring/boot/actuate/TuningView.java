package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.tuning.CodecResult;
import io.kafkasdk.tuning.TuningGoal;
import io.kafkasdk.tuning.TuningMode;
import io.kafkasdk.tuning.TuningObservation;
import io.kafkasdk.tuning.TuningReport;
import io.kafkasdk.tuning.TuningReport.TuningStep;
import io.kafkasdk.tuning.TuningSavings;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the last look at a producer found. Figures and settings only: nothing of the records that were sampled.
 *
 * @param mode how far the advice goes
 * @param goal what it is to make better
 * @param at when it was looked at
 * @param observed how the producer did
 * @param codecs what each codec made of its records, best first; empty where there were too few
 * @param savings what following the advice would save
 * @param steps what the mode auto did and why, oldest first
 */
public record TuningView(
        TuningMode mode,
        TuningGoal goal,
        Instant at,
        TuningObservation observed,
        List<Codec> codecs,
        TuningSavings savings,
        List<TuningStep> steps) {

    /** Copies the lists. */
    public TuningView {
        codecs = List.copyOf(codecs);
        steps = List.copyOf(steps);
    }

    /**
     * What one codec made of the records.
     *
     * @param codec the compression.type
     * @param level its level; null for its default one
     * @param ratio compressed bytes by uncompressed ones
     * @param cpuNanosPerRecord processor time of compressing, in nanoseconds a record
     * @param bytesPerRecord compressed bytes a record
     */
    public record Codec(
            String codec, @Nullable Integer level, double ratio, double cpuNanosPerRecord, double bytesPerRecord) {

        static Codec of(CodecResult result) {
            return new Codec(
                    result.codec(),
                    result.level() == CodecResult.NO_LEVEL ? null : result.level(),
                    result.ratio(),
                    result.cpuNanosPerRecord(),
                    result.bytesPerRecord());
        }
    }

    static TuningView of(TuningReport report) {
        return new TuningView(
                report.options().mode(),
                report.options().goal(),
                report.at(),
                report.observed(),
                report.codecs().stream().map(Codec::of).toList(),
                report.savings(),
                report.steps());
    }
}
