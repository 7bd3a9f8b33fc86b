package io.kafkasdk.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.producer.HandOver.Result;
import io.kafkasdk.producer.PayloadSample;
import io.kafkasdk.producer.PayloadSample.Payload;
import io.kafkasdk.producer.TunableProducer;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClientTuning.TunedValue;
import io.kafkasdk.settings.TuningAdvice;
import io.kafkasdk.tuning.TuningListener.Change;
import io.kafkasdk.tuning.TuningReport.TuningStep;
import io.kafkasdk.tuning.TuningReport.TuningStep.Action;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the advisor does with a producer, second by second. */
class TuningCourseTest {

    private static final String CANARY = "canary-4711";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration FIRST_WINDOW = AutoTuning.SETTLE.plus(AutoTuning.WINDOW);
    private static final ClientTuning LZ4 = changes("compression.type", "lz4", "linger.ms", "10");

    private final ManualClock clock = new ManualClock();
    private final FakeTunable producer = new FakeTunable("shop.orders", clock);
    private final Bench bench = new Bench();
    private final List<Action> told = new ArrayList<>();
    private final List<Change> changed = new ArrayList<>();
    private final AtomicReference<List<TunableProducer>> open = new AtomicReference<>(List.of(producer));

    private TuningRounds rounds = rounds(TuningMode.SHADOW);

    @Test
    void theFirstLookIsAMinuteAfterTheFirstRecordAndTheNextAfterTheInterval() {
        flow(Duration.ofSeconds(60));
        assertThat(producer.samples).isEmpty();
        flow(Duration.ofSeconds(2));
        assertThat(producer.samples).hasSize(1);
        assertThat(bench.judged).isZero();
        flow(Duration.ofSeconds(5));
        assertThat(bench.judged).isEqualTo(1);
        flow(Duration.ofMinutes(9));
        assertThat(bench.judged).isEqualTo(1);
        flow(Duration.ofMinutes(2));
        assertThat(bench.judged).isEqualTo(2);
    }

    @Test
    void shadowAdvisesAndReportsAndChangesNothing() {
        bench.advised = LZ4;
        flow(Duration.ofHours(1));
        assertThat(producer.advice).extracting(TuningAdvice::setting).containsExactly("compression.type", "linger.ms");
        assertThat(producer.handOvers).isEmpty();
        assertThat(rounds.reports()).singleElement().satisfies(report -> {
            assertThat(report.clientId()).isEqualTo("shop.orders");
            assertThat(report.advice()).isEqualTo(producer.advice);
            assertThat(report.codecs()).extracting(CodecResult::label).containsExactly("lz4", "zstd:3");
            assertThat(report.steps()).isEmpty();
            assertThat(report.text())
                    .contains("shop.orders", "10,000 records/s", "lz4", "linger.ms: 0 -> 10", "risk: ");
        });
        assertThat(told).isEmpty();
    }

    @Test
    void anIdleProducerIsNeitherSampledNorJudged() {
        clock.advance(SECOND);
        rounds.round(() -> false);
        assertThat(rounds.hasWork()).isFalse();
        producer.records = 1;
        for (int second = 0; second < 3_600; second++) {
            clock.advance(SECOND);
            rounds.round(() -> false);
        }
        assertThat(producer.samples).isEmpty();
        assertThat(bench.watched).isZero();
    }

    @Test
    void withoutASampleInTimeItJudgesByTheMetersAndDropsWhatComesLater() {
        bench.advised = LZ4;
        bench.sampling = false;
        flow(Duration.ofSeconds(61 + 31));
        assertThat(bench.judged).isEqualTo(1);
        assertThat(bench.lastSample).isNull();
        assertThat(rounds.reports())
                .singleElement()
                .satisfies(report -> assertThat(report.text()).contains("not tried"));
        assertThat(producer.sampling).as("nobody takes it, so nobody copies").isFalse();
        bench.sampling = true;
        flow(Duration.ofMinutes(11));
        assertThat(bench.judged).isEqualTo(2);
    }

    @Test
    void noSampleStaysOpenWhenTheAdvisorStopsOrForgetsAProducer() {
        bench.sampling = false;
        flow(Duration.ofSeconds(65));
        assertThat(producer.sampling).isTrue();
        rounds.end();
        assertThat(producer.sampling).isFalse();
        // In the next look.
        flow(Duration.ofSeconds(640));
        assertThat(producer.sampling).isTrue();
        open.set(List.of());
        rounds.round(() -> false);
        assertThat(producer.sampling).isFalse();
    }

