package io.kafkasdk;

import io.kafkasdk.cluster.ClusterInspector;
import io.kafkasdk.lag.LogBounds;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** The bounds of logs, asked of the cluster. */
record InspectedLogs(ClusterInspector inspector) implements LogBounds {

    /** Answers take milliseconds; one that takes longer is about a partition that nobody leads. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    @Override
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, IsolationLevel isolation) {
        return inspector.endOffsets(partitions, isolation, LIMIT);
    }

    @Override
    public Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions) {
        return inspector.startOffsets(partitions, LIMIT);
    }
}
