package io.kafkasdk.tuning;

import java.util.List;
import java.util.Optional;

/**
 * What to advise on a producer, from what was measured. Pure: the same figures make the same advice.
 *
 * <p>A producer with fewer than 10 records a second is left alone: nothing that it could save is worth a change.
 */
final class AdviceRules {

    private static final double BUSY_RECORDS_PER_SECOND = 10;
    private static final double SECONDS_PER_DAY = 86_400;
    private static final double NANOS_PER_MILLI = 1e6;

    private AdviceRules() {}

    /**
     * Judges one producer.
     *
     * @param codecs best first, as {@link CodecTrial} returns them for the goal of these options; empty where nothing was tried
     * @param brokerRecompression a line for each topic whose brokers compress again, such as {@code topic 'orders' has
     *     compression.type=gzip: its brokers decompress and compress again every batch}
     */
    static Judgement judge(
            TuningObservation observed,
            List<CodecResult> codecs,
            PresentSettings present,
            TuningOptions options,
            List<String> brokerRecompression) {
        AdviceList advice = new AdviceList(present);
        if (observed.recordsPerSecond() < BUSY_RECORDS_PER_SECOND) {
            return advice.toJudgement(new TuningSavings(0, 0, 0, ""));
        }
        Optional<CodecRule> codec = CodecRule.choose(codecs, present);
        double bytesFactor = codec.map(CodecRule::bytesFactor).orElse(1.0);
        BatchRule batches = BatchRule.of(observed, present, options, bytesFactor);

        codec.ifPresent(rule -> rule.advise(advice, options.goal()));
        batches.advise(advice);
        brokerRecompression.forEach(advice::addTopic);
        return advice.toJudgement(new TuningSavings(
                observed.wireBytesPerSecond() * (1 - bytesFactor) * SECONDS_PER_DAY,
                batches.savedRequestsPerSecond(),
                codec.map(CodecRule::savedNanosPerRecord).orElse(0.0) * observed.recordsPerSecond() / NANOS_PER_MILLI,
                String.join("; ", brokerRecompression)));
    }
}
