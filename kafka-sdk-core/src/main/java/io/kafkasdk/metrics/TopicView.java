package io.kafkasdk.metrics;

import io.kafkasdk.lag.ConsumptionStatus;
import io.kafkasdk.lag.PartitionLag;
import io.kafkasdk.lag.TopicStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.apache.kafka.common.TopicPartition;

/**
 * What all members of a group in this process know of one topic, or of all topics that share a tag, at one instant. What one
 * of them does not know is not known of the whole: NaN. A partition that two members own, while it moves from one to the other,
 * counts once.
 */
final class TopicView {

    private static final Comparator<PartitionLag> NEWER = Comparator.comparingLong(
                    (PartitionLag lag) -> lag.offsets().end())
            .thenComparingLong(lag -> lag.offsets().position());

    private final Map<TopicPartition, PartitionLag> partitions = new HashMap<>();
    private final List<TopicStatus> statuses = new ArrayList<>();
    private long inFlight;

    /** Adds what one member has of one topic. */
    void add(List<PartitionLag> lags, long recordsInFlight) {
        lags.forEach(lag -> partitions.merge(lag.partition(), lag, TopicView::newer));
        inFlight += recordsInFlight;
    }

    /** Returns what was seen later of one partition: the end of a log only grows, and so does, mostly, the position. */
    static PartitionLag newer(PartitionLag one, PartitionLag other) {
        return NEWER.compare(one, other) >= 0 ? one : other;
    }

    /** Adds how it goes for one member. */
    void add(TopicStatus status) {
        statuses.add(status);
    }

    boolean hasStatus() {
        return !statuses.isEmpty();
    }

    double records() {
        return records(PartitionLag::records).sum(this);
    }

    double committedRecords() {
        return records(PartitionLag::committedRecords).sum(this);
    }

    double maxRecords() {
        return records(PartitionLag::records).max(this);
    }

    double seconds() {
        return partitions.isEmpty() ? Double.NaN : time().sum(this) / partitions.size();
    }

    double maxSeconds() {
        return time().max(this);
    }

    double oldestSeconds() {
        return new Figure(PartitionLag::oldestSeconds).max(this);
    }

    double commitAgeSeconds() {
        return new Figure(PartitionLag::commitAgeSeconds).max(this);
    }

    long inFlight() {
        return inFlight;
    }

    long paused() {
        return partitions.values().stream().filter(PartitionLag::isPaused).count();
    }

    double velocity() {
        return statuses.isEmpty()
                ? Double.NaN
                : statuses.stream().mapToDouble(TopicStatus::velocity).sum();
    }

    double secondsToCatchUp() {
        double lag = records();
        if (Double.isNaN(lag)) {
            return Double.NaN;
        }
        return new TopicStatus("", status(), "", velocity(), Double.NaN)
                .secondsToCatchUp((long) lag)
                .orElse(Double.NaN);
    }

    /** The worst that is known: what one member does not know must not hide that the records of another are in danger. */
    double retentionHeadroom() {
        return statuses.stream()
                .mapToDouble(TopicStatus::retentionHeadroom)
                .filter(headroom -> !Double.isNaN(headroom))
                .min()
                .orElse(Double.NaN);
    }

    /** The worst of the members'. */
    ConsumptionStatus status() {
        return statuses.stream()
                .map(TopicStatus::status)
                .reduce((a, b) -> a.compareTo(b) >= 0 ? a : b)
                .orElse(ConsumptionStatus.UNKNOWN);
    }

    private static Figure time() {
        return new Figure(lag -> lag.time().seconds());
    }

    private static Figure records(Function<PartitionLag, OptionalLong> part) {
        return new Figure(lag -> {
            OptionalLong records = part.apply(lag);
            return records.isPresent() ? records.getAsLong() : Double.NaN;
        });
    }

    /** A figure of each partition: NaN where it is not known, and then of all of them. */
    private record Figure(ToDoubleFunction<PartitionLag> of) {

        double sum(TopicView view) {
            return view.partitions.isEmpty() ? Double.NaN : each(view).sum();
        }

        double max(TopicView view) {
            return each(view).reduce(Math::max).orElse(Double.NaN);
        }

        private DoubleStream each(TopicView view) {
            return view.partitions.values().stream().mapToDouble(of);
        }
    }
}
