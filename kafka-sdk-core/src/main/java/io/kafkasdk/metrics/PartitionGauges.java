package io.kafkasdk.metrics;

import io.kafkasdk.lag.PartitionLag;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.TopicPartition;

/** Lag and offsets of single partitions, where the application asks for them. Topics beyond the cap have none. */
final class PartitionGauges {

    private static final long CHOICE_NANOS = Duration.ofMinutes(1).toNanos();

    private final MetricsOptions.Granularity granularity;
    private final MeterSet meters;
    private final TopicCap topics;
    private final LiveLags lags;
    private final LongSupplier nanoClock;
    private final Map<String, OfGroup> groups = new HashMap<>();

    PartitionGauges(
            MetricsOptions.Granularity granularity,
            MeterSet meters,
            TopicCap topics,
            LiveLags lags,
            LongSupplier nanoClock) {
        this.granularity = granularity;
        this.meters = meters;
        this.topics = topics;
        this.lags = lags;
        this.nanoClock = nanoClock;
    }

    /** The partitions of a group that have series. */
    private static final class OfGroup {

        private final Map<TopicPartition, List<Gauge>> gauges = new HashMap<>();
        private long chosenNanos;
    }

    /** Takes which partitions a group owns in this process now. */
    synchronized void owns(String group, Set<TopicPartition> owned) {
        if (granularity == MetricsOptions.Granularity.TOPIC) {
            return;
        }
        if (owned.isEmpty()) {
            OfGroup gone = groups.remove(group);
            if (gone != null) {
                show(group, gone, Set.of());
            }
            return;
        }
        OfGroup known = groups.get(group);
        OfGroup now = known == null ? begin(group) : known;
        Set<TopicPartition> wanted = new HashSet<>(owned);
        if (granularity == MetricsOptions.Granularity.TOP_PARTITIONS) {
            wanted.retainAll(now.gauges.keySet());
        }
        show(group, now, wanted);
    }

    private OfGroup begin(String group) {
        OfGroup made = new OfGroup();
        // The first choice is not to wait.
        made.chosenNanos = nanoClock.getAsLong() - CHOICE_NANOS;
        groups.put(group, made);
        return made;
    }

    /** Chooses anew where it is time; to be called every few seconds. */
    synchronized void chooseIfDue() {
        if (granularity == MetricsOptions.Granularity.TOP_PARTITIONS) {
            groups.forEach(this::chooseIfDue);
        }
    }

    private void chooseIfDue(String group, OfGroup ofGroup) {
        long now = nanoClock.getAsLong();
        if (now - ofGroup.chosenNanos >= CHOICE_NANOS) {
            Map<TopicPartition, Double> seconds = new HashMap<>();
            lags.look()
                    .partitions(group)
                    .forEach((partition, lag) ->
                            seconds.put(partition, lag.time().seconds()));
            if (!seconds.isEmpty()) {
                ofGroup.chosenNanos = now;
                show(group, ofGroup, TopPartitions.choose(ofGroup.gauges.keySet(), seconds));
            }
        }
    }

    private void show(String group, OfGroup ofGroup, Set<TopicPartition> wanted) {
        ofGroup.gauges.entrySet().removeIf(entry -> {
            boolean goes = !wanted.contains(entry.getKey());
            if (goes) {
                entry.getValue().forEach(meters::remove);
            }
            return goes;
        });
        for (TopicPartition partition : wanted) {
            if (!topics.tagFor(partition.topic()).equals(TopicCap.OTHER)) {
                ofGroup.gauges.computeIfAbsent(partition, key -> register(group, key));
            }
        }
    }

    private List<Gauge> register(String group, TopicPartition partition) {
        String[] tags = {group, partition.topic(), String.valueOf(partition.partition())};
        return List.of(
                meters.gauge(LagNames.PARTITION_LAG, () -> value(group, partition, PartitionGauges::records), tags),
                meters.timeGauge(
                        LagNames.PARTITION_LAG_TIME,
                        () -> value(group, partition, lag -> lag.time().seconds()),
                        tags),
                meters.gauge(
                        LagNames.OFFSET_POSITION,
                        () -> value(
                                group, partition, lag -> offset(lag.offsets().position())),
                        tags),
                meters.gauge(
                        LagNames.OFFSET_COMMITTED,
                        () -> value(
                                group, partition, lag -> offset(lag.offsets().committed())),
                        tags),
                meters.gauge(
                        LagNames.OFFSET_END,
                        () -> value(
                                group, partition, lag -> offset(lag.offsets().end())),
                        tags));
    }

    private Number value(String group, TopicPartition partition, ToDoubleFunction<PartitionLag> figure) {
        PartitionLag lag = lags.look().partitions(group).get(partition);
        return lag == null ? Double.NaN : figure.applyAsDouble(lag);
    }

    private static double records(PartitionLag lag) {
        return lag.records().isPresent() ? lag.records().getAsLong() : Double.NaN;
    }

    private static double offset(long offset) {
        return offset == PartitionLag.UNKNOWN ? Double.NaN : offset;
    }
}
