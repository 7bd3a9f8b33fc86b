package io.kafkasdk.tuning;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which codec to advise.
 *
 * @param present what the present codec makes of the sample
 * @param best what the best one makes of it
 */
record CodecRule(CodecResult present, CodecResult best) {

    /** Another codec must cost this much less, or a trial on other records brings the old one back. */
    private static final double WORTH = 0.9;

    /** Returns the codec that is better by enough; empty where none is, or the present one was not measured. */
    static Optional<CodecRule> choose(List<CodecResult> codecs, PresentSettings settings) {
        return codecs.stream()
                .filter(one -> one.codec().equals(settings.compression()) && one.level() == settings.level())
                .findFirst()
                .map(present -> new CodecRule(present, codecs.get(0)))
                .filter(rule -> rule.best.cost() <= rule.present.cost() * WORTH);
    }

    /** Returns the bytes of a record with the better codec, as a part of what they are. */
    double bytesFactor() {
        return best.bytesPerRecord() / present.bytesPerRecord();
    }

    /** Returns the processor time that it saves, in nanoseconds a record; negative where it takes more. */
    double savedNanosPerRecord() {
        return present.cpuNanosPerRecord() - best.cpuNanosPerRecord();
    }

    void advise(AdviceList advice, TuningGoal goal) {
        String why = why(goal);
        advice.add(PresentSettings.COMPRESSION, best.codec(), why, risk());
        int unset = Codec.defaultLevel(best.codec());
        if (unset != CodecResult.NO_LEVEL) {
            int level = best.level() == CodecResult.NO_LEVEL ? unset : best.level();
            advice.add(
                    Codec.levelKey(best.codec()),
                    String.valueOf(level),
                    "the level that was measured. " + why,
                    "none beside that of the codec");
        }
    }

    private String why(TuningGoal goal) {
        return String.format(
                Locale.ROOT,
                "on a sample of this producer's records %s makes %.0f bytes a record in %.2f us of processor time, %s"
                        + " %.0f bytes in %.2f us; for %s that costs %.0f %% less",
                best.label(),
                best.bytesPerRecord(),
                best.cpuNanosPerRecord() / 1e3,
                present.label(),
                present.bytesPerRecord(),
                present.cpuNanosPerRecord() / 1e3,
                goal,
                100 * (1 - best.cost() / present.cost()));
    }

    private String risk() {
        String cost = savedNanosPerRecord() < 0
                ? String.format(Locale.ROOT, "%.2f us more processor time a record; ", -savedNanosPerRecord() / 1e3)
                : "";
        return cost
                + switch (best.codec()) {
                    case Codec.NONE -> "more bytes on the network and on the brokers' disks if the records change";
                    case Codec.LZ4 -> "more bytes than zstd on text; readers need lz4, which every Kafka client has";
                    case Codec.GZIP -> "slow to compress and to read";
                    default ->
                        "readers and brokers need its native library too; a client that cannot load it does not start";
                };
    }
}
