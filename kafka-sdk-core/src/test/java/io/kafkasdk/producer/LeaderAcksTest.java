package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LeaderAcksTest {

    private static final TopicPartition FIRST = new TopicPartition("logs", 0);
    private static final TopicPartition THIRD = new TopicPartition("logs", 2);

    private final LeaderAcks acks = new LeaderAcks("logs");

    @Test
    void whatWasAcknowledgedJustNowIsLookedAtTheNextTime() {
        acks.note(0, 10);
        assertThat(acks.toLookAt()).isEmpty();
        assertThat(acks.invisible(Map.of())).isZero();
        assertThat(acks.toLookAt()).containsExactly(FIRST);
        assertThat(acks.invisible(Map.of(FIRST, 10L))).isEqualTo(1);
        assertThat(acks.invisible(Map.of(FIRST, 11L))).isZero();
        assertThat(acks.toLookAt()).isEmpty();
    }

    @Test
    void aPortionCountsUntilTheWatermarkHasPassedAllOfIt() {
        for (int offset = 0; offset < 5; offset++) {
            acks.note(0, offset);
        }
        acks.invisible(Map.of());
        acks.note(0, 5);
        assertThat(acks.invisible(Map.of(FIRST, 4L))).isEqualTo(5);
        assertThat(acks.invisible(Map.of(FIRST, 5L))).isEqualTo(1);
        assertThat(acks.invisible(Map.of(FIRST, 6L))).isZero();
    }

    @Test
    void eachPartitionHasItsOwnWatermarkAndOneWithoutKeepsItsCount() {
        acks.note(0, 7);
        acks.note(2, 70);
        acks.note(2, 71);
        acks.invisible(Map.of());
        assertThat(acks.toLookAt()).containsExactly(FIRST, THIRD);
        assertThat(acks.invisible(Map.of(FIRST, 8L))).isEqualTo(2);
        assertThat(acks.invisible(Map.of())).isEqualTo(2);
        assertThat(acks.toLookAt()).containsExactly(THIRD);
        assertThat(acks.invisible(Map.of(THIRD, 72L))).isZero();
    }

    @Test
    void manyPortionsAreJoinedAndNoneIsForgotten() {
        for (int offset = 0; offset < 10_000; offset++) {
            acks.note(0, offset);
            acks.invisible(Map.of());
        }
        assertThat(acks.invisible(Map.of(FIRST, 0L))).isEqualTo(10_000);
        assertThat(acks.invisible(Map.of(FIRST, 9_999L))).isEqualTo(1);
        assertThat(acks.invisible(Map.of(FIRST, 10_000L))).isZero();
    }

    @Test
    void behindATruncationTheLowerOffsetsCount() {
        acks.note(0, 1_000);
        acks.invisible(Map.of());
        assertThat(acks.invisible(Map.of(FIRST, 1_001L))).isZero();
        acks.note(0, 500);
        acks.invisible(Map.of());
        assertThat(acks.invisible(Map.of(FIRST, 501L))).isZero();
    }
}
