package io.kafkasdk.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.settings.TuningAdvice;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the advisor looks at a producer, what it samples, and what it advises and reports. */
class TuningRoundsTest {

    private final TuningBench bench = new TuningBench(TuningMode.SHADOW);

    @Test
    void theFirstLookIsAMinuteAfterTheFirstRecordAndTheNextAfterTheInterval() {
        bench.flow(Duration.ofSeconds(60));
        assertThat(bench.producer.samples).isEmpty();
        bench.flow(Duration.ofSeconds(2));
        assertThat(bench.producer.samples).hasSize(1);
        assertThat(bench.judged).isZero();
        bench.flow(Duration.ofSeconds(5));
        assertThat(bench.judged).isEqualTo(1);
        bench.flow(Duration.ofMinutes(9));
        assertThat(bench.judged).isEqualTo(1);
        bench.flow(Duration.ofMinutes(2));
        assertThat(bench.judged).isEqualTo(2);
    }

    @Test
    void shadowAdvisesAndReportsAndChangesNothing() {
        bench.advised = TuningBench.LZ4;
        bench.flow(Duration.ofHours(1));
        assertThat(bench.producer.advice)
                .extracting(TuningAdvice::setting)
                .containsExactly("compression.type", "linger.ms");
        assertThat(bench.producer.handOvers).isEmpty();
        assertThat(bench.rounds.reports()).singleElement().satisfies(report -> {
            assertThat(report.clientId()).isEqualTo("shop.orders");
            assertThat(report.advice()).isEqualTo(bench.producer.advice);
            assertThat(report.codecs()).extracting(CodecResult::label).containsExactly("lz4", "zstd:3");
            assertThat(report.steps()).isEmpty();
            assertThat(report.text())
                    .contains("shop.orders", "10,000 records/s", "lz4", "linger.ms: 0 -> 10", "risk: ");
        });
        assertThat(bench.told).isEmpty();
    }

    @Test
    void anIdleProducerIsNeitherSampledNorJudged() {
        bench.clock.advance(TuningBench.SECOND);
        bench.rounds.round(() -> false);
        assertThat(bench.rounds.hasWork()).isFalse();
        bench.producer.records = 1;
        for (int second = 0; second < 3_600; second++) {
            bench.clock.advance(TuningBench.SECOND);
            bench.rounds.round(() -> false);
        }
        assertThat(bench.producer.samples).isEmpty();
        assertThat(bench.watched).isZero();
    }

    @Test
    void withoutASampleInTimeItJudgesByTheMetersAndDropsWhatComesLater() {
        bench.advised = TuningBench.LZ4;
        bench.sampling = false;
        bench.flow(Duration.ofSeconds(61 + 31));
        assertThat(bench.judged).isEqualTo(1);
        assertThat(bench.lastSample).isNull();
        assertThat(bench.rounds.reports())
                .singleElement()
                .satisfies(report -> assertThat(report.text()).contains("not tried"));
        assertThat(bench.producer.sampling)
                .as("nobody takes it, so nobody copies")
                .isFalse();
        bench.sampling = true;
        bench.flow(Duration.ofMinutes(11));
        assertThat(bench.judged).isEqualTo(2);
    }

    @Test
    void noSampleStaysOpenWhenTheAdvisorStopsOrForgetsAProducer() {
        bench.sampling = false;
        bench.flow(Duration.ofSeconds(65));
        assertThat(bench.producer.sampling).isTrue();
        bench.rounds.end();
        assertThat(bench.producer.sampling).isFalse();
        // In the next look.
        bench.flow(Duration.ofSeconds(640));
        assertThat(bench.producer.sampling).isTrue();
        bench.open.set(List.of());
        bench.rounds.round(() -> false);
        assertThat(bench.producer.sampling).isFalse();
    }

    @Test
    void noSampleStaysOpenWhenALookFails() {
        bench.sampling = false;
        bench.flow(Duration.ofSeconds(65));
        bench.brokenWatches = true;
        bench.flow(Duration.ofSeconds(30));
        assertThat(bench.judged).isZero();
        assertThat(bench.producer.sampling).isFalse();
    }

    @Test
    void theSampleIsAsLargeAsSomeSecondsOfTrafficAndNoLargerThanAllowed() {
        bench.recordsPerSecond = 10;
        bench.flow(Duration.ofSeconds(62));
        bench.recordsPerSecond = 100_000;
        bench.flow(Duration.ofMinutes(11));
        assertThat(bench.producer.samples).containsExactly(16 << 10, 512 << 10);
    }

    /** 16 threads that send and wait for the acknowledgement, 3 ms and what the linger adds. */
    @Test
    void aProducerThatClosesIsForgotten() {
        bench.flow(Duration.ofSeconds(70));
        assertThat(bench.rounds.reports()).hasSize(1);
        bench.producer.closed = true;
        assertThat(bench.rounds.reports()).isEmpty();
        bench.open.set(List.of());
        bench.rounds.round(() -> false);
        assertThat(bench.rounds.hasWork()).isFalse();
        bench.producer.closed = false;
        assertThat(bench.rounds.reports()).isEmpty();
    }

    @Test
    void aProducerThatOpensAgainBeginsAnew() {
        bench.flow(Duration.ofSeconds(70));
        FakeTunable again = new FakeTunable("shop.orders", bench.clock);
        again.records = 1;
        bench.open.set(List.of(again));
        bench.flow(Duration.ofSeconds(70));
        assertThat(again.samples).as("no first look yet, it sends nothing more").isEmpty();
        assertThat(bench.rounds.reports()).isEmpty();
    }

    @Test
    void whatGoesWrongWithOneProducerIsToldOnceAndHoldsUpNoOther() {
        FakeTunable other = new FakeTunable("shop.audit", bench.clock);
        bench.open.set(List.of(bench.producer, other));
        bench.broken = bench.producer;
        for (int second = 0; second < 3_600; second++) {
            other.records += 100;
            bench.flow(TuningBench.SECOND);
        }
        assertThat(bench.rounds.reports()).extracting(TuningReport::clientId).containsExactly("shop.audit");
        bench.broken = null;
        bench.flow(Duration.ofMinutes(11));
        assertThat(bench.rounds.reports()).hasSize(2);
    }

    @Test
    void aRoundStopsBetweenTwoProducers() {
        bench.producer.records = 1;
        bench.rounds.round(() -> true);
        bench.flow(Duration.ofSeconds(59));
        bench.rounds.round(() -> true);
        assertThat(bench.watched).isZero();
    }

    @Test
    void withModeOffThereIsNoWork() {
        bench.producer.records = 1;
        assertThat(bench.rounds.hasWork()).isTrue();
        assertThat(new TuningBench(TuningMode.OFF).rounds.hasWork()).isFalse();
    }
}
