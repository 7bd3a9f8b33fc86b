package io.kafkasdk.lag;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Hand-made lags and samples. */
public final class Lags {

    private Lags() {}

    /** A partition of which only frontier and end are known. */
    public static PartitionLag lag(TopicPartition partition, long frontier, long end) {
        return lag(partition, frontier, end, TimeLag.UNKNOWN);
    }

    /** A partition of which frontier, end and time lag are known. */
    public static PartitionLag lag(TopicPartition partition, long frontier, long end, TimeLag time) {
        return new PartitionLag(
                partition,
                new PartitionLag.Offsets(PartitionLag.UNKNOWN, PartitionLag.UNKNOWN, frontier, frontier, end),
                time,
                Double.NaN,
                Double.NaN,
                false);
    }

    /** A sample of a partition of which only frontier and end are known. */
    public static PartitionSample sample(TopicPartition partition, long frontier, long end) {
        return new PartitionSample(
                partition, PartitionLag.UNKNOWN, frontier, frontier, end, PartitionSample.Timestamps.UNKNOWN, false);
    }

    /** A snapshot without statuses. */
    public static LagSnapshot snapshot(String group, List<PartitionLag> partitions) {
        return new LagSnapshot(group, partitions, List.of(), 0);
    }
}
