package io.kafkasdk.consumer;

import java.util.Collection;
import org.apache.kafka.common.TopicPartition;

/**
 * Told what a consumer does. Methods run on worker threads ({@code handled}, {@code handlerFailed}) or on the poll thread
 * (the others; {@code stateChanged} also on the thread that starts, pauses or closes): they must be fast, must not block
 * and must be safe for use by several threads. An exception is logged and changes nothing.
 */
public interface ConsumerListener {

    /**
     * A handler returned.
     *
     * @param group the consumer group
     * @param topic the topic
     * @param sizeBytes serialized key and value in bytes
     * @param tookNanos time in the handler, deserialization included, in nanoseconds
     */
    default void handled(String group, String topic, int sizeBytes, long tookNanos) {}

    /**
     * A handler or deserializer threw; the record will be tried again.
     *
     * @param group the consumer group
     * @param partition the partition of the record
     * @param offset the offset of the record
     * @param attempt how many times it was tried, from 1
     * @param failure what it threw
     */
    default void handlerFailed(String group, TopicPartition partition, long offset, int attempt, Throwable failure) {}

    /**
     * Partitions came.
     *
     * @param group the consumer group
     * @param partitions only the new ones
     */
    default void assigned(String group, Collection<TopicPartition> partitions) {}

    /**
     * Partitions went.
     *
     * @param group the consumer group
     * @param partitions only those that went
     * @param lost whether they were taken without asking, so that nothing could be committed
     */
    default void revoked(String group, Collection<TopicPartition> partitions, boolean lost) {}

    /**
     * An offset commit ended.
     *
     * @param group the consumer group
     * @param succeeded whether the broker took it; if not it is tried again with the next one
     * @param tookNanos how long it took, in nanoseconds
     */
    default void committed(String group, boolean succeeded, long tookNanos) {}

    /**
     * The consumer moved on in its life.
     *
     * @param group the consumer group
     * @param state where it is now
     */
    default void stateChanged(String group, ConsumerState state) {}
}
