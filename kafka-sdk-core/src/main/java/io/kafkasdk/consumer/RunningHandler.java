package io.kafkasdk.consumer;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A handler that runs.
 *
 * @param thread the worker; null when it goes on without one, such as an asynchronous handler
 * @param partition the partition of its record
 * @param offset the offset of its record
 * @param sinceNanos since when, in monotonic time
 */
record RunningHandler(@Nullable Thread thread, TopicPartition partition, long offset, long sinceNanos) {

    /** Returns the coordinates of its record. */
    String place() {
        return partition + "@" + offset;
    }
}
