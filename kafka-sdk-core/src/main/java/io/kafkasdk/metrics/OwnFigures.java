package io.kafkasdk.metrics;

import io.kafkasdk.cluster.GroupSnapshot;
import io.kafkasdk.consumer.GroupConsumer;
import io.kafkasdk.lag.LagSnapshot;
import io.kafkasdk.lag.PartitionLag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/** What the consumers of this process know of the partitions that they own, and of the groups that they tell about. */
final class OwnFigures implements ExporterSource {

    private final Supplier<? extends Collection<? extends GroupConsumer>> consumers;
    private final Supplier<? extends Collection<GroupSnapshot>> wholeGroups;

    OwnFigures(
            Supplier<? extends Collection<? extends GroupConsumer>> consumers,
            Supplier<? extends Collection<GroupSnapshot>> wholeGroups) {
        this.consumers = consumers;
        this.wholeGroups = wholeGroups;
    }

    @Override
    public Collection<GroupFigures> groups() {
        Map<String, Map<TopicPartition, PartitionLag>> byGroup = new TreeMap<>();
        for (GroupConsumer consumer : consumers.get()) {
            LagSnapshot lag = consumer.lag();
            Map<TopicPartition, PartitionLag> ofGroup =
                    byGroup.computeIfAbsent(lag.group(), group -> new LinkedHashMap<>());
            // Two members own it while it moves from one to the other.
            lag.partitions().forEach(partition -> ofGroup.merge(partition.partition(), partition, TopicView::newer));
        }
        List<GroupFigures> groups = new ArrayList<>();
        byGroup.forEach((group, partitions) -> groups.add(new GroupFigures(
                group,
                members(group),
                partitions.values().stream().map(OwnFigures::figures).toList())));
        return groups;
    }

    private OptionalInt members(String group) {
        return wholeGroups.get().stream()
                .filter(snapshot -> snapshot.group().equals(group))
                .findAny()
                .map(GroupSnapshot::members)
                .orElse(OptionalInt.empty());
    }

    @Override
    public Map<String, Integer> partitionCounts() {
        Map<String, Integer> counts = new TreeMap<>();
        wholeGroups.get().stream()
                .flatMap(group -> group.topics().stream())
                // Of a topic that the brokers say nothing of, there are none.
                .filter(topic -> !topic.partitions().isEmpty())
                .forEach(topic -> counts.merge(topic.topic(), topic.partitions().size(), Math::max));
        return counts;
    }

    private static PartitionFigures figures(PartitionLag lag) {
        PartitionLag.Offsets offsets = lag.offsets();
        return new PartitionFigures(lag.partition(), offsets.committed(), offsets.logStart(), offsets.end());
    }
}
