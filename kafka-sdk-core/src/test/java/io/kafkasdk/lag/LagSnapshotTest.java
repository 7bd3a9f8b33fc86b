package io.kafkasdk.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LagSnapshotTest {

    private static PartitionLag lag(String topic, int partition, long frontier, long end) {
        return Lags.lag(new TopicPartition(topic, partition), frontier, end);
    }

    @Test
    void sumsAndFindsTheWorstPerTopic() {
        LagSnapshot lag = Lags.snapshot("g", List.of(lag("a", 0, 1, 4), lag("a", 1, 0, 10), lag("b", 0, 5, 5)));
        assertThat(lag.records("a")).isEqualTo(OptionalLong.of(13));
        assertThat(lag.maxRecords("a")).isEqualTo(OptionalLong.of(10));
        assertThat(lag.records("b")).isEqualTo(OptionalLong.of(0));
        assertThat(lag.topics()).containsExactly("a", "b");
    }

    @Test
    void oneUnknownPartitionMakesTheTopicUnknownAndNotTheOthers() {
        LagSnapshot lag = Lags.snapshot("g", List.of(lag("a", 0, 1, 4), lag("a", 1, 0, -1), lag("b", 0, 5, 6)));
        assertThat(lag.records("a")).isEmpty();
        assertThat(lag.maxRecords("a")).isEmpty();
        assertThat(lag.records("b")).isEqualTo(OptionalLong.of(1));
        assertThat(lag.records("missing")).isEmpty();
    }

    @Test
    void isNeverNegative() {
        assertThat(lag("a", 0, 9, 4).records()).isEqualTo(OptionalLong.of(0));
    }
}
