package io.kafkasdk.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.cluster.GroupSnapshot;
import io.kafkasdk.cluster.GroupSnapshot.Owner;
import io.kafkasdk.cluster.Groups;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.lag.Lags;
import io.kafkasdk.metrics.ExporterSource.GroupFigures;
import io.kafkasdk.metrics.ExporterSource.PartitionFigures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ExporterMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<PartitionFigures> partitions = new ArrayList<>();
    private OptionalInt members = OptionalInt.empty();
    private final TopicCap topics = new TopicCap(2);
    private final ExporterMeters exporter =
            new ExporterMeters(new MeterSet(registry, "main", false), topics, new ExporterSource() {
                @Override
                public Collection<GroupFigures> groups() {
                    return List.of(new GroupFigures("payments", members, partitions));
                }

                @Override
                public Map<String, Integer> partitionCounts() {
                    return Map.of("orders", 2);
                }
            });

    @Test
    void lagIsCountedFromTheCommitAndSummedByTopic() {
        partitions.add(figures(0, 10, 0, 15));
        partitions.add(figures(1, 7, 0, 8));
        members = OptionalInt.of(3);
        exporter.renew();
        assertThat(gauge("kafka.consumergroup.lag", "partition", "0")).isEqualTo(5);
        assertThat(gauge("kafka.consumergroup.lag.sum", "topic", "orders")).isEqualTo(6);
        assertThat(gauge("kafka.consumergroup.current.offset", "partition", "1"))
                .isEqualTo(7);
        assertThat(gauge("kafka.consumergroup.current.offset.sum", "topic", "orders"))
                .isEqualTo(17);
        assertThat(gauge("kafka.consumergroup.members", "consumergroup", "payments"))
                .isEqualTo(3);
        assertThat(gauge("kafka.topic.partition.current.offset", "partition", "0"))
                .isEqualTo(15);
        assertThat(gauge("kafka.topic.partition.oldest.offset", "partition", "0"))
                .isZero();
        assertThat(gauge("kafka.topic.partitions", "topic", "orders")).isEqualTo(2);
    }

    @Test
    void membersAndNumbersOfPartitionsComeFromTheViewOfTheWholeGroup() {
        TopicPartition orders0 = new TopicPartition("orders", 0);
        StagedConsumer consumer = new StagedConsumer("payments", List.of(Lags.lag(orders0, 10, 15)));
        OwnFigures own = new OwnFigures(
                () -> List.of(consumer),
                () -> List.of(Groups.known("payments", 3, Groups.topic("orders", 10, 15, new Owner.Nobody()))));
        assertThat(own.groups()).singleElement().satisfies(group -> {
            assertThat(group.members()).hasValue(3);
            assertThat(group.partitions()).extracting(PartitionFigures::end).containsExactly(15L);
        });
        assertThat(own.partitionCounts()).isEqualTo(Map.of("orders", 1));
        OwnFigures alone = new OwnFigures(() -> List.of(consumer), List::of);
        assertThat(alone.groups())
                .singleElement()
                .satisfies(group ->
                        assertThat(group.members()).as("told by another member").isEmpty());
    }

    @Test
    void aNumberOfPartitionsThatIsNotKnownIsAbsentAndTheLargestOfSeveralGroupsIsTold() {
        GroupSnapshot.GroupTopic nothing = new GroupSnapshot.GroupTopic("orders", List.of());
        GroupSnapshot.GroupTopic orders = Groups.topic("orders", 10, 15, new Owner.Nobody());
        List<GroupSnapshot> groups = new ArrayList<>(List.of(Groups.known("audit", 1, nothing)));
        OwnFigures own = new OwnFigures(List::of, () -> groups);
        assertThat(own.partitionCounts()).isEmpty();
        groups.add(Groups.known("payments", 1, orders));
        groups.add(Groups.known("refunds", 1, nothing));
        assertThat(own.partitionCounts()).isEqualTo(Map.of("orders", 1));
    }

    @Test
    void aPartitionThatTwoMembersOwnDuringAHandoverIsToldOnceWithWhatWasSeenLater() {
        TopicPartition orders0 = new TopicPartition("orders", 0);
        StagedConsumer before = new StagedConsumer("app.in", "payments", List.of(Lags.lag(orders0, 10, 15)));
        StagedConsumer after = new StagedConsumer("app.in-2", "payments", List.of(Lags.lag(orders0, 14, 16)));
        for (List<ManagedConsumer> order :
                List.of(List.<ManagedConsumer>of(before, after), List.<ManagedConsumer>of(after, before))) {
            OwnFigures own = new OwnFigures(() -> order, List::of);
            assertThat(own.groups())
                    .singleElement()
                    .satisfies(group -> assertThat(group.partitions())
                            .extracting(PartitionFigures::end)
                            .containsExactly(16L));
        }
    }

    @Test
    void topicsBeyondTheCapHaveNoSeries() {
        topics.tagFor("refunds");
        partitions.add(figures(0, 10, 0, 15));
        partitions.add(new PartitionFigures(new TopicPartition("late", 0), 1, 0, 2));
        exporter.renew();
        assertThat(registry.get("kafka.consumergroup.lag").gauges())
                .extracting(gauge -> gauge.getId().getTag("topic"))
                .containsExactly("orders");
        assertThat(registry.get("kafka.consumergroup.lag.sum").gauges()).hasSize(1);
    }

    @Test
    void whatIsNotKnownHasNoSeriesAndNeverMinusOne() {
        partitions.add(figures(0, -1, -1, 15));
        partitions.add(figures(1, 4, -1, -1));
        exporter.renew();
        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getName())
                .containsExactlyInAnyOrder(
                        "kafka.topic.partitions",
                        "kafka.topic.partition.current.offset",
                        "kafka.consumergroup.current.offset",
                        "kafka.consumergroup.current.offset.sum");
    }

    @Test
    void lagIsNeverNegativeAndCountsNothingThatRetentionDeleted() {
        partitions.add(figures(0, 20, 0, 15));
        partitions.add(figures(1, 0, 12, 15));
        exporter.renew();
        assertThat(gauge("kafka.consumergroup.lag", "partition", "0")).isZero();
        assertThat(gauge("kafka.consumergroup.lag", "partition", "1")).isEqualTo(3);
    }

    @Test
    void theSeriesOfAPartitionGoWithIt() {
        partitions.add(figures(0, 10, 0, 15));
        exporter.renew();
        partitions.clear();
        partitions.add(figures(1, 1, 0, 2));
        exporter.renew();
        assertThat(registry.get("kafka.consumergroup.lag").gauges())
                .extracting(gauge -> gauge.getId().getTag("partition"))
                .containsExactly("1");
    }

    private static PartitionFigures figures(int partition, long committed, long start, long end) {
        return new PartitionFigures(new TopicPartition("orders", partition), committed, start, end);
    }

    private double gauge(String name, String key, String value) {
        return registry.get(name).tag(key, value).gauge().value();
    }
}
