package io.kafkasdk.lag;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The lag of one consumer at one instant: only of the partitions that this member owns.
 *
 * @param group the consumer group
 * @param partitions the owned partitions
 * @param statuses how the consumption of each topic goes; of a consumer that failed, also of the topics that it owned then
 * @param sampleAgeSeconds how long ago the consumer was looked at, in seconds; more than some seconds means that its poll
 *     thread does not come round
 */
public record LagSnapshot(
        String group, List<PartitionLag> partitions, Collection<TopicStatus> statuses, double sampleAgeSeconds) {

    /** Copies the lists. */
    public LagSnapshot {
        partitions = List.copyOf(partitions);
        statuses = List.copyOf(statuses);
    }

    /** Returns the topics of the owned partitions, in order. */
    public SortedSet<String> topics() {
        SortedSet<String> topics = new TreeSet<>();
        partitions.forEach(p -> topics.add(p.partition().topic()));
        return topics;
    }

    /** Returns the owned partitions of a topic. */
    public List<PartitionLag> partitions(String topic) {
        return partitions.stream()
                .filter(lag -> lag.partition().topic().equals(topic))
                .toList();
    }

    /** Returns how the consumption of a topic goes; empty before it was looked at, or when none of it is owned. */
    public Optional<TopicStatus> status(String topic) {
        return statuses.stream().filter(status -> status.topic().equals(topic)).findAny();
    }

    /** Returns the sum over the topic's owned partitions; empty when any of them is unknown, or none is owned. */
    public OptionalLong records(String topic) {
        return sum(topic, PartitionLag::records);
    }

    /** Returns the sum of what is behind the commits; otherwise as {@link #records(String)}. */
    public OptionalLong committedRecords(String topic) {
        return sum(topic, PartitionLag::committedRecords);
    }

    /** Returns the largest lag among the topic's owned partitions; empty when any is unknown, or none is owned. */
    public OptionalLong maxRecords(String topic) {
        if (records(topic).isEmpty()) {
            return OptionalLong.empty();
        }
        return partitions(topic).stream()
                .mapToLong(lag -> lag.records().orElseThrow())
                .max();
    }

    /** Returns the largest time lag among the topic's owned partitions; unknown when any is unknown, or none is owned. */
    public TimeLag time(String topic) {
        return partitions(topic).stream()
                .map(PartitionLag::time)
                .max(TimeLag.BY_AGE)
                .orElse(TimeLag.UNKNOWN);
    }

    private OptionalLong sum(String topic, Function<PartitionLag, OptionalLong> part) {
        List<PartitionLag> owned = partitions(topic);
        long sum = 0;
        for (PartitionLag lag : owned) {
            OptionalLong records = part.apply(lag);
            if (records.isEmpty()) {
                return OptionalLong.empty();
            }
            sum += records.getAsLong();
        }
        return owned.isEmpty() ? OptionalLong.empty() : OptionalLong.of(sum);
    }
}
