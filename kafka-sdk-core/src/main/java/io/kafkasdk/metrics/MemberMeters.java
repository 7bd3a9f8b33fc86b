package io.kafkasdk.metrics;

import io.kafkasdk.consumer.GroupConsumer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/** How the poll threads of a group's members go round, what they commit, and its rebalances. */
final class MemberMeters {

    private static final String IDLE_RATIO = "poll-idle-ratio-avg";
    private static final String IDLE_GROUP = "consumer-metrics";

    private final MeterSet meters;
    private final LiveLags lags;
    private final Map<String, OfGroup> groups = new ConcurrentHashMap<>();
    /** In seconds, by the member's name and group: two groups may have members of one name. */
    private final Map<Member, Double> limits = new ConcurrentHashMap<>();
    /** Of all consumers together. */
    private volatile @Nullable Gauge sampleAge;

    MemberMeters(MeterSet meters, LiveLags lags) {
        this.meters = meters;
        this.lags = lags;
    }

    /** What every group has. */
    private record OfGroup(Timer pollGap, Counter rebalances, Timer rebalanceDuration) {}

    /** One member. */
    private record Member(String clientId, String group) {}

    /** Registers what a consumer has before anything happens to it. */
    void opened(String clientId, String group) {
        for (GroupConsumer consumer : lags.consumers()) {
            if (consumer.clientId().equals(clientId) && consumer.group().equals(group)) {
                consumer.pollLimit()
                        .ifPresent(limit -> limits.put(new Member(clientId, group), limit.toMillis() / 1e3));
            }
        }
        ofGroup(group);
        sampleAge = meters.gaugeOf(LagNames.MONITOR_AGE, () -> lags.look().oldestSample());
        meters.gaugeOf(ConsumerNames.POLL_IDLE, () -> idleRatio(group), group);
        meters.gaugeOf(ConsumerNames.POLL_LIMIT, () -> limit(group), group);
    }

    void polled(String group, long gapNanos) {
        ofGroup(group).pollGap.record(gapNanos, TimeUnit.NANOSECONDS);
    }

    void rebalanced(String group, long tookNanos) {
        OfGroup known = ofGroup(group);
        known.rebalances.increment();
        known.rebalanceDuration.record(tookNanos, TimeUnit.NANOSECONDS);
    }

    void lost(String group, int partitions) {
        meters.counter(ConsumerNames.PARTITIONS_LOST, group).increment(partitions);
    }

    void committed(String group, boolean succeeded, long tookNanos) {
        String outcome = succeeded ? "success" : "failure";
        meters.counter(ConsumerNames.COMMITS, group, outcome).increment();
        meters.timer(ConsumerNames.COMMIT_LATENCY, group, outcome).record(tookNanos, TimeUnit.NANOSECONDS);
    }

    /** Forgets groups and clients that are gone; the series are for the caller to remove. */
    void retain(Set<String> aliveGroups, Set<OpenClient> open) {
        groups.keySet().retainAll(aliveGroups);
        limits.keySet()
                .retainAll(open.stream()
                        .filter(OpenClient::isConsumer)
                        .map(client -> new Member(client.clientId(), client.group()))
                        .collect(Collectors.toSet()));
        Gauge ofNobody = sampleAge;
        if (limits.isEmpty() && ofNobody != null) {
            sampleAge = null;
            meters.remove(ofNobody);
        }
    }

    private OfGroup ofGroup(String group) {
        OfGroup known = groups.get(group);
        return known != null ? known : groups.computeIfAbsent(group, this::register);
    }

    private OfGroup register(String group) {
        return new OfGroup(
                meters.timer(ConsumerNames.POLL_GAP, group),
                meters.counter(ConsumerNames.REBALANCES, group),
                meters.timer(ConsumerNames.REBALANCE_DURATION, group));
    }

    /** The lowest of the members': the one whose poll thread has the least time to spare. */
    private Number idleRatio(String group) {
        return lags.consumers().stream()
                .filter(consumer -> consumer.group().equals(group))
                .mapToDouble(MemberMeters::idleRatio)
                .filter(ratio -> !Double.isNaN(ratio))
                .min()
                .orElse(Double.NaN);
    }

    private static double idleRatio(GroupConsumer consumer) {
        for (Map.Entry<MetricName, ? extends Metric> entry :
                consumer.kafkaMetrics().entrySet()) {
            MetricName name = entry.getKey();
            if (name.name().equals(IDLE_RATIO) && name.group().equals(IDLE_GROUP)) {
                return entry.getValue().metricValue() instanceof Number ratio ? ratio.doubleValue() : Double.NaN;
            }
        }
        return Double.NaN;
    }

    private Number limit(String group) {
        return limits.entrySet().stream()
                .filter(limit -> limit.getKey().group.equals(group))
                .mapToDouble(Map.Entry::getValue)
                .min()
                .orElse(Double.NaN);
    }
}
