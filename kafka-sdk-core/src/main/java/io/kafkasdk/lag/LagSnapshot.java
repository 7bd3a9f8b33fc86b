package io.kafkasdk.lag;

import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The lag of one consumer at one instant: only of the partitions that this member owns.
 *
 * @param group the consumer group
 * @param partitions the owned partitions
 */
public record LagSnapshot(String group, List<PartitionLag> partitions) {

    /** Copies the list. */
    public LagSnapshot {
        partitions = List.copyOf(partitions);
    }

    /** Returns the topics of the owned partitions, in order. */
    public SortedSet<String> topics() {
        SortedSet<String> topics = new TreeSet<>();
        partitions.forEach(p -> topics.add(p.partition().topic()));
        return topics;
    }

    /** Returns the sum over the topic's owned partitions; empty when any of them is unknown, or none is owned. */
    public OptionalLong records(String topic) {
        long sum = 0;
        boolean any = false;
        for (PartitionLag lag : partitions) {
            if (lag.partition().topic().equals(topic)) {
                OptionalLong records = lag.records();
                if (records.isEmpty()) {
                    return OptionalLong.empty();
                }
                sum += records.getAsLong();
                any = true;
            }
        }
        return any ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    /** Returns the largest lag among the topic's owned partitions; empty when any is unknown, or none is owned. */
    public OptionalLong maxRecords(String topic) {
        if (records(topic).isEmpty()) {
            return OptionalLong.empty();
        }
        return partitions.stream()
                .filter(lag -> lag.partition().topic().equals(topic))
                .mapToLong(lag -> lag.records().orElseThrow())
                .max();
    }
}
