package io.kafkasdk.transaction;

import io.kafkasdk.error.ErrorKind;

/**
 * Told of the records of transactions. An acknowledged record is on the brokers, but counts for nothing before its
 * transaction commits, and never if that aborts. Methods run on the thread of the block or on the Kafka client's I/O
 * thread: they must be fast, must not block and must be safe for use by several threads. Whatever they throw changes
 * nothing; the first is logged.
 */
public interface TransactionListener {

    /** Who wants to know nothing. */
    TransactionListener NONE = new TransactionListener() {};

    /**
     * A record is handed to the Kafka client; each one ends in exactly one of {@link #acknowledged} and {@link #failed}.
     *
     * @param clientId the producer's client.id
     * @param topic the topic
     */
    default void accepted(String clientId, String topic) {}

    /**
     * An accepted record was acknowledged; whether its transaction commits is another matter.
     *
     * @param clientId the producer's client.id
     * @param topic the topic
     * @param sizeBytes serialized key and value, before compression, in bytes
     * @param tookNanos from {@code send} to the acknowledgement, in nanoseconds
     */
    default void acknowledged(String clientId, String topic, int sizeBytes, long tookNanos) {}

    /**
     * An accepted record failed, or was ended because its transaction aborts. In both cases its transaction aborts, so that
     * nothing of it ever counts.
     *
     * @param clientId the producer's client.id
     * @param topic the topic
     * @param exception the simple name of the Kafka client's exception
     * @param kind what kind of failure that is
     * @param tookNanos from {@code send} to the failure, in nanoseconds
     */
    default void failed(String clientId, String topic, String exception, ErrorKind kind, long tookNanos) {}

    /**
     * A transaction ended because another producer has the transactional.id by now, or the coordinator took it away.
     *
     * @param clientId the producer's client.id
     */
    default void fenced(String clientId) {}
}
