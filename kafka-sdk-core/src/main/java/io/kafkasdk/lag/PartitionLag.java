package io.kafkasdk.lag;

import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * How far behind one partition is.
 *
 * @param partition the partition
 * @param frontier the lowest offset that the application has not finished, -1 where unknown
 * @param end the offset behind the last readable record (last stable offset under read_committed, else high watermark),
 *     -1 where unknown
 */
public record PartitionLag(TopicPartition partition, long frontier, long end) {

    /** An offset that is not known. */
    public static final long UNKNOWN = -1;

    /** Returns the records not finished yet, at least 0; empty where it is not known, which is not the same as 0. */
    public OptionalLong records() {
        boolean known = frontier != UNKNOWN && end != UNKNOWN;
        return known ? OptionalLong.of(Math.max(0, end - frontier)) : OptionalLong.empty();
    }
}
