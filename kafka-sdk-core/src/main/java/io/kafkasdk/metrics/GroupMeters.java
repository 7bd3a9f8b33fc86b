package io.kafkasdk.metrics;

import io.kafkasdk.cluster.GroupSnapshot;
import io.kafkasdk.cluster.GroupSnapshot.GroupTopic;
import io.micrometer.core.instrument.Gauge;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lag, members and unowned partitions of whole groups, of those that this process tells about. A series goes with its group
 * or topic: another member may tell about it now, and two must not.
 */
final class GroupMeters {

    private final MeterSet meters;
    private final TopicCap topics;
    private final Map<Series, Gauge> gauges = new ConcurrentHashMap<>();
    private volatile Map<Series, Double> values = Map.of();
    private volatile Collection<GroupSnapshot> latest = List.of();

    GroupMeters(MeterSet meters, TopicCap topics) {
        this.meters = meters;
        this.topics = topics;
    }

    /** Shows these groups, and no others. */
    synchronized void seen(Collection<GroupSnapshot> groups) {
        latest = List.copyOf(groups);
        Map<Series, Double> now = new HashMap<>();
        for (GroupSnapshot group : groups) {
            OptionalInt members = group.members();
            now.put(
                    new Series(LagNames.GROUP_MEMBERS, group.group(), ""),
                    members.isPresent() ? members.getAsInt() : Double.NaN);
            group.topics().forEach(topic -> add(group.group(), topic, now));
        }
        values = Map.copyOf(now);
        gauges.entrySet().removeIf(entry -> {
            boolean gone = !now.containsKey(entry.getKey());
            if (gone) {
                meters.remove(entry.getValue());
            }
            return gone;
        });
        now.keySet().forEach(series -> gauges.computeIfAbsent(series, this::register));
    }

    /** Returns the groups that are shown. */
    Collection<GroupSnapshot> latest() {
        return latest;
    }

    /** Topics beyond the cap share one series. */
    private void add(String group, GroupTopic topic, Map<Series, Double> now) {
        String tag = topics.tagFor(topic.topic());
        now.merge(new Series(LagNames.GROUP_LAG, group, tag), lag(topic), Double::sum);
        OptionalInt unowned = topic.unownedPartitions();
        now.merge(
                new Series(LagNames.GROUP_UNOWNED, group, tag),
                unowned.isPresent() ? unowned.getAsInt() : Double.NaN,
                Double::sum);
    }

    /** A sum of the known ones only would be too low, and nothing would tell. */
    private static double lag(GroupTopic topic) {
        OptionalLong known = topic.lag();
        return known.isPresent() && topic.unknownPartitions() == 0 ? known.getAsLong() : Double.NaN;
    }

    private Gauge register(Series series) {
        String[] tags = series.meter().tagKeys().size() == 1
                ? new String[] {series.group()}
                : new String[] {series.group(), series.topic()};
        return meters.gauge(series.meter(), () -> values.getOrDefault(series, Double.NaN), tags);
    }

    private record Series(MeterName meter, String group, String topic) {}
}
