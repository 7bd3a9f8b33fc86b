package io.kafkasdk.lag;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Asks the cluster where logs start and end. Answers leave out partitions that it cannot find out; they may block. */
public interface LogBounds {

    /**
     * Returns the offset behind the last readable record of each partition.
     *
     * @param partitions the partitions to ask about
     * @param isolation which records are readable
     */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, IsolationLevel isolation);

    /**
     * Returns the first offset that retention has left of each partition.
     *
     * @param partitions the partitions to ask about
     */
    Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions);
}