    @Test
    void noSampleStaysOpenWhenALookFails() {
        bench.sampling = false;
        flow(Duration.ofSeconds(65));
        bench.brokenWatches = true;
        flow(Duration.ofSeconds(30));
        assertThat(bench.judged).isZero();
        assertThat(producer.sampling).isFalse();
    }

    @Test
    void theSampleIsAsLargeAsSomeSecondsOfTrafficAndNoLargerThanAllowed() {
        bench.recordsPerSecond = 10;
        flow(Duration.ofSeconds(62));
        bench.recordsPerSecond = 100_000;
        flow(Duration.ofMinutes(11));
        assertThat(producer.samples).containsExactly(16 << 10, 512 << 10);
    }

    @Test
    void nothingOfTheRecordsIsToldOrKept() {
        bench.advised = LZ4;
        rounds = rounds(TuningMode.AUTO);
        flow(Duration.ofSeconds(70));
        PayloadSample judged = bench.lastSample;
        assertThat(judged).isNotNull();
        WeakReference<PayloadSample> reference = new WeakReference<>(judged);
        assertThat(rounds.reports())
                .singleElement()
                .satisfies(report -> assertThat(report.text() + report).doesNotContain(CANARY));
        judged = null;
        bench.lastSample = null;
        await().until(() -> {
            System.gc();
            return reference.get() == null;
        });
        assertThat(rounds.reports()).hasSize(1);
    }

    @Test
    void autoAppliesWhatTwoLooksInARowAdvise() {
        rounds = rounds(TuningMode.AUTO);
        bench.advised = LZ4;
        flow(Duration.ofSeconds(70));
        assertThat(bench.judged).isEqualTo(1);
        assertThat(producer.handOvers).isEmpty();
        flow(Duration.ofSeconds(20));
        assertThat(producer.handOvers).containsExactly(LZ4);
        assertThat(told).containsExactly(Action.APPLIED);
        assertThat(changed)
                .extracting(Change::toString)
                .containsExactly("compression.type gzip -> lz4", "linger.ms 0 -> 10");
        assertThat(producer.advice)
                .as("what was followed is no advice any more")
                .isEmpty();
        bench.advised = changes();
        flow(Duration.ofMinutes(1));
        assertThat(told).containsExactly(Action.APPLIED, Action.KEPT);
        flow(Duration.ofHours(1));
        assertThat(producer.handOvers).hasSize(1);
        assertThat(rounds.reports()).singleElement().satisfies(report -> {
            assertThat(report.steps()).extracting(TuningStep::action).containsExactly(Action.APPLIED, Action.KEPT);
            assertThat(report.text()).contains("APPLIED", "compression.type gzip -> lz4", "12.0 ms");
        });
    }

    @Test
    void autoAppliesOnlyWhatBothLooksAgreeOn() {
        rounds = rounds(TuningMode.AUTO);
        bench.advised = changes("compression.type", "zstd", "compression.zstd.level", "1", "linger.ms", "10");
        flow(Duration.ofSeconds(70));
        bench.advised = changes("compression.type", "zstd", "compression.zstd.level", "3", "linger.ms", "20");
        flow(Duration.ofSeconds(20));
        assertThat(producer.handOvers).containsExactly(changes("linger.ms", "20"));
    }

    @Test
    void adviceThatChangesEachTimeIsNeverApplied() {
        rounds = rounds(TuningMode.AUTO);
        for (int look = 0; look < 20; look++) {
            bench.advised = changes("compression.type", look % 2 == 0 ? "lz4" : "snappy");
            int judged = bench.judged;
            while (bench.judged == judged) {
                flow(SECOND);
            }
        }
        assertThat(producer.handOvers).isEmpty();
    }

    @Test
    void afterThreeLooksThatConfirmNothingTheIntervalCountsAgain() {
        rounds = rounds(TuningMode.AUTO);
        for (int second = 0; second < 3_600; second++) {
            bench.advised = changes("compression.type", bench.judged % 2 == 0 ? "lz4" : "snappy");
            flow(SECOND);
        }
        // Four looks in a row each ten minutes, and not one each 16 s.
        assertThat(bench.judged).isBetween(15, 24);
        assertThat(producer.handOvers).isEmpty();
    }

