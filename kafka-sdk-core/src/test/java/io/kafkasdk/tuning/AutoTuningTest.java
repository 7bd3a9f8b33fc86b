package io.kafkasdk.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.producer.HandOver.Result;
import io.kafkasdk.producer.PayloadSample;
import io.kafkasdk.tuning.TuningListener.Change;
import io.kafkasdk.tuning.TuningReport.TuningStep;
import io.kafkasdk.tuning.TuningReport.TuningStep.Action;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the advisor does with a producer that it may change, second by second. */
class AutoTuningTest {

    private static final Duration FIRST_WINDOW = AutoTuning.SETTLE.plus(AutoTuning.WINDOW);

    private final TuningBench bench = new TuningBench(TuningMode.AUTO);

    @Test
    void nothingOfTheRecordsIsToldOrKept() {
        bench.advised = TuningBench.LZ4;
        bench.flow(Duration.ofSeconds(70));
        PayloadSample judged = bench.lastSample;
        assertThat(judged).isNotNull();
        WeakReference<PayloadSample> reference = new WeakReference<>(judged);
        assertThat(bench.rounds.reports())
                .singleElement()
                .satisfies(report -> assertThat(report.text() + report).doesNotContain(TuningBench.CANARY));
        judged = null;
        bench.lastSample = null;
        await().until(() -> {
            System.gc();
            return reference.get() == null;
        });
        assertThat(bench.rounds.reports()).hasSize(1);
    }

    @Test
    void autoAppliesWhatTwoLooksInARowAdvise() {
        bench.advised = TuningBench.LZ4;
        bench.flow(Duration.ofSeconds(70));
        assertThat(bench.judged).isEqualTo(1);
        assertThat(bench.producer.handOvers).isEmpty();
        bench.flow(Duration.ofSeconds(20));
        assertThat(bench.producer.handOvers).containsExactly(TuningBench.LZ4);
        assertThat(bench.told).containsExactly(Action.APPLIED);
        assertThat(bench.changed)
                .extracting(Change::toString)
                .containsExactly("compression.type gzip -> lz4", "linger.ms 0 -> 10");
        assertThat(bench.producer.advice)
                .as("what was followed is no advice any more")
                .isEmpty();
        bench.advised = TuningBench.changes();
        bench.flow(Duration.ofMinutes(1));
        assertThat(bench.told).containsExactly(Action.APPLIED, Action.KEPT);
        bench.flow(Duration.ofHours(1));
        assertThat(bench.producer.handOvers).hasSize(1);
        assertThat(bench.rounds.reports()).singleElement().satisfies(report -> {
            assertThat(report.steps()).extracting(TuningStep::action).containsExactly(Action.APPLIED, Action.KEPT);
            assertThat(report.text()).contains("APPLIED", "compression.type gzip -> lz4", "12.0 ms");
        });
    }

    @Test
    void autoAppliesOnlyWhatBothLooksAgreeOn() {
        bench.advised =
                TuningBench.changes("compression.type", "zstd", "compression.zstd.level", "1", "linger.ms", "10");
        bench.flow(Duration.ofSeconds(70));
        bench.advised =
                TuningBench.changes("compression.type", "zstd", "compression.zstd.level", "3", "linger.ms", "20");
        bench.flow(Duration.ofSeconds(20));
        assertThat(bench.producer.handOvers).containsExactly(TuningBench.changes("linger.ms", "20"));
    }

    @Test
    void adviceThatChangesEachTimeIsNeverApplied() {
        for (int look = 0; look < 20; look++) {
            bench.advised = TuningBench.changes("compression.type", look % 2 == 0 ? "lz4" : "snappy");
            int judged = bench.judged;
            while (bench.judged == judged) {
                bench.flow(TuningBench.SECOND);
            }
        }
        assertThat(bench.producer.handOvers).isEmpty();
    }

    @Test
    void afterThreeLooksThatConfirmNothingTheIntervalCountsAgain() {
        for (int second = 0; second < 3_600; second++) {
            bench.advised = TuningBench.changes("compression.type", bench.judged % 2 == 0 ? "lz4" : "snappy");
            bench.flow(TuningBench.SECOND);
        }
        // Four looks in a row each ten minutes, and not one each 16 s.
        assertThat(bench.judged).isBetween(15, 24);
        assertThat(bench.producer.handOvers).isEmpty();
    }

