package io.kafkasdk.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.lag.Lags;
import io.kafkasdk.lag.PartitionLag;
import io.kafkasdk.lag.TimeLag;
import io.kafkasdk.metrics.MetricsOptions.Granularity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionMetersTest {

    private static TopicPartition p(int partition) {
        return new TopicPartition("orders", partition);
    }

    private static List<TopicPartition> partitions(int count) {
        return IntStream.range(0, count).mapToObj(PartitionMetersTest::p).toList();
    }

    /** Lags of partitions 0, 1, ... with these ages in seconds; a negative one is not known. */
    private static List<PartitionLag> lags(int... seconds) {
        List<PartitionLag> lags = new ArrayList<>();
        for (int i = 0; i < seconds.length; i++) {
            TimeLag time = seconds[i] < 0
                    ? TimeLag.UNKNOWN
                    : new TimeLag(Duration.ofSeconds(seconds[i]), Duration.ZERO, TimeLag.Source.TABLE);
            lags.add(Lags.lag(p(i), 10, 10 + seconds[i], time));
        }
        return lags;
    }

    private static Set<String> shown(MeterRig rig) {
        return rig.registry.find(LagNames.PARTITION_LAG_TIME.name()).gauges().stream()
                .map(gauge -> String.valueOf(gauge.getId().getTag("partition")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static MeterRig rig(Granularity granularity) {
        return new MeterRig(MetricsOptions.DEFAULT.granularity(granularity));
    }

    @Test
    void noPartitionHasSeriesUnlessAskedFor() {
        MeterRig rig = rig(Granularity.TOPIC);
        rig.open(new StagedConsumer("payments", lags(1, 2)));
        rig.events.assigned("payments", partitions(2));
        rig.look();
        assertThat(rig.registry.getMeters()).noneMatch(meter -> meter.getId().getTag("partition") != null);
    }

    @Test
    void everyOwnedPartitionHasSeriesForAsLongAsItIsOwned() {
        MeterRig rig = rig(Granularity.PARTITIONS);
        StagedConsumer consumer = rig.open(new StagedConsumer("payments", lags(1, 2)));
        rig.events.assigned("payments", partitions(2));
        assertThat(rig.gauge(LagNames.PARTITION_LAG, "partition", "1")).isEqualTo(2);
        assertThat(rig.seconds(LagNames.PARTITION_LAG_TIME, "partition", "1")).isEqualTo(2);
        assertThat(rig.gauge(LagNames.OFFSET_POSITION, "partition", "1")).isEqualTo(10);
        assertThat(rig.gauge(LagNames.OFFSET_END, "partition", "1")).isEqualTo(12);
        assertThat(rig.gauge(LagNames.OFFSET_COMMITTED, "partition", "1"))
                .as("not known, and so not -1")
                .isNaN();
        rig.events.revoked("payments", List.of(p(1)), false);
        assertThat(shown(rig)).containsExactly("0");
        rig.close(consumer);
        assertThat(rig.registry.getMeters()).isEmpty();
    }

    @Test
    void theFiveWorstHaveSeriesAndAreChosenAnewAfterAMinute() {
        MeterRig rig = rig(Granularity.TOP_PARTITIONS);
        StagedConsumer consumer = rig.open(new StagedConsumer("payments", lags(1, 50, 2, 40, 3, 30, 20)));
        rig.events.assigned("payments", partitions(7));
        rig.look();
        assertThat(shown(rig)).containsExactly("1", "3", "4", "5", "6");
        consumer.partitions = lags(500, 50, 2, 40, 3, 30, 20);
        rig.clock.add(Duration.ofSeconds(59));
        rig.look();
        assertThat(shown(rig)).as("not yet").doesNotContain("0");
        rig.clock.add(Duration.ofSeconds(1));
        rig.look();
        assertThat(shown(rig)).containsExactly("0", "1", "3", "5", "6");
    }

    @Test
    void aRevokedPartitionGoesAtOnceAndItsPlaceIsTakenWithTheNextChoice() {
        MeterRig rig = rig(Granularity.TOP_PARTITIONS);
        StagedConsumer consumer = rig.open(new StagedConsumer("payments", lags(9, 8, 7, 6, 5, 4)));
        rig.events.assigned("payments", partitions(6));
        rig.look();
        assertThat(shown(rig)).containsExactly("0", "1", "2", "3", "4");
        consumer.partitions = lags(9, 8, 7, 6, 5, 4).subList(1, 6);
        rig.events.revoked("payments", List.of(p(0)), false);
        assertThat(shown(rig)).containsExactly("1", "2", "3", "4");
        rig.clock.add(Duration.ofMinutes(1));
        rig.look();
        assertThat(shown(rig)).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void topicsBeyondTheCapHaveNoPartitions() {
        MeterRig rig = rig(Granularity.PARTITIONS);
        List<TopicPartition> all = IntStream.range(0, 201)
                .mapToObj(i -> new TopicPartition("topic-" + i, 0))
                .toList();
        rig.open(new StagedConsumer("payments", List.of()));
        rig.events.assigned("payments", all);
        assertThat(rig.registry.find(LagNames.PARTITION_LAG.name()).gauges()).hasSize(200);
    }

    @Test
    void aPartitionIsReplacedOnlyByOneThatIsClearlyWorse() {
        Set<TopicPartition> five = Set.of(p(0), p(1), p(2), p(3), p(4));
        assertThat(choose(five, 100, 100, 100, 100, 30, 44))
                .as("less than half as old again")
                .isEqualTo(five);
        assertThat(choose(five, 100, 100, 100, 100, 30, 46)).contains(p(5)).doesNotContain(p(4));
        assertThat(choose(five, 1, 1, 1, 1, 0, 9)).as("less than 10 s").isEqualTo(five);
        assertThat(choose(five, 100, 100, 100, 100, -1, 0)).as("unknown stays").isEqualTo(five);
        assertThat(choose(five, 100, 100, 100, 100, -1, 60)).contains(p(5)).doesNotContain(p(4));
        assertThat(choose(five, 0, 0, 0, 0, 0, 70, 60, -1)).contains(p(5), p(6)).hasSize(5);
    }

    @Test
    void fewPartitionsAreAllChosenAndThoseThatWentAreNot() {
        assertThat(choose(Set.of(p(9)), 0, -1)).containsExactlyInAnyOrder(p(0), p(1));
    }

    private static Set<TopicPartition> choose(Set<TopicPartition> chosen, int... seconds) {
        Map<TopicPartition, Double> lag = new HashMap<>();
        for (int i = 0; i < seconds.length; i++) {
            lag.put(p(i), seconds[i] < 0 ? Double.NaN : seconds[i]);
        }
        return TopPartitions.choose(chosen, lag);
    }
}