    /** 16 threads that send and wait for the acknowledgement, 3 ms and what the linger adds. */
    @Test
    void callersThatWaitForEachAcknowledgementGetTheirLingerBack() {
        rounds = rounds(TuningMode.AUTO);
        bench.waitingCallers = 16;
        bench.advised = changes("linger.ms", "100");
        flowUntilApplied();
        flow(FIRST_WINDOW.plus(AutoTuning.WINDOW));
        assertThat(told).containsExactly(Action.APPLIED, Action.ROLLED_BACK);
        assertThat(producer.settings).containsEntry("linger.ms", "0");
        assertThat(rounds.reports())
                .singleElement()
                .satisfies(report -> assertThat(report.text()).contains("wait for each acknowledgement"));
    }

    @Test
    void soFewRecordsThatTheyProveNothingDecideNothing() {
        rounds = rounds(TuningMode.AUTO);
        bench.advised = changes("compression.type", "lz4");
        flowUntilApplied();
        bench.recordsPerSecond = 900;
        flow(Duration.ofHours(1));
        assertThat(told).containsExactly(Action.APPLIED);
        bench.recordsPerSecond = 1_100;
        flow(Duration.ofMinutes(1));
        assertThat(told).containsExactly(Action.APPLIED, Action.KEPT);
    }

    @Test
    void anIdleProducerIsNotLookedAtWhileAChangeIsToProveItself() {
        rounds = rounds(TuningMode.AUTO);
        bench.advised = changes("compression.type", "lz4");
        flowUntilApplied();
        bench.recordsPerSecond = 0;
        flow(Duration.ofMinutes(1));
        int watched = bench.watched;
        flow(Duration.ofHours(1));
        assertThat(bench.watched).isEqualTo(watched);
        assertThat(told).containsExactly(Action.APPLIED);
    }

    @Test
    void whatIsWorseTwiceIsTakenBackAndNotTriedAgainForADay() {
        rounds = rounds(TuningMode.AUTO);
        bench.advised = LZ4;
        bench.saturated = true;
        flowUntilApplied();
        bench.recordsPerSecond = 8_000;
        flow(FIRST_WINDOW);
        assertThat(told).as("once may be chance").containsExactly(Action.APPLIED);
        flow(AutoTuning.WINDOW);
        assertThat(told).containsExactly(Action.APPLIED, Action.ROLLED_BACK);
        assertThat(producer.settings).containsEntry("compression.type", "gzip").containsEntry("linger.ms", "0");
        assertThat(producer.advice)
                .allSatisfy(advice ->
                        assertThat(advice.why()).contains("taken back", "8,000 records/s through, before 10,000"));
        bench.advised = changes("compression.type", "lz4", "linger.ms", "15");
        flow(Duration.ofHours(20));
        assertThat(producer.handOvers).hasSize(2);
        assertThat(producer.advice)
                .as("it stays advice, with what came of it")
                .hasSize(2)
                .allSatisfy(advice -> assertThat(advice.why()).contains("taken back"));
        flow(Duration.ofHours(5));
        assertThat(producer.handOvers).hasSizeGreaterThan(2);
    }

    @Test
    void severalChangesThatWereTakenBackAreAllRemembered() {
        rounds = rounds(TuningMode.AUTO);
        bench.saturated = true;
        for (String codec : List.of("lz4", "snappy", "lz4", "snappy", "lz4")) {
            bench.advised = changes("compression.type", codec);
            bench.recordsPerSecond = 10_000;
            int before = producer.handOvers.size();
            for (int second = 0; second < 1_500 && producer.handOvers.size() == before; second++) {
                flow(SECOND);
            }
            bench.recordsPerSecond = 5_000;
            flow(Duration.ofMinutes(2));
        }
        assertThat(told).containsExactly(Action.APPLIED, Action.ROLLED_BACK, Action.APPLIED, Action.ROLLED_BACK);
    }

    @Test
    void oneWorseWindowAmongGoodOnesIsForgiven() {
        rounds = rounds(TuningMode.AUTO);
        bench.advised = LZ4;
        bench.saturated = true;
        flowUntilApplied();
        bench.recordsPerSecond = 5_000;
        flow(FIRST_WINDOW);
        bench.recordsPerSecond = 12_000;
        flow(Duration.ofSeconds(30));
        assertThat(told).containsExactly(Action.APPLIED, Action.KEPT);
    }

    @Test
    void failuresTakeAChangeBackAtOnce() {
        rounds = rounds(TuningMode.AUTO);
        bench.advised = LZ4;
        flowUntilApplied();
        bench.failed = 3_000;
        flow(FIRST_WINDOW);
        assertThat(told).containsExactly(Action.APPLIED, Action.ROLLED_BACK);
        assertThat(rounds.reports())
                .singleElement()
                .satisfies(report -> assertThat(report.text()).contains("3,000 records failed"));
    }

