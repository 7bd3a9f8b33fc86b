package io.kafkasdk.metrics;

import io.kafkasdk.consumer.GroupConsumer;
import io.kafkasdk.lag.ConsumptionStatus;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.TopicPartition;

/**
 * Lag, status and what else is a value of now, by group and topic. They go when the group's last partition of the topic goes:
 * a stale lag is worse than none. Only the status stays for as long as a member says something about the topic: of one that
 * failed, that is STOP.
 */
final class TopicGauges {

    private static final List<ConsumptionStatus> STATUSES = List.of(
            ConsumptionStatus.OK,
            ConsumptionStatus.PAUSED,
            ConsumptionStatus.WARN,
            ConsumptionStatus.STOP,
            ConsumptionStatus.STALL,
            ConsumptionStatus.REWIND);

    private static final List<Plain> PLAIN = List.of(
            new Plain(LagNames.LAG, TopicView::records),
            new Plain(LagNames.LAG_MAX, TopicView::maxRecords),
            new Plain(LagNames.LAG_COMMITTED, TopicView::committedRecords),
            new Plain(LagNames.LAG_TIME, TopicView::seconds),
            new Plain(LagNames.LAG_TIME_MAX, TopicView::maxSeconds),
            new Plain(LagNames.LAG_VELOCITY, TopicView::velocity),
            new Plain(LagNames.LAG_ETA, TopicView::secondsToCatchUp),
            new Plain(LagNames.RETENTION_HEADROOM, TopicView::retentionHeadroom),
            new Plain(ConsumerNames.IN_FLIGHT, TopicView::inFlight),
            new Plain(ConsumerNames.OLDEST_UNFINISHED, TopicView::oldestSeconds),
            new Plain(ConsumerNames.PARTITIONS_PAUSED, TopicView::paused),
            new Plain(ConsumerNames.COMMIT_AGE, TopicView::commitAgeSeconds));

    private final MeterSet meters;
    private final TopicCap topics;
    private final LiveLags lags;
    private final PartitionGauges partitionGauges;
    private final Map<GroupTopic, Owned> owned = new HashMap<>();
    private final Map<GroupTopic, List<Gauge>> statuses = new HashMap<>();

    TopicGauges(MeterSet meters, TopicCap topics, LiveLags lags, PartitionGauges partitionGauges) {
        this.meters = meters;
        this.topics = topics;
        this.lags = lags;
        this.partitionGauges = partitionGauges;
    }

    /** A gauge that shows a figure of the topic. */
    private record Plain(MeterName name, ToDoubleFunction<TopicView> figure) {}

    /**
     * What a group owns of a topic in this process.
     *
     * @param partitions how many members own each: it may come to one before it goes from another that lost it
     * @param gauges the series
     */
    private record Owned(Map<TopicPartition, Integer> partitions, List<Gauge> gauges) {}

    synchronized void assigned(String group, Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            owned.computeIfAbsent(key(group, partition), this::register)
                    .partitions
                    .merge(partition, 1, Integer::sum);
        }
        refresh(lags.lookAgain());
        partitionGauges.owns(group, partitions(group));
    }

    synchronized void revoked(String group, Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            owned.computeIfPresent(key(group, partition), (key, ofTopic) -> {
                ofTopic.partitions.computeIfPresent(partition, (same, members) -> members == 1 ? null : members - 1);
                return ofTopic.partitions.isEmpty() ? removed(ofTopic) : ofTopic;
            });
        }
        refresh(lags.lookAgain());
        partitionGauges.owns(group, partitions(group));
    }

    /** Looks which topics a status is known of; to be called now and then, and when a consumer changes its state. */
    synchronized void refresh() {
        refresh(lags.lookAgain());
        partitionGauges.chooseIfDue();
    }

    /** Forgets groups that are gone. */
    synchronized void retain(Set<String> groups) {
        Set<String> gone = new HashSet<>();
        owned.entrySet().removeIf(entry -> {
            boolean goes = !groups.contains(entry.getKey().group());
            if (goes) {
                gone.add(entry.getKey().group());
                entry.getValue().gauges.forEach(meters::remove);
            }
            return goes;
        });
        gone.forEach(group -> partitionGauges.owns(group, Set.of()));
        refresh();
    }

    private GroupTopic key(String group, TopicPartition partition) {
        return new GroupTopic(group, topics.tagFor(partition.topic()));
    }

    private Set<TopicPartition> partitions(String group) {
        Set<TopicPartition> all = new HashSet<>();
        owned.forEach((key, ofTopic) -> {
            if (key.group().equals(group)) {
                all.addAll(ofTopic.partitions.keySet());
            }
        });
        return all;
    }

    @SuppressWarnings("NullAway") // null tells computeIfPresent to remove the entry
    private Owned removed(Owned ofTopic) {
        ofTopic.gauges.forEach(meters::remove);
        return null;
    }

    private Owned register(GroupTopic key) {
        Map<TopicPartition, Integer> partitions = new ConcurrentHashMap<>();
        List<Gauge> gauges = new ArrayList<>();
        for (Plain plain : PLAIN) {
            gauges.add(meters.gaugeOf(
                    plain.name, () -> plain.figure.applyAsDouble(lags.look().topic(key)), key.group(), key.topic()));
        }
        gauges.add(meters.gaugeOf(ConsumerNames.PARTITIONS_ASSIGNED, partitions::size, key.group(), key.topic()));
        if (objective(key.group()).isPresent()) {
            gauges.add(meters.gaugeOf(
                    LagNames.LAG_TIME_SLO, () -> objective(key.group()).orElse(Double.NaN), key.group(), key.topic()));
        }
        return new Owned(partitions, gauges);
    }

    /** The strictest of the members'. */
    private OptionalDouble objective(String group) {
        return lags.consumers().stream()
                .filter(consumer -> consumer.group().equals(group))
                .map(GroupConsumer::lagObjective)
                .flatMap(Optional::stream)
                .mapToDouble(TopicGauges::seconds)
                .min();
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private void refresh(LiveLags.Look look) {
        Set<GroupTopic> wanted = new HashSet<>(owned.keySet());
        look.byTopic().forEach((key, view) -> {
            if (view.hasStatus()) {
                wanted.add(key);
            }
        });
        statuses.entrySet().removeIf(entry -> {
            boolean goes = !wanted.contains(entry.getKey());
            if (goes) {
                entry.getValue().forEach(meters::remove);
            }
            return goes;
        });
        wanted.forEach(key -> statuses.computeIfAbsent(key, this::registerStatus));
    }

    private double is(GroupTopic key, ConsumptionStatus status) {
        ConsumptionStatus now = lags.look().topic(key).status();
        if (now == ConsumptionStatus.UNKNOWN) {
            return Double.NaN;
        }
        return now == status ? 1 : 0;
    }

    private List<Gauge> registerStatus(GroupTopic key) {
        return STATUSES.stream()
                .map(status -> meters.gaugeOf(
                        LagNames.STATUS,
                        () -> is(key, status),
                        key.group(),
                        key.topic(),
                        status.name().toLowerCase(Locale.ROOT)))
                .toList();
    }
}
