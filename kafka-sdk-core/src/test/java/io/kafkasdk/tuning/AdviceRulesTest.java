package io.kafkasdk.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.producer.TunableProducer;
import io.kafkasdk.settings.ClientTuning.TunedValue;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ExplainedProperty;
import io.kafkasdk.settings.ExplainedProperty.Source;
import io.kafkasdk.settings.TuningAdvice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdviceRulesTest {

    private static final int DEFAULT = CodecResult.NO_LEVEL;
    private static final TuningOptions OPTIONS = TuningOptions.DEFAULT;
    private static final TuningObservation IDLE = observed(3000, 500, 1050, 5, 3, false);

    private static final List<CodecResult> CODECS = List.of(
            new CodecResult("lz4", DEFAULT, 0.26, 560, 176, 1400),
            new CodecResult("zstd", 1, 0.15, 1230, 101, 2000),
            new CodecResult("none", DEFAULT, 1, 0, 680, 2720),
            new CodecResult("gzip", DEFAULT, 0.15, 8800, 101, 10_500));

    @Test
    void aWrongConfigurationInAFloodIsChangedInAllThatMatters() {
        PresentSettings present = present("gzip", 16_384, 0, 32 << 20).within(topics(12));
        TuningObservation flood = new TuningObservation(20_000, 13_600_000, 2_200_000, 600, 15_500, 150, 40, 6, true);
        Judgement judged = AdviceRules.judge(flood, CODECS, present, OPTIONS, List.of());
        assertThat(changes(judged))
                .isEqualTo(Map.of("compression.type", "lz4", "batch.size", "262144", "linger.ms", "10"));
        assertThat(judged.changes().name()).isEqualTo("advised");
        assertThat(judged.savings().clientCpuMillisPerSecond()).isCloseTo(164.8, Offset.offset(0.1));
        assertThat(judged.savings().wireBytesPerDay()).isNegative();
        assertThat(judged.savings().requestsPerSecond()).isBetween(500.0, 560.0);
    }

    @Test
    void everyAdviceHasItsFiguresAndItsRisk() {
        PresentSettings present = present("none", 16_384, 0, 1 << 20).within(topics(12));
        TuningObservation flood = new TuningObservation(28_000, 19_000_000, 19_500_000, 1000, 15_900, 23, 90, 10, true);
        Judgement judged = AdviceRules.judge(flood, CODECS, present, OPTIONS, List.of());
        assertThat(judged.advice())
                .extracting(TuningAdvice::setting)
                .containsExactly("compression.type", "batch.size", "linger.ms", "buffer.memory");
        assertThat(judged.advice()).allSatisfy(advice -> {
            assertThat(advice.why()).containsPattern("\\d").containsPattern("bytes|second");
            assertThat(advice.risk()).contains("the application chose " + advice.present() + " itself");
        });
        assertThat(TunableProducer.tunableKeys())
                .containsAll(
                        judged.changes().values().stream().map(TunedValue::key).toList());
    }

    @Test
    void anotherCodecMustCostATenthLess() {
        PresentSettings present = present("zstd", 131_072, 10, 64 << 20);
        assertThat(changes(judge(IDLE, codecs(901, 1000), present))).isEmpty();
        assertThat(changes(judge(IDLE, codecs(900, 1000), present))).containsEntry("compression.type", "lz4");
    }

    @Test
    void aCodecThatWasNotMeasuredIsNotJudged() {
        assertThat(changes(judge(IDLE, CODECS, present("snappy", 131_072, 20, 64 << 20))))
                .isEmpty();
        assertThat(changes(judge(IDLE, List.of(), present("gzip", 131_072, 20, 64 << 20))))
                .isEmpty();
    }

    @Test
    void aLevelIsSetWithItsCodecAndOnlyWhereItDiffers() {
        List<CodecResult> zstdFirst = List.of(CODECS.get(1), new CodecResult("gzip", DEFAULT, 0.15, 8800, 101, 10_500));
        assertThat(changes(judge(IDLE, zstdFirst, present("gzip", 131_072, 20, 64 << 20))))
                .isEqualTo(Map.of("compression.type", "zstd", "compression.zstd.level", "1"));
        assertThat(changes(judge(IDLE, CODECS, present("gzip", 131_072, 20, 64 << 20))))
                .isEqualTo(Map.of("compression.type", "lz4"));
    }

    /** Paced, three brokers: the columns are what a plain client was seen to do. */
    @ParameterizedTest
    @CsvSource({
        // goal, records/s, linger, requests/s, suggested linger
        "THROUGHPUT, 9000,  5,  500, 20",
        "THROUGHPUT, 9000, 10,  260, 10",
        "THROUGHPUT, 9000, 20,  135, 20",
        "THROUGHPUT, 30000, 0, 3000,  5",
        "BYTES,      9000,  5,  500, 20",
        // so few under way may be as many callers that wait
        "THROUGHPUT, 3000,  5,  500,  5",
        "THROUGHPUT, 3000, 10,  260, 10",
        "THROUGHPUT,  100,  5,   90,  5",
        "THROUGHPUT, 1000,  0, 1000,  0",
        "BYTES,      3000,  5,  500,  5",
        "LATENCY,    3000,  0, 2900,  2",
        "LATENCY,     200,  0,  200,  0",
        "LATENCY,    3000, 10,  260,  2",
        "LATENCY,    3000,  1, 1700,  1"
    })
    void lingerIsWorthItsWaiting(TuningGoal goal, double records, int linger, double requests, int suggested) {
        TuningObservation seen = observed(records, requests, 1050, linger, 3, false);
        Judgement judged = AdviceRules.judge(
                seen, List.of(), present("lz4", 131_072, linger, 64 << 20), OPTIONS.goal(goal), List.of());
        assertThat(changes(judged).getOrDefault("linger.ms", String.valueOf(linger)))
                .isEqualTo(String.valueOf(suggested));
    }

    @Test
    void lingerStaysWithinItsBounds() {
        TuningOptions short3 = OPTIONS.atMost(Duration.ofMillis(3), 512 << 10);
        TuningObservation seen = observed(30_000, 3000, 180, 0, 3, false);
        assertThat(changes(AdviceRules.judge(seen, List.of(), present("lz4", 131_072, 0, 64 << 20), short3, List.of())))
                .isEqualTo(Map.of("linger.ms", "3"));
    }

    @ParameterizedTest
    @CsvSource({
        // goal, batch.size, seen bytes, most, suggested
        "THROUGHPUT, 16384,  14000, 524288, 262144",
        "BYTES,      16384,  14000, 524288, 131072",
        "LATENCY,    16384,  14000, 524288, 131072",
        "THROUGHPUT, 262144, 240000, 524288, 524288",
        "THROUGHPUT, 524288, 500000, 524288, 524288",
        "THROUGHPUT, 1000000, 990000, 524288, 1000000",
        "THROUGHPUT, 16384,  14000, 65536, 65536",
        "THROUGHPUT, 16384,   9000, 524288, 16384"
    })
    void fullBatchesGetLarger(TuningGoal goal, int batch, double seen, int most, int suggested) {
        TuningObservation flood = new TuningObservation(50_000, 3e7, 9e6, 500, seen, 80, 40, 5, true);
        TuningOptions options = OPTIONS.goal(goal).atMost(Duration.ofMillis(100), most);
        Judgement judged = AdviceRules.judge(
                flood, List.of(), present("lz4", batch, 10, 512 << 20).within(topics(12)), options, List.of());
        assertThat(changes(judged).getOrDefault("batch.size", String.valueOf(batch)))
                .isEqualTo(String.valueOf(suggested));
    }

    @Test
    void recordsOfHalfABatchFillItWithOne() {
        TuningObservation flood = new TuningObservation(3000, 3e7, 3e7, 1500, 10_100, 1, 40, 5, true);
        PresentSettings present = present("none", 16_384, 10, 64 << 20).within(topics(12));
        assertThat(changes(judge(flood, List.of(), present))).isEqualTo(Map.of("batch.size", "262144"));
        TuningObservation trickle = new TuningObservation(20, 2e5, 2e5, 20, 10_100, 1, 10, 5, false);
        assertThat(changes(judge(trickle, List.of(), present))).isEmpty();
    }

    @Test
    void memoryHoldsTwoBatchesOfEachPartitionOrBatchesStaySmaller() {
        TuningObservation flood = new TuningObservation(50_000, 3e7, 9e6, 500, 15_000, 80, 40, 5, true);
        PresentSettings present = present("lz4", 16_384, 10, 32 << 20);
        assertThat(changes(judge(flood, List.of(), present.within(topics(200)))))
                .isEqualTo(Map.of("batch.size", "262144", "buffer.memory", String.valueOf(128 << 20)));
        assertThat(changes(judge(flood, List.of(), present.within(topics(2000)))))
                .containsEntry("batch.size", "67108")
                .containsEntry("buffer.memory", String.valueOf(256 << 20));
    }

    /** 16 threads that send and wait: a round takes them 3 ms. */
    @ParameterizedTest
    @CsvSource({"THROUGHPUT, 3", "BYTES, 3", "LATENCY, 0.6"})
    void callersThatWaitForEachAcknowledgementGetNoLongerLinger(TuningGoal goal, double ackMillis) {
        double rate = 16 / ackMillis * 1000;
        TuningObservation rounds = observed(rate, rate / 3, 600, 0, ackMillis, false);
        Judgement judged = AdviceRules.judge(
                rounds,
                List.of(),
                present("lz4", 131_072, 0, 64 << 20).within(topics(12)),
                OPTIONS.goal(goal),
                List.of());
        assertThat(changes(judged)).doesNotContainKey("linger.ms");
    }

    @Test
    void fewUnderWayForLongMayWaitATenthLonger() {
        TuningObservation far = observed(600, 590, 180, 0, 100, false);
        assertThat(changes(judge(far, List.of(), present("lz4", 131_072, 0, 64 << 20))))
                .as("60 under way: 10 ms of 100 are allowed")
                .isEqualTo(Map.of("linger.ms", "10"));
    }

    @Test
    void aLongerLingerNamesThoseThatItSlowsDown() {
        Judgement judged = judge(
                observed(30_000, 3000, 1050, 0, 3, false),
                List.of(),
                present("lz4", 131_072, 0, 64 << 20).within(topics(12)));
        assertThat(judged.advice())
                .singleElement()
                .satisfies(advice -> assertThat(advice.risk()).contains("callers that wait for each acknowledgement"));
    }

    @Test
    void theLingerOfLowLatencyIsNeverMadeLonger() {
        TuningObservation flood = new TuningObservation(20_000, 13_600_000, 2_200_000, 600, 15_500, 150, 40, 6, true);
        List<ExplainedProperty> properties = new ArrayList<>();
        for (TunedValue value : TuningProfile.LOW_LATENCY.producer().values()) {
            String why = value.reason() + "; replaces Kafka's 5";
            properties.add(new ExplainedProperty(value.key(), value.value(), Source.PROFILE, why));
        }
        PresentSettings byProfile = PresentSettings.of(new ConfigExplanation("orders", properties));
        assertThat(byProfile.lingerForLatency()).isTrue();
        assertThat(changes(judge(flood, List.of(), byProfile.within(topics(12)))))
                .doesNotContainKey("linger.ms");
        PresentSettings byUser = present("lz4", 131_072, 1, 64 << 20);
        assertThat(byUser.lingerForLatency()).isFalse();
        assertThat(changes(judge(flood, List.of(), byUser.within(topics(12))))).containsEntry("linger.ms", "10");
    }

    @Test
    void batchesStayBelowWhatTheTopicsTake() {
        TuningObservation flood = new TuningObservation(50_000, 3e7, 9e6, 500, 15_000, 80, 40, 5, true);
        PresentSettings present = present("lz4", 16_384, 10, 64 << 20);
        assertThat(changes(judge(flood, List.of(), present.within(new Surroundings(12, 100_000, 1L << 32)))))
                .as("with a quarter left for what the client expects wrongly")
                .isEqualTo(Map.of("batch.size", "75000"));
        assertThat(changes(judge(flood, List.of(), present.within(new Surroundings(12, 20_000, 1L << 32)))))
                .isEmpty();
    }

    @Test
    void withTopicsThatAreNotKnownBatchesStayWithinTheMemoryThereIs() {
        TuningObservation flood = new TuningObservation(50_000, 3e7, 9e6, 10, 15_000, 80, 40, 5, true);
        Map<String, String> changes = changes(judge(flood, List.of(), present("lz4", 16_384, 10, 32 << 20)));
        assertThat(changes).containsOnlyKeys("batch.size");
        // 63 batches in a request of one broker: 189 partitions of three.
        assertThat(Integer.parseInt(changes.get("batch.size"))).isEqualTo((32 << 20) / 2 / 189);
    }

    @Test
    void buffersOfTwoClientsTakeAnEighthOfTheHeap() {
        TuningObservation flood = new TuningObservation(50_000, 3e7, 9e6, 500, 15_000, 80, 40, 5, true);
        PresentSettings present = present("lz4", 16_384, 10, 32 << 20);
        Surroundings small = Surroundings.of(200, Integer.MAX_VALUE, 512 << 20);
        assertThat(changes(judge(flood, List.of(), present.within(small))))
                .as("64 MiB, of which the present client has 32")
                .isEqualTo(Map.of("batch.size", String.valueOf((32 << 20) / 2 / 200)));
        Surroundings larger = Surroundings.of(200, Integer.MAX_VALUE, 768 << 20);
        assertThat(changes(judge(flood, List.of(), present.within(larger))))
                .isEqualTo(Map.of(
                        "batch.size", String.valueOf((64 << 20) / 2 / 200), "buffer.memory", String.valueOf(64 << 20)));
    }

    @Test
    void aBufferIsNeverMadeSmaller() {
        TuningObservation flood = new TuningObservation(50_000, 3e7, 9e6, 500, 990_000, 80, 40, 5, true);
        PresentSettings present = present("lz4", 1_000_000, 10, 512 << 20);
        assertThat(changes(judge(flood, List.of(), present.within(topics(2000)))))
                .isEmpty();
    }

    @Test
    void memoryIsThatOfBatchesThatLingerLonger() {
        PresentSettings present = present("lz4", 131_072, 0, 32 << 20).within(topics(500));
        Judgement judged = judge(observed(30_000, 3000, 175, 0, 3, false), List.of(), present);
        // 30,000 batches a second of 3 ms are 90 at once, and 240 with 5 ms of linger.
        assertThat(changes(judged)).isEqualTo(Map.of("linger.ms", "5", "buffer.memory", String.valueOf(64 << 20)));
    }

    @Test
    void brokersThatCompressAgainAreNamed() {
        String line = "topic 'orders' has compression.type=gzip: its brokers decompress and compress again every batch";
        Judgement judged =
                AdviceRules.judge(IDLE, List.of(), present("lz4", 131_072, 20, 64 << 20), OPTIONS, List.of(line));
        TuningAdvice advice = judged.advice().get(0);
        assertThat(advice.setting()).isEqualTo("compression.type of topic orders");
        assertThat(advice.present()).isEqualTo("gzip");
        assertThat(advice.suggested()).isEqualTo("producer");
        assertThat(advice.why()).isEqualTo(line);
        assertThat(advice.risk()).isNotEmpty();
        assertThat(judged.savings().brokerCpu()).isEqualTo(line);
        assertThat(judged.changes().values()).isEmpty();
    }

    @Test
    void anAlmostIdleProducerIsLeftAlone() {
        Judgement judged = AdviceRules.judge(
                observed(9, 9, 700, 1, 3, false),
                CODECS,
                present("gzip", 16_384, 0, 1 << 20),
                OPTIONS,
                List.of("line"));
        assertThat(judged.advice()).isEmpty();
        assertThat(judged.savings()).isEqualTo(new TuningSavings(0, 0, 0, ""));
    }

    private static Judgement judge(TuningObservation seen, List<CodecResult> codecs, PresentSettings present) {
        return AdviceRules.judge(seen, codecs, present, OPTIONS, List.of());
    }

    private static Surroundings topics(int partitions) {
        return new Surroundings(partitions, Integer.MAX_VALUE, 1L << 32);
    }

    private static List<CodecResult> codecs(double best, double present) {
        return List.of(
                new CodecResult("lz4", DEFAULT, 0.26, 560, 176, best),
                new CodecResult("zstd", DEFAULT, 0.15, 1230, 101, present));
    }

    private static Map<String, String> changes(Judgement judged) {
        return judged.changes().values().stream().collect(Collectors.toMap(TunedValue::key, TunedValue::value));
    }

    private static TuningObservation observed(
            double records,
            double requests,
            double batchBytes,
            double queueMillis,
            double requestMillis,
            boolean full) {
        return new TuningObservation(
                records,
                records * 650,
                records * 175,
                requests,
                batchBytes,
                batchBytes / 175,
                queueMillis,
                requestMillis,
                full);
    }

    private static PresentSettings present(String codec, int batch, int linger, long buffer) {
        List<ExplainedProperty> properties = new ArrayList<>();
        Map.of(
                        "compression.type", codec,
                        "batch.size", String.valueOf(batch),
                        "linger.ms", String.valueOf(linger),
                        "buffer.memory", String.valueOf(buffer))
                .forEach((key, value) -> properties.add(new ExplainedProperty(key, value, Source.USER, "")));
        return PresentSettings.of(new ConfigExplanation("orders", properties));
    }
}
