package io.kafkasdk.lag;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.lag.LagTracker.Clocks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LagTrackerTest {

    private static final TopicPartition P0 = new TopicPartition("orders", 0);
    private static final TopicPartition P1 = new TopicPartition("orders", 1);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final LagTracker tracker =
            new LagTracker("payments", IsolationLevel.READ_COMMITTED, new Clocks(nanos::get, () -> 0));

    @Test
    void theLagIsTheDistanceFromFrontierToEnd() {
        sample(P0, 40, 100);
        assertThat(tracker.snapshot().records("orders")).isEqualTo(OptionalLong.of(60));
    }

    @Test
    void anEndThatIsOnlyRepeatedBecomesStaleAndThenUnknown() {
        sample(P0, 40, 100);
        pass(14);
        sample(P0, 41, 100);
        assertThat(tracker.staleEnds()).isEmpty();
        pass(1);
        assertThat(tracker.staleEnds()).containsExactly(P0);
        assertThat(tracker.snapshot().records("orders")).isEqualTo(OptionalLong.of(59));
        pass(15);
        sample(P0, 41, 100);
        assertThat(tracker.snapshot().records("orders")).isEmpty();
    }

    @Test
    void becomesUnknownEvenWhenNobodySamplesAnyMore() {
        sample(P0, 40, 100);
        pass(30);
        assertThat(tracker.snapshot().records("orders")).isEmpty();
        assertThat(tracker.snapshot().partitions()).hasSize(1);
    }

    @Test
    void anAnswerFromTheClusterCountsMoreThanTheEndTheClientRepeats() {
        sample(P0, 40, 100);
        pass(20);
        tracker.endOffsets(Map.of(P0, 500L, P1, 7L));
        sample(P0, 40, 100);
        assertThat(tracker.snapshot().records("orders")).isEqualTo(OptionalLong.of(460));
        assertThat(tracker.snapshot().partitions()).hasSize(1);
        assertThat(tracker.staleEnds()).isEmpty();
    }

    @Test
    void anEndThatGoesBackIsBelievedOnlyWhenNothingConfirmsTheLaterOne() {
        sample(P0, 40, 100);
        tracker.endOffsets(Map.of(P0, 500L));
        sample(P0, 60, 120);
        assertThat(tracker.snapshot().records("orders")).isEqualTo(OptionalLong.of(440));
        pass(16);
        sample(P0, 70, 130);
        assertThat(tracker.snapshot().records("orders")).isEqualTo(OptionalLong.of(60));
    }

    @Test
    void whatWasNeverLearnedIsUnknownAndAskedForAtOnce() {
        sample(P0, PartitionLag.UNKNOWN, PartitionLag.UNKNOWN);
        assertThat(tracker.snapshot().records("orders")).isEmpty();
        assertThat(tracker.staleEnds()).containsExactly(P0);
        tracker.endOffsets(Map.of(P0, 10L));
        assertThat(tracker.snapshot().records("orders"))
                .as("the frontier is unknown")
                .isEmpty();
        sample(P0, 4, PartitionLag.UNKNOWN);
        assertThat(tracker.snapshot().records("orders")).isEqualTo(OptionalLong.of(6));
    }

    @Test
    void partitionsThatWentVanishAtOnce() {
        sample(P0, 40, 100);
        tracker.sample(List.of());
        assertThat(tracker.snapshot().topics()).isEmpty();
        assertThat(tracker.staleEnds()).isEmpty();
    }

    private void sample(TopicPartition partition, long frontier, long end) {
        tracker.sample(List.of(Lags.sample(partition, frontier, end)));
    }

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void forgettingOtherPartitionsConfirmsNothing() {
        tracker.sample(List.of(Lags.sample(P0, 40, 100), Lags.sample(P1, 0, 0)));
        tracker.endOffsets(Map.of(P0, 500L));
        pass(16);
        tracker.retain(List.of(P0));
        assertThat(tracker.snapshot().partitions())
                .extracting(PartitionLag::offsets)
                .containsExactly(Lags.lag(P0, 40, 500).offsets());
        assertThat(tracker.staleEnds()).containsExactly(P0);
    }

    @Test
    void whoIsNotAnsweredAboutIsLeftAloneForTenSecondsAndHoldsUpNobodyElse() {
        tracker.sample(List.of(Lags.sample(P0, 40, PartitionLag.UNKNOWN), Lags.sample(P1, 0, PartitionLag.UNKNOWN)));
        assertThat(tracker.staleEnds()).containsExactlyInAnyOrder(P0, P1);
        tracker.endOffsets(Map.of(P1, 7L));
        pass(9);
        assertThat(tracker.staleEnds()).as("its leader is missing").doesNotContain(P0);
        pass(1);
        assertThat(tracker.staleEnds()).contains(P0);
    }

    @Test
    void theAgeOfCommitsBeginsAnewWithEachCommit() {
        tracker.sample(List.of(committed(10, 20)));
        pass(5);
        tracker.sample(List.of(committed(10, 25)));
        assertThat(commitAge()).isEqualTo(5);
        pass(5);
        tracker.sample(List.of(committed(22, 30)));
        assertThat(commitAge()).as("committed, and behind again").isZero();
        pass(3);
        assertThat(commitAge()).isEqualTo(3);
    }

    private double commitAge() {
        return tracker.snapshot().partitions().get(0).commitAgeSeconds();
    }

    private static PartitionSample committed(long committed, long frontier) {
        return new PartitionSample(P0, committed, frontier, frontier, 100, PartitionSample.Timestamps.UNKNOWN, false);
    }

    @Test
    void aPauseExcusesAStandstillAndDoesNotHideHowLongTheOldestRecordWaits() {
        MemberFacts paused = new MemberFacts(
                Duration.ZERO, Duration.ofMinutes(5), Duration.ZERO, "the application paused the consumer", "");
        MemberFacts resumed = new MemberFacts(Duration.ZERO, Duration.ofMinutes(5), Duration.ZERO, "", "");
        sample(P0, 40, 100);
        for (int i = 0; i < 20; i++) {
            pass(5);
            tracker.endOffsets(Map.of(P0, 101L + i));
            tracker.look(paused);
        }
        assertThat(tracker.snapshot().partitions().get(0).oldestSeconds()).isEqualTo(100);
        tracker.look(resumed);
        assertThat(tracker.snapshot().status("orders").orElseThrow().status()).isNotEqualTo(ConsumptionStatus.STALL);
    }
}