    @Test
    void whereNothingIsSentAChangeIsNeitherKeptNorTakenBack() {
        rounds = rounds(TuningMode.AUTO);
        bench.advised = LZ4;
        flow(Duration.ofSeconds(90));
        bench.recordsPerSecond = 0;
        flow(Duration.ofHours(2));
        assertThat(told).containsExactly(Action.APPLIED);
        bench.recordsPerSecond = 10_000;
        flow(Duration.ofMinutes(1));
        assertThat(told).containsExactly(Action.APPLIED, Action.KEPT);
    }

    @Test
    void nothingIsAppliedWhileRecordsFailOrAreSentAgain() {
        rounds = rounds(TuningMode.AUTO);
        bench.advised = LZ4;
        bench.retried = 1;
        flow(Duration.ofMinutes(30));
        assertThat(producer.handOvers).isEmpty();
        assertThat(told).isNotEmpty().containsOnly(Action.POSTPONED);
        bench.retried = 0;
        flow(Duration.ofMinutes(12));
        assertThat(told).endsWith(Action.APPLIED, Action.KEPT);
    }

    @Test
    void aHandOverThatDoesNotComeAboutIsTriedMoreAndMoreSeldom() {
        rounds = rounds(TuningMode.AUTO);
        bench.advised = LZ4;
        producer.result = Result.NOT_DRAINED;
        flow(Duration.ofHours(2));
        assertThat(told).containsOnly(Action.POSTPONED);
        // 30 s, 1, 2, 4, 8 min, and then as often as it looks.
        assertThat(producer.handOvers).hasSizeBetween(12, 18);
        producer.result = Result.DONE;
        flow(Duration.ofMinutes(12));
        assertThat(told).endsWith(Action.APPLIED, Action.KEPT);
    }

    @Test
    void takingBackIsTriedUntilItWorks() {
        rounds = rounds(TuningMode.AUTO);
        bench.advised = LZ4;
        flow(Duration.ofSeconds(90));
        bench.failed = 3_000;
        producer.result = Result.NOT_DRAINED;
        flow(Duration.ofMinutes(5));
        assertThat(told).startsWith(Action.APPLIED, Action.POSTPONED).doesNotContain(Action.ROLLED_BACK);
        producer.result = Result.DONE;
        flow(Duration.ofMinutes(10));
        assertThat(told).endsWith(Action.ROLLED_BACK);
        assertThat(producer.settings).containsEntry("compression.type", "gzip");
    }

    @Test
    void aProducerThatCannotBeHandedOverIsAdvisedAndToldSo() {
        rounds = rounds(TuningMode.AUTO);
        bench.advised = LZ4;
        producer.canHandOver = false;
        flow(Duration.ofHours(1));
        assertThat(producer.handOvers).isEmpty();
        assertThat(told).isEmpty();
        assertThat(producer.advice)
                .allSatisfy(advice -> assertThat(advice.why()).contains("not applied", "acks=1"));
    }

    @Test
    void aReportKeepsTheLastTwentySteps() {
        rounds = rounds(TuningMode.AUTO);
        bench.advised = LZ4;
        producer.result = Result.NO_CLIENT;
        flow(Duration.ofHours(6));
        assertThat(told).hasSizeGreaterThan(20);
        assertThat(rounds.reports())
                .singleElement()
                .satisfies(report -> assertThat(report.steps()).hasSize(20));
    }

    @Test
    void aProducerThatClosesIsForgotten() {
        flow(Duration.ofSeconds(70));
        assertThat(rounds.reports()).hasSize(1);
        producer.closed = true;
        assertThat(rounds.reports()).isEmpty();
        open.set(List.of());
        rounds.round(() -> false);
        assertThat(rounds.hasWork()).isFalse();
        producer.closed = false;
        assertThat(rounds.reports()).isEmpty();
    }

    @Test
    void aProducerThatOpensAgainBeginsAnew() {
        flow(Duration.ofSeconds(70));
        FakeTunable again = new FakeTunable("shop.orders", clock);
        again.records = 1;
        open.set(List.of(again));
        flow(Duration.ofSeconds(70));
        assertThat(again.samples).as("no first look yet, it sends nothing more").isEmpty();
        assertThat(rounds.reports()).isEmpty();
    }

