package io.kafkasdk.producer;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * What a failure says about the Kafka client itself: whether it had taken the record, and whether it will ever send
 * again. Kafka has no classes for that; what is told apart by its text has the same text in 4.2 and 4.4, and a text that
 * is not known counts as the worse case.
 */
final class ClientFailures {

    private static final String ERROR_STATE = "Cannot execute transactional method because we are in an error state";
    private static final String POISONED = "previous invalid state transition";
    private static final String NO_PRODUCER_ID = "Unexpected error in InitProducerIdResponse";
    private static final String CLOSED_MEANWHILE = "Producer closed while send in progress";
    private static final String FORCED = "Producer is closed forcefully";

    private ClientFailures() {}

    /**
     * Returns whether the client may have taken the record although its {@code send} threw this. It appends first, and
     * only then finds that its state is an error; the record then goes on in the client.
     */
    static boolean mayHaveTaken(Exception thrown) {
        if (thrown instanceof IllegalStateException) {
            return says(thrown, POISONED);
        }
        boolean beforeTheAppend = thrown instanceof ApiException
                || thrown instanceof InterruptException
                || thrown instanceof SerializationException
                || says(thrown, CLOSED_MEANWHILE);
        // Others than Kafka's are the partitioner's.
        return thrown instanceof KafkaException && !beforeTheAppend;
    }

    /** The same for what {@code send} told the callback instead of throwing it: all but two come before the append. */
    static boolean isToldBehindTheAppend(Exception told) {
        return told instanceof ProducerFencedException || told instanceof InvalidProducerEpochException;
    }

    /** Returns whether {@code send} threw this because the client is closed, so that another one may take the record. */
    static boolean isClosed(RuntimeException thrown) {
        return thrown instanceof IllegalStateException ? !says(thrown, POISONED) : says(thrown, CLOSED_MEANWHILE);
    }

    /** Returns whether the client gave a record up because it was closed without waiting. */
    static boolean isForcedClose(Throwable failure) {
        return failure instanceof KafkaException && says(failure, FORCED);
    }

    /**
     * Returns whether a client with acks=all that fails like this probably never sends again: these are the errors on
     * which its state becomes fatal, or the ones that it then gives. Some of them end by themselves, so that it takes a
     * second sign: that it sent nothing since.
     */
    static boolean isSignOfTheEnd(Throwable failure) {
        return failure instanceof UnsupportedVersionException
                || failure instanceof ClusterAuthorizationException
                || failure instanceof ProducerFencedException
                || failure instanceof InvalidPidMappingException
                || says(failure, ERROR_STATE)
                || says(failure, POISONED)
                || says(failure, NO_PRODUCER_ID);
    }

    private static boolean says(Throwable failure, String words) {
        String message = failure.getMessage();
        return message != null && message.contains(words);
    }
}
