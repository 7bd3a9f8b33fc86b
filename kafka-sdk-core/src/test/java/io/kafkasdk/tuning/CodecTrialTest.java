package io.kafkasdk.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.producer.PayloadSample;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ExplainedProperty;
import io.kafkasdk.settings.ExplainedProperty.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Bytes are the same in each run; processor time is not, so nothing here depends on how much there was. */
class CodecTrialTest {

    private static final int BATCH = 128 << 10;

    private final CodecTrial trial = new CodecTrial();

    @Test
    void everyCodecWorksHereAndMakesEventsSmallerInTheKnownOrder() {
        Map<String, CodecResult> codecs = byLabel(trial.run(Payloads.events(800), BATCH, TuningGoal.BYTES));
        assertThat(trial.skipped()).isEmpty();
        assertThat(codecs).containsOnlyKeys("none", "lz4", "snappy", "zstd:1", "zstd", "zstd:6", "gzip:1", "gzip");
        assertThat(codecs.get("lz4").ratio()).isBetween(0.2, 0.4);
        assertThat(codecs.get("zstd").ratio())
                .isLessThan(0.75 * codecs.get("lz4").ratio());
        assertThat(codecs.get("zstd:6").bytesPerRecord())
                .isLessThan(codecs.get("zstd").bytesPerRecord());
        assertThat(codecs.get("gzip").bytesPerRecord())
                .isLessThan(codecs.get("gzip:1").bytesPerRecord());
    }

    @Test
    void noneCostsNoCompressingAndSavesNothing() {
        CodecResult none = byLabel(trial.run(Payloads.small(2000), BATCH, TuningGoal.THROUGHPUT))
                .get("none");
        assertThat(none.cpuNanosPerRecord()).isZero();
        assertThat(none.ratio()).isEqualTo(1);
        // Value, key and the few bytes around them.
        assertThat(none.bytesPerRecord()).isBetween(105.0, 130.0);
    }

    @Test
    void whatCompressedOnceIsSentAsItIs() {
        PayloadSample random = Payloads.random(50);
        assertThat(trial.run(random, BATCH, TuningGoal.THROUGHPUT).get(0).label())
                .isEqualTo("none");
        assertThat(trial.run(random, BATCH, TuningGoal.LATENCY).get(0).label()).isEqualTo("none");
        assertThat(trial.run(random, BATCH, TuningGoal.BYTES).get(0).label()).isEqualTo("none");
    }

    @Test
    void smallRecordsCompressBetterInLargerBatches() {
        PayloadSample small = Payloads.small(2000);
        Map<String, CodecResult> one = byLabel(trial.run(small, 200, TuningGoal.BYTES));
        Map<String, CodecResult> many = byLabel(trial.run(small, BATCH, TuningGoal.BYTES));
        assertThat(many.get("zstd").ratio()).isLessThan(0.5 * one.get("zstd").ratio());
        assertThat(many.get("lz4").ratio()).isLessThan(one.get("lz4").ratio());
    }

    @Test
    void bytesAreTheSameInEachRun() {
        PayloadSample events = Payloads.events(300);
        Function<CodecResult, Double> bytes = CodecResult::bytesPerRecord;
        assertThat(byLabel(trial.run(events, 32 << 10, TuningGoal.BYTES), bytes))
                .isEqualTo(byLabel(new CodecTrial().run(events, 32 << 10, TuningGoal.BYTES), bytes));
    }

    @Test
    void aCodecWithoutItsLibraryIsLeftOutAndTriedOnce() {
        List<String> asked = new ArrayList<>();
        Codec broken = new Codec("zstd", 1, () -> {
            asked.add("zstd");
            throw new NoClassDefFoundError("com/example/Native");
        });
        List<Codec> codecs = List.of(Codec.of("none", CodecResult.NO_LEVEL), broken, Codec.of("gzip", 1));
        CodecTrial partial = new CodecTrial(codecs, () -> {});
        for (int i = 0; i < 2; i++) {
            assertThat(byLabel(partial.run(Payloads.events(50), BATCH, TuningGoal.BYTES)))
                    .containsOnlyKeys("none", "gzip:1");
        }
        assertThat(partial.skipped()).isEqualTo(Map.of("zstd", "NoClassDefFoundError"));
        assertThat(asked).hasSize(1);
    }

    @Test
    void thePresentLevelIsTriedToo() {
        PresentSettings present = PresentSettings.of(new ConfigExplanation(
                "orders",
                List.of(
                        new ExplainedProperty("compression.type", "zstd", Source.USER, ""),
                        new ExplainedProperty("compression.zstd.level", "9", Source.USER, ""))));
        CodecTrial none = new CodecTrial(List.of(Codec.of("none", CodecResult.NO_LEVEL)), () -> {});
        assertThat(byLabel(none.run(Payloads.events(50), BATCH, TuningGoal.BYTES, present)))
                .containsOnlyKeys("none", "zstd:9");
    }

    @Test
    void givesWayBetweenCodecs() {
        List<String> pauses = new ArrayList<>();
        CodecTrial polite = new CodecTrial(Codec.candidates(), () -> pauses.add("pause"));
        polite.run(Payloads.events(20), BATCH, TuningGoal.BYTES);
        assertThat(pauses).hasSizeGreaterThan(Codec.candidates().size());
    }

    @Test
    void aSampleWithoutRecordsHasNoResults() {
        assertThat(trial.run(new PayloadSample(Map.of()), BATCH, TuningGoal.BYTES))
                .isEmpty();
        assertThat(trial.run(new PayloadSample(Map.of("orders", List.of())), BATCH, TuningGoal.BYTES))
                .isEmpty();
    }

    @Test
    void aBatchIsTheUncompressedBytesOfItsRecords() {
        TuningObservation seen = new TuningObservation(1000, 600_000, 200_000, 100, 16_000, 80, 5, 3, false);
        assertThat(CodecTrial.batchBytes(seen)).isEqualTo(48_000);
        assertThat(CodecTrial.batchBytes(new TuningObservation(0, 0, 0, 0, 0, 0, 0, 0, false)))
                .isEqualTo(1024);
    }

    private static Map<String, CodecResult> byLabel(List<CodecResult> codecs) {
        return byLabel(codecs, Function.identity());
    }

    private static <T> Map<String, T> byLabel(List<CodecResult> codecs, Function<CodecResult, T> figure) {
        return codecs.stream().collect(Collectors.toMap(CodecResult::label, figure));
    }
}
