package io.kafkasdk.consumer;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.lag.TimeLag;
import io.kafkasdk.lag.TopicStatus;
import java.time.Duration;
import java.util.Collection;
import org.apache.kafka.common.TopicPartition;

/**
 * Told what a consumer does. An exception is logged and changes nothing; an error of the JVM, such as an
 * {@link OutOfMemoryError}, ends the consumer in {@link ConsumerState#FAILED}.
 *
 * <p><b>Threads:</b> methods must be safe for use by several threads, must be fast and must not block. {@code handled},
 * {@code attemptFailed}, {@code handlerFailed} and {@code retried} run on the worker that ran the handler ({@code handled}
 * and {@code attemptFailed} of an asynchronous handler on the thread that ends its stage), {@code skipped} and {@code
 * circuitOpened} too: one that blocks holds up a worker and the records ordered behind. {@code deadLettered} and {@code
 * deadLetterFailed} run on threads of the producer, {@code circuitClosed} on a worker or the thread that resumes. {@code
 * assigned}, {@code revoked}, {@code committed}, {@code offsetsSkipped}, {@code rewound}, {@code recognized}, {@code
 * polled}, {@code rebalanced} and {@code stateChanged} run on the consumer's poll thread ({@code stateChanged} also on the
 * thread that starts, pauses, resumes or closes): one that blocks stops fetching and committing of the whole consumer,
 * delays rebalances of the whole group, and after {@code max.poll.interval.ms} costs the member its place in the group.
 * {@code stalled}, {@code moving}, {@code statusChanged} and those of the lag objective run on a thread of their own,
 * because the listener itself may be what stalls the poll thread. Work that may block belongs on a thread of your own.
 */
public interface ConsumerListener {

    /**
     * A handler returned.
     *
     * @param group the consumer group
     * @param topic the topic
     * @param sizeBytes serialized key and value in bytes
     * @param timestampMillis the timestamp of the record in milliseconds since 1970, negative for a record without
     * @param tookNanos time in the handler, deserialization included, in nanoseconds
     */
    default void handled(String group, String topic, int sizeBytes, long timestampMillis, long tookNanos) {}

    /**
     * An attempt at a record failed; {@link #handlerFailed} tells of the same attempt which record and why.
     *
     * @param group the consumer group
     * @param topic the topic
     * @param tookNanos time until it failed, deserialization included, in nanoseconds
     */
    default void attemptFailed(String group, String topic, long tookNanos) {}

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
     * Another attempt at a record starts, after one that failed. Not told by members of share groups: there the broker
     * delivers again, to any member.
     *
     * @param group the consumer group
     * @param partition the partition of the record
     * @param offset the offset of the record
     * @param attempt the number of this attempt, from 2
     */
    default void retried(String group, TopicPartition partition, long offset, int attempt) {}

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
     * A poll begins; not told of the first one.
     *
     * @param group the consumer group
     * @param gapNanos time since the one before began, in nanoseconds; beyond {@code max.poll.interval.ms} the member loses
     *     its place
     */
    default void polled(String group, long gapNanos) {}

    /**
     * A rebalance ended well for this member, as its Kafka client counts; told within a second or so. In the classic
     * protocol every member takes part in every rebalance of the group, and it lasts from the member's wish to join until it
     * has its partitions, waiting for the others included. In the new one (KIP-848) only members take part whose partitions
     * change, and it lasts as long as the member's own change.
     *
     * @param group the consumer group
     * @param tookNanos how long it took, in nanoseconds; the mean, where several ended within that second
     */
    default void rebalanced(String group, long tookNanos) {}

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

    /**
     * The position of a partition went back: the application sought it, or the log was reset or made anew.
     *
     * @param group the consumer group
     * @param partition the partition
     * @param from the offset that would have been next
     * @param to the offset that is next
     */
    default void rewound(String group, TopicPartition partition, long from, long to) {}

    /**
     * The consumption of a topic by this member goes better or worse than before. Looked at every five seconds.
     *
     * @param group the consumer group
     * @param before how it went; UNKNOWN before the first look
     * @param now how it goes, and what that rests on
     */
    default void statusChanged(String group, TopicStatus before, TopicStatus now) {}

    /**
     * The oldest unfinished record of a topic is older than the declared lag objective, in two looks in a row.
     *
     * @param group the consumer group
     * @param topic the topic
     * @param lag how old it is
     * @param objective the longest that was declared
     */
    default void lagObjectiveMissed(String group, String topic, TimeLag lag, Duration objective) {}

    /**
     * The lag objective is met again after it was missed, or this member does not own the topic any more.
     *
     * @param group the consumer group
     * @param topic the topic
     */
    default void lagObjectiveMet(String group, String topic) {}
}
