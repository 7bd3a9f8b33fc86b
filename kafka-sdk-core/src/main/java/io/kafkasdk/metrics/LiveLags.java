package io.kafkasdk.metrics;

import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.GroupConsumer;
import io.kafkasdk.lag.LagSnapshot;
import io.kafkasdk.lag.PartitionLag;
import io.kafkasdk.lag.TopicStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The lag of all live consumers, looked at no more than once a second: the hundreds of gauges that one scrape reads are of one
 * instant, and cost one look.
 */
final class LiveLags {

    private static final long AGE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Supplier<? extends Collection<? extends GroupConsumer>> consumers;
    private final TopicCap topics;
    private final LongSupplier nanoClock;
    private volatile @Nullable Look last;

    LiveLags(
            Supplier<? extends Collection<? extends GroupConsumer>> consumers,
            TopicCap topics,
            LongSupplier nanoClock) {
        this.consumers = consumers;
        this.topics = topics;
        this.nanoClock = nanoClock;
    }

    /**
     * One look.
     *
     * @param nanos when
     * @param byTopic by group and tag
     * @param byPartition the owned partitions of each group
     * @param sampleAges of the consumers that should poll, how old what they say is, in seconds
     */
    record Look(
            long nanos,
            Map<GroupTopic, TopicView> byTopic,
            Map<String, Map<TopicPartition, PartitionLag>> byPartition,
            List<Double> sampleAges) {

        /** Returns the age of the oldest sample in seconds, NaN where there is none. */
        double oldestSample() {
            return sampleAges.stream().mapToDouble(age -> age).max().orElse(Double.NaN);
        }

        TopicView topic(GroupTopic key) {
            TopicView view = byTopic.get(key);
            return view == null ? new TopicView() : view;
        }

        Map<TopicPartition, PartitionLag> partitions(String group) {
            return byPartition.getOrDefault(group, Map.of());
        }
    }

    /** Returns what is known; at most a second old. */
    Look look() {
        Look known = last;
        return known != null && nanoClock.getAsLong() - known.nanos < AGE_NANOS ? known : lookAgain();
    }

    /** Returns what is known now: something has changed. */
    Look lookAgain() {
        // Two scrapes at the same time may both look; that costs time and nothing else.
        Look fresh = new Look(nanoClock.getAsLong(), new HashMap<>(), new HashMap<>(), new ArrayList<>());
        consumers.get().forEach(consumer -> add(fresh, consumer));
        last = fresh;
        return fresh;
    }

    Collection<? extends GroupConsumer> consumers() {
        return consumers.get();
    }

    private void add(Look look, GroupConsumer consumer) {
        LagSnapshot lag = consumer.lag();
        String group = consumer.group();
        ConsumerState state = consumer.state();
        if ((state == ConsumerState.RUNNING || state == ConsumerState.PAUSED)
                && !Double.isNaN(lag.sampleAgeSeconds())) {
            look.sampleAges.add(lag.sampleAgeSeconds());
        }
        Map<TopicPartition, PartitionLag> ofGroup = look.byPartition.computeIfAbsent(group, g -> new HashMap<>());
        byTopic(lag).forEach((topic, partitions) -> {
            view(look, group, topic).add(partitions, consumer.inFlight(topic));
            partitions.forEach(partition -> ofGroup.merge(partition.partition(), partition, TopicView::newer));
        });
        for (TopicStatus status : lag.statuses()) {
            view(look, group, status.topic()).add(status);
        }
    }

    /** All topics at once: asking for each alone would look at all partitions as often as there are topics. */
    private static Map<String, List<PartitionLag>> byTopic(LagSnapshot lag) {
        return lag.partitions().stream()
                .collect(Collectors.groupingBy(each -> each.partition().topic(), TreeMap::new, Collectors.toList()));
    }

    private TopicView view(Look look, String group, String topic) {
        return look.byTopic.computeIfAbsent(new GroupTopic(group, topics.tagFor(topic)), key -> new TopicView());
    }
}
