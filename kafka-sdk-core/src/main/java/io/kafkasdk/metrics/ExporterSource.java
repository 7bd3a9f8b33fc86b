package io.kafkasdk.metrics;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the figures under kafka_exporter's names come from. A partition of a group is told once, or sums count twice.
 */
interface ExporterSource {

    /** Knows nothing. */
    ExporterSource NOTHING = List::of;

    /** Returns what is known now, one entry for each group that a consumer of this process is in. */
    Collection<GroupFigures> groups();

    /** Returns the numbers of partitions of topics; those whose number is not known are not in it. */
    default Map<String, Integer> partitionCounts() {
        return Map.of();
    }

    /**
     * What is known of one group.
     *
     * @param group its name
     * @param members how many members it has in all, not in this process; empty where that is not known
     * @param partitions what is known of partitions, each once
     */
    record GroupFigures(String group, OptionalInt members, List<PartitionFigures> partitions) {}

    /**
     * What is known of a group and a partition; each offset is negative where it is not known.
     *
     * @param partition the partition
     * @param committed what the group committed
     * @param start the first offset that retention has left
     * @param end the offset behind the last record
     */
    record PartitionFigures(TopicPartition partition, long committed, long start, long end) {}
}
