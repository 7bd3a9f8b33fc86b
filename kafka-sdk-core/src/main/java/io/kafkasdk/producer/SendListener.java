package io.kafkasdk.producer;

import io.kafkasdk.acks.RetryCause;
import io.kafkasdk.resilience.BreakerState;

/**
 * Told of every send. Methods run on the sending thread ({@code accepted}, {@code failed}), on the Kafka client's I/O thread
 * or, for failures, on the SDK's diagnosis thread: they must be fast, must not block and must be safe for use by several
 * threads. Whatever it throws changes nothing; the first is logged.
 */
public interface SendListener {

    /** Told instead of a name that no topic can have: such a text may be anything, a payload too, and of any length. */
    String INVALID_TOPIC = "_invalid";

    /** In place of a time that nobody {@linkplain #wantsEachTime wants}. */
    long NOT_MEASURED = -1;

    /**
     * Returns whether this listener needs the time of each acknowledged record; asked once. Where no listener of a producer
     * does, the clock is read for one in sixteen of the records whose acknowledgements come in close succession.
     */
    default boolean wantsEachTime() {
        return true;
    }

    /**
     * A record is handed to the Kafka client, which may still refuse it: then {@link #failed} follows. Each record that
     * is accepted ends in exactly one of the other two.
     *
     * @param clientId the producer's client.id
     * @param topic the topic
     */
    default void accepted(String clientId, String topic) {}

    /**
     * An accepted record was acknowledged.
     *
     * @param clientId the producer's client.id
     * @param receipt where it landed
     * @param sizeBytes serialized key and value, before compression, in bytes
     * @param tookNanos from {@code send} to the acknowledgement, in nanoseconds; {@link #NOT_MEASURED} only where
     *     {@link #wantsEachTime} is false
     */
    default void delivered(String clientId, SendReceipt receipt, int sizeBytes, long tookNanos) {}

    /**
     * A record was refused before it was accepted, or an accepted record failed.
     *
     * @param clientId the producer's client.id
     * @param topic the topic, {@link #INVALID_TOPIC} where the name was refused
     * @param failure the outcome and its diagnosis
     * @param wasAccepted whether {@link #accepted} was called for it
     * @param tookNanos from {@code send} to the failure, in nanoseconds
     */
    default void failed(
            String clientId, String topic, SendFailedException failure, boolean wasAccepted, long tookNanos) {}

    /**
     * The circuit breaker of a producer changed. Called on the thread whose send or acknowledgement changed it.
     *
     * @param clientId the producer's client.id
     * @param state the new state
     */
    default void breakerChanged(String clientId, BreakerState state) {}

    /**
     * How many records of a topic are acknowledged by the leader alone and not yet visible to consumers; told when that
     * changes, up to two seconds late, on the SDK's monitor thread.
     *
     * @param clientId the producer's client.id
     * @param topic the topic
     * @param records how many; 0 when all became visible
     */
    default void invisible(String clientId, String topic, long records) {}

    /**
     * {@code send} held its caller up for a millisecond or more: for the rate limit, the limits of what is in flight,
     * metadata, room in the client's buffer, a serializer, or because the process stood still. Told on the sending thread
     * when it is over, also for a send that was refused.
     *
     * @param clientId the producer's client.id
     * @param nanos for how long, in nanoseconds
     */
    default void blocked(String clientId, long nanos) {}

    /**
     * The Kafka client sent records again, of a transactional producer too. Told on the SDK's monitor thread within some
     * seconds, after a look at the topic; what a client counted in the last second before it was replaced may be missing.
     *
     * @param clientId the producer's client.id
     * @param topic the topic
     * @param records how many since the last time; a record that was sent again twice counts twice
     * @param cause why, as far as the state of the topic tells
     */
    default void retried(String clientId, String topic, long records, RetryCause cause) {}

    /**
     * A producer closed; another one of its client.id may open. Nothing more is told of this one, but for what its futures'
     * dependents hold up.
     *
     * @param clientId the producer's client.id
     */
    default void closed(String clientId) {}
}
