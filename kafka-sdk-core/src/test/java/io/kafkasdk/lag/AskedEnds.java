package io.kafkasdk.lag;

import java.util.Collection;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Bounds of logs of which only the ends can be asked for. */
public record AskedEnds(BiFunction<Collection<TopicPartition>, IsolationLevel, Map<TopicPartition, Long>> ends)
        implements LogBounds {

    @Override
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, IsolationLevel isolation) {
        return ends.apply(partitions, isolation);
    }

    @Override
    public Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions) {
        return Map.of();
    }
}
