package io.kafkasdk.consumer;

import io.kafkasdk.error.Diagnosis;
import java.util.Collection;
import org.apache.kafka.common.TopicPartition;

/**
 * Told what a consumer does. An exception is logged and changes nothing; an error of the JVM, such as an
 * {@link OutOfMemoryError}, ends the consumer in {@link ConsumerState#FAILED}.
 *
 * <p><b>Threads:</b> methods must be safe for use by several threads, must be fast and must not block. {@code handled} and
 * {@code handlerFailed} run on the worker that ran the handler ({@code handled} of an asynchronous handler on the thread
 * that completes its stage), {@code skipped} and {@code circuitOpened} too: one that blocks holds up a worker and the
 * records ordered behind. {@code deadLettered} and {@code deadLetterFailed} run on threads of the producer, {@code
 * circuitClosed} on a worker or the thread that resumes. {@code assigned}, {@code revoked}, {@code committed}, {@code
 * offsetsSkipped}, {@code recognized} and {@code stateChanged} run on the consumer's poll thread ({@code stateChanged} also
 * on the thread that starts, pauses, resumes or closes): one that blocks stops fetching and committing of the whole consumer,
 * delays rebalances of the whole group, and after {@code max.poll.interval.ms} costs the member its place in the group.
 * {@code stalled} and {@code moving} run on a thread of their own, because the listener itself may be what stalls the poll
 * thread. Work that may block belongs on a thread of your own.
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
     * A handler or deserializer threw; told of every attempt, the last one too. What comes next is the failure policy's.
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

    /**
     * A record was written to the dead letter topic, and is finished.
     *
     * @param group the consumer group
     * @param partition the partition of the record
     * @param offset the offset of the record
     * @param attempts how many times it was tried
     * @param deadLetterTopic where it is now
     */
    default void deadLettered(
            String group, TopicPartition partition, long offset, int attempts, String deadLetterTopic) {}

    /**
     * The dead letter topic could not take a record. Its key waits, and it is tried again.
     *
     * @param group the consumer group
     * @param partition the partition of the record
     * @param offset the offset of the record
     * @param deadLetterTopic where it should go
     * @param failure why it could not
     */
    default void deadLetterFailed(
            String group, TopicPartition partition, long offset, String deadLetterTopic, Throwable failure) {}

    /**
     * A record was skipped by the declared policy, and is finished.
     *
     * @param group the consumer group
     * @param partition the partition of the record
     * @param offset the offset of the record
     * @param attempts how many times it was tried
     * @param failure what it threw the last time
     */
    default void skipped(String group, TopicPartition partition, long offset, int attempts, Throwable failure) {}

    /**
     * Offsets were passed over without handling them.
     *
     * @param group the consumer group
     * @param range which, and why
     */
    default void offsetsSkipped(String group, SkippedRange range) {}

    /**
     * Records were fetched again that this group had finished before a crash or a rebalance; they are not handled again.
     *
     * @param group the consumer group
     * @param partition their partition
     * @param records how many
     */
    default void recognized(String group, TopicPartition partition, int records) {}

    /**
     * The circuit opened: so many records failed in a row that the consumer gives up no more of them.
     *
     * @param group the consumer group
     * @param why what is wrong and what to do
     */
    default void circuitOpened(String group, Diagnosis why) {}

    /**
     * The circuit closed again: a record was handled, or the application resumed the consumer.
     *
     * @param group the consumer group
     */
    default void circuitClosed(String group) {}

    /**
     * Nothing moves, though there is something to do; told once for each cause. The same as
     * {@link ManagedConsumer#stall()}.
     *
     * @param group the consumer group
     * @param why the cause and the cure
     */
    default void stalled(String group, Diagnosis why) {}

    /**
     * It moves again, or has nothing to do any more, after it was {@link #stalled}.
     *
     * @param group the consumer group
     */
    default void moving(String group) {}
}