    @Test
    void callersThatWaitForEachAcknowledgementGetTheirLingerBack() {
        bench.waitingCallers = 16;
        bench.advised = TuningBench.changes("linger.ms", "100");
        bench.flowUntilApplied();
        bench.flow(FIRST_WINDOW.plus(AutoTuning.WINDOW));
        assertThat(bench.told).containsExactly(Action.APPLIED, Action.ROLLED_BACK);
        assertThat(bench.producer.settings).containsEntry("linger.ms", "0");
        assertThat(bench.rounds.reports())
                .singleElement()
                .satisfies(report -> assertThat(report.text()).contains("wait for each acknowledgement"));
    }

    @Test
    void soFewRecordsThatTheyProveNothingDecideNothing() {
        bench.advised = TuningBench.changes("compression.type", "lz4");
        bench.flowUntilApplied();
        bench.recordsPerSecond = 900;
        bench.flow(Duration.ofHours(1));
        assertThat(bench.told).containsExactly(Action.APPLIED);
        bench.recordsPerSecond = 1_100;
        bench.flow(Duration.ofMinutes(1));
        assertThat(bench.told).containsExactly(Action.APPLIED, Action.KEPT);
    }

    @Test
    void anIdleProducerIsNotLookedAtWhileAChangeIsToProveItself() {
        bench.advised = TuningBench.changes("compression.type", "lz4");
        bench.flowUntilApplied();
        bench.recordsPerSecond = 0;
        bench.flow(Duration.ofMinutes(1));
        int watched = bench.watched;
        bench.flow(Duration.ofHours(1));
        assertThat(bench.watched).isEqualTo(watched);
        assertThat(bench.told).containsExactly(Action.APPLIED);
    }

    @Test
    void whatIsWorseTwiceIsTakenBackAndNotTriedAgainForADay() {
        bench.advised = TuningBench.LZ4;
        bench.saturated = true;
        bench.flowUntilApplied();
        bench.recordsPerSecond = 8_000;
        bench.flow(FIRST_WINDOW);
        assertThat(bench.told).as("once may be chance").containsExactly(Action.APPLIED);
        bench.flow(AutoTuning.WINDOW);
        assertThat(bench.told).containsExactly(Action.APPLIED, Action.ROLLED_BACK);
        assertThat(bench.producer.settings)
                .containsEntry("compression.type", "gzip")
                .containsEntry("linger.ms", "0");
        assertThat(bench.producer.advice)
                .allSatisfy(advice ->
                        assertThat(advice.why()).contains("taken back", "8,000 records/s through, before 10,000"));
        bench.advised = TuningBench.changes("compression.type", "lz4", "linger.ms", "15");
        bench.flow(Duration.ofHours(20));
        assertThat(bench.producer.handOvers).hasSize(2);
        assertThat(bench.producer.advice)
                .as("it stays advice, with what came of it")
                .hasSize(2)
                .allSatisfy(advice -> assertThat(advice.why()).contains("taken back"));
        bench.flow(Duration.ofHours(5));
        assertThat(bench.producer.handOvers).hasSizeGreaterThan(2);
    }

    @Test
    void severalChangesThatWereTakenBackAreAllRemembered() {
        bench.saturated = true;
        for (String codec : List.of("lz4", "snappy", "lz4", "snappy", "lz4")) {
            bench.advised = TuningBench.changes("compression.type", codec);
            bench.recordsPerSecond = 10_000;
            int before = bench.producer.handOvers.size();
            for (int second = 0; second < 1_500 && bench.producer.handOvers.size() == before; second++) {
                bench.flow(TuningBench.SECOND);
            }
            bench.recordsPerSecond = 5_000;
            bench.flow(Duration.ofMinutes(2));
        }
        assertThat(bench.told).containsExactly(Action.APPLIED, Action.ROLLED_BACK, Action.APPLIED, Action.ROLLED_BACK);
    }