    @Test
    void whatGoesWrongWithOneProducerIsToldOnceAndHoldsUpNoOther() {
        FakeTunable other = new FakeTunable("shop.audit", clock);
        open.set(List.of(producer, other));
        bench.broken = producer;
        for (int second = 0; second < 3_600; second++) {
            other.records += 100;
            flow(SECOND);
        }
        assertThat(rounds.reports()).extracting(TuningReport::clientId).containsExactly("shop.audit");
        bench.broken = null;
        flow(Duration.ofMinutes(11));
        assertThat(rounds.reports()).hasSize(2);
    }

    @Test
    void aRoundStopsBetweenTwoProducers() {
        producer.records = 1;
        rounds.round(() -> true);
        flow(Duration.ofSeconds(59));
        rounds.round(() -> true);
        assertThat(bench.watched).isZero();
    }

    @Test
    void withModeOffThereIsNoWork() {
        producer.records = 1;
        assertThat(rounds.hasWork()).isTrue();
        assertThat(rounds(TuningMode.OFF).hasWork()).isFalse();
    }

    private TuningRounds rounds(TuningMode mode) {
        return new TuningRounds(
                TuningOptions.DEFAULT.mode(mode),
                open::get,
                bench,
                (clientId, step, changes) -> {
                    told.add(step.action());
                    changed.addAll(changes);
                },
                clock.clocks());
    }

    /** Lets time pass with a round each second, in which records flow. */
    private void flow(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            clock.advance(SECOND);
            if (bench.waitingCallers > 0) {
                bench.recordsPerSecond =
                        bench.waitingCallers * 1_000L / (3 + Long.parseLong(producer.settings.get("linger.ms")));
            }
            producer.records += bench.recordsPerSecond;
            producer.bytes += bench.recordsPerSecond * 100L;
            if (bench.sampling && !producer.samples.isEmpty() && bench.recordsPerSecond > 0) {
                producer.sample = sample();
            }
            rounds.round(() -> false);
        }
    }

    private void flowUntilApplied() {
        for (int second = 0; second < 120 && !told.contains(Action.APPLIED); second++) {
            flow(SECOND);
        }
        assertThat(told).containsExactly(Action.APPLIED);
    }

    private static PayloadSample sample() {
        byte[] value = CANARY.getBytes(StandardCharsets.UTF_8);
        return new PayloadSample(Map.of("orders", List.of(new Payload(null, value))));
    }

    private static ClientTuning changes(String... pairs) {
        List<TunedValue> values = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.add(new TunedValue(pairs[i], pairs[i + 1], "measured"));
        }
        return new ClientTuning("advised", values);
    }

    /** Finds what the test says. */
    private final class Bench implements Instruments {

        private ClientTuning advised = changes();
        private long recordsPerSecond = 10_000;
        private int waitingCallers;
        private boolean saturated;
        private boolean brokenWatches;
        private boolean sampling = true;
        private long failed;
        private long retried;
        private int judged;
        private int watched;
        private @Nullable PayloadSample lastSample;
        private @Nullable TunableProducer broken;

        @Override
        public Watch begin(TunableProducer watchedProducer) {
            watched++;
            long before = clock.nanos();
            long records = producer.records;
            return () -> {
                if (brokenWatches) {
                    throw new IllegalStateException("planted");
                }
                double seconds = (clock.nanos() - before) / 1e9;
                double rate = (producer.records - records) / seconds;
                return new Window(
                        new TuningObservation(rate, rate * 100, rate * 50, rate / 10, 5_000, 10, 3, 2, saturated),
                        producer.records - records,
                        failed,
                        retried,
                        0,
                        Set.of("orders"));
            };
        }

        @Override
        public Finding judge(TunableProducer judgedProducer, Window window, @Nullable PayloadSample sample) {
            if (judgedProducer == broken) {
                throw new IllegalStateException("planted");
            }
            judged++;
            lastSample = sample;
            List<CodecResult> codecs = sample == null
                    ? List.of()
                    : List.of(
                            new CodecResult("lz4", CodecResult.NO_LEVEL, 0.26, 1_000, 170, 2_500),
                            new CodecResult("zstd", 3, 0.15, 4_000, 100, 5_000));
            List<TuningAdvice> advice = advised.values().stream()
                    .map(value -> new TuningAdvice(
                            value.key(),
                            StepLog.valueOf(judgedProducer.explain(), value.key()),
                            value.value(),
                            value.reason(),
                            "some"))
                    .toList();
            return new Finding(codecs, new Judgement(advice, advised, new TuningSavings(1e9, 10, -5, "")));
        }
    }
}
