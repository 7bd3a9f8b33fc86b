package io.kafkasdk.consumer;

import java.util.Collection;
import org.apache.kafka.common.TopicPartition;

/**
 * Told what a consumer does. An exception is logged and changes nothing; an error of the JVM, such as an
 * {@link OutOfMemoryError}, ends the consumer in {@link ConsumerState#FAILED}.
 *
 * <p><b>Threads:</b> methods must be safe for use by several threads, must be fast and must not block. {@code handled} and
 * {@code handlerFailed} run on the worker that ran the handler: one that blocks holds up a worker and its partition.
 * {@code assigned}, {@code revoked}, {@code committed} and {@code stateChanged} run on the consumer's poll thread
 * ({@code stateChanged} also on the thread that starts, pauses, resumes or closes): one that blocks stops fetching and
 * committing of the whole consumer, delays rebalances of the whole group, and after {@code max.poll.interval.ms} costs
 * the member its place in the group. Work that may block belongs on a thread of your own.
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