    @Test
    void oneWorseWindowAmongGoodOnesIsForgiven() {
        bench.advised = TuningBench.LZ4;
        bench.saturated = true;
        bench.flowUntilApplied();
        bench.recordsPerSecond = 5_000;
        bench.flow(FIRST_WINDOW);
        bench.recordsPerSecond = 12_000;
        bench.flow(Duration.ofSeconds(30));
        assertThat(bench.told).containsExactly(Action.APPLIED, Action.KEPT);
    }

    @Test
    void failuresTakeAChangeBackAtOnce() {
        bench.advised = TuningBench.LZ4;
        bench.flowUntilApplied();
        bench.failed = 3_000;
        bench.flow(FIRST_WINDOW);
        assertThat(bench.told).containsExactly(Action.APPLIED, Action.ROLLED_BACK);
        assertThat(bench.rounds.reports())
                .singleElement()
                .satisfies(report -> assertThat(report.text()).contains("3,000 records failed"));
    }

    @Test
    void whereNothingIsSentAChangeIsNeitherKeptNorTakenBack() {
        bench.advised = TuningBench.LZ4;
        bench.flow(Duration.ofSeconds(90));
        bench.recordsPerSecond = 0;
        bench.flow(Duration.ofHours(2));
        assertThat(bench.told).containsExactly(Action.APPLIED);
        bench.recordsPerSecond = 10_000;
        bench.flow(Duration.ofMinutes(1));
        assertThat(bench.told).containsExactly(Action.APPLIED, Action.KEPT);
    }

    @Test
    void nothingIsAppliedWhileRecordsFailOrAreSentAgain() {
        bench.advised = TuningBench.LZ4;
        bench.retried = 1;
        bench.flow(Duration.ofMinutes(30));
        assertThat(bench.producer.handOvers).isEmpty();
        assertThat(bench.told).isNotEmpty().containsOnly(Action.POSTPONED);
        bench.retried = 0;
        bench.flow(Duration.ofMinutes(12));
        assertThat(bench.told).endsWith(Action.APPLIED, Action.KEPT);
    }

    @Test
    void aHandOverThatDoesNotComeAboutIsTriedMoreAndMoreSeldom() {
        bench.advised = TuningBench.LZ4;
        bench.producer.result = Result.NOT_DRAINED;
        bench.flow(Duration.ofHours(2));
        assertThat(bench.told).containsOnly(Action.POSTPONED);
        // 30 s, 1, 2, 4, 8 min, and then as often as it looks.
        assertThat(bench.producer.handOvers).hasSizeBetween(12, 18);
        bench.producer.result = Result.DONE;
        bench.flow(Duration.ofMinutes(12));
        assertThat(bench.told).endsWith(Action.APPLIED, Action.KEPT);
    }

    @Test
    void takingBackIsTriedUntilItWorks() {
        bench.advised = TuningBench.LZ4;
        bench.flow(Duration.ofSeconds(90));
        bench.failed = 3_000;
        bench.producer.result = Result.NOT_DRAINED;
        bench.flow(Duration.ofMinutes(5));
        assertThat(bench.told).startsWith(Action.APPLIED, Action.POSTPONED).doesNotContain(Action.ROLLED_BACK);
        bench.producer.result = Result.DONE;
        bench.flow(Duration.ofMinutes(10));
        assertThat(bench.told).endsWith(Action.ROLLED_BACK);
        assertThat(bench.producer.settings).containsEntry("compression.type", "gzip");
    }

    @Test
    void aProducerThatCannotBeHandedOverIsAdvisedAndToldSo() {
        bench.advised = TuningBench.LZ4;
        bench.producer.canHandOver = false;
        bench.flow(Duration.ofHours(1));
        assertThat(bench.producer.handOvers).isEmpty();
        assertThat(bench.told).isEmpty();
        assertThat(bench.producer.advice)
                .allSatisfy(advice -> assertThat(advice.why()).contains("not applied", "acks=1"));
    }

    @Test
    void aReportKeepsTheLastTwentySteps() {
        bench.advised = TuningBench.LZ4;
        bench.producer.result = Result.NO_CLIENT;
        bench.flow(Duration.ofHours(6));
        assertThat(bench.told).hasSizeGreaterThan(20);
        assertThat(bench.rounds.reports())
                .singleElement()
                .satisfies(report -> assertThat(report.steps()).hasSize(20));
    }
}
