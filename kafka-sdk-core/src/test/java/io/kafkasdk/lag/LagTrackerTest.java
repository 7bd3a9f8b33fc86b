package io.kafkasdk.lag;

import static org.assertj.core.api.Assertions.assertThat;

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
    private final LagTracker tracker = new LagTracker("payments", IsolationLevel.READ_COMMITTED, nanos::get);

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
        assertThat(tracker.stale()).isEmpty();
        pass(1);
        assertThat(tracker.stale()).containsExactly(P0);
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
        assertThat(tracker.stale()).isEmpty();
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
        assertThat(tracker.stale()).containsExactly(P0);
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
        assertThat(tracker.stale()).isEmpty();
    }

    private void sample(TopicPartition partition, long frontier, long end) {
        tracker.sample(List.of(new PartitionLag(partition, frontier, end)));
    }

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void forgettingOtherPartitionsConfirmsNothing() {
        tracker.sample(List.of(new PartitionLag(P0, 40, 100), new PartitionLag(P1, 0, 0)));
        tracker.endOffsets(Map.of(P0, 500L));
        pass(16);
        tracker.retain(List.of(P0));
        assertThat(tracker.snapshot().partitions()).containsExactly(new PartitionLag(P0, 40, 500));
        assertThat(tracker.stale()).containsExactly(P0);
    }
}
