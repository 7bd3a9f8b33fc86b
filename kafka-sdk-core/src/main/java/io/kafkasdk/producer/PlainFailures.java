package io.kafkasdk.producer;

import io.kafkasdk.error.ErrorKind;
import java.util.Set;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * A failed send in the words of Kafka's own producer. Each is a new exception, because the client gives one exception to
 * all records of a batch: the class is that of the client's exception, the message is the diagnosis, the cause is the
 * {@link SendFailedException}, and behind that stands the client's exception.
 */
final class PlainFailures {

    private static final String KAFKA_PACKAGE = "org.apache.kafka.";

    private PlainFailures() {}

    /**
     * Returns what {@code send} itself throws, as {@code KafkaProducer.doSend} does for everything but an ApiException;
     * null for a failure that future and callback get. Never for a record that may be in the log.
     */
    static @Nullable RuntimeException thrown(SendFailedException failure) {
        if (!(failure.outcome() instanceof SendOutcome.Rejected)) {
            return null;
        }
        Throwable original = failure.getCause();
        if (failure.kind() == ErrorKind.CLOSED && !(original instanceof KafkaException)) {
            return new IllegalStateException(failure.getMessage(), failure);
        }
        if (!(original instanceof RuntimeException reason) || original instanceof ApiException) {
            return null;
        }
        if (reason instanceof ClassCastException && failure.kind() == ErrorKind.BAD_RECORD) {
            // The wrong serializer for this type: the one exception that the client translates.
            return new SerializationException(failure.getMessage(), failure);
        }
        // Of the application's own serializer or partitioner: the client throws these untouched.
        return isKafkas(reason) ? sameClass(reason, failure) : reason;
    }

    /** Returns what future and callback get. */
    static Exception given(SendFailedException failure, String topic) {
        Throwable original = failure.getCause();
        if (original == null) {
            return behind(refusal(failure, topic), failure);
        }
        if (original instanceof TopicAuthorizationException unauthorized) {
            return behind(
                    new TopicAuthorizationException(failure.getMessage(), unauthorized.unauthorizedTopics()), failure);
        }
        if (original instanceof InvalidTopicException) {
            return behind(invalidTopic(failure, topic), failure);
        }
        return original instanceof RuntimeException known && isKafkas(original)
                ? sameClass(known, failure)
                : new KafkaException(failure.getMessage(), failure);
    }

    /** What the SDK refused on its own account, in the class that existing code most likely reacts to as it should. */
    private static RuntimeException refusal(SendFailedException failure, String topic) {
        String text = failure.diagnosis().text();
        return switch (failure.kind()) {
            case UNSAFE_TOPIC -> new PolicyViolationException(text);
            case BAD_RECORD ->
                RecordRules.isTopicName(topic) ? new InvalidRecordException(text) : invalidTopic(failure, topic);
            case OVERLOADED -> new BufferExhaustedException(text);
            case UNREACHABLE, TIMED_OUT -> new TimeoutException(text);
            case SHORT_ISR -> new NotEnoughReplicasException(text);
            case NO_LEADER -> new LeaderNotAvailableException(text);
            case TOPIC_MISSING -> new UnknownTopicOrPartitionException(text);
            case UNAUTHORIZED -> new TopicAuthorizationException(text, Set.of(topic));
            case UNAUTHENTICATED -> new AuthenticationException(text);
            case MISCONFIGURED -> new InvalidConfigurationException(text);
            case FENCED -> new ProducerFencedException(text);
            case CLOSED, HANDLER_FAILED, UNEXPECTED -> new KafkaException(text);
        };
    }

    private static InvalidTopicException invalidTopic(SendFailedException failure, String topic) {
        return new InvalidTopicException(failure.diagnosis().text(), Set.of(topic));
    }

    private static boolean isKafkas(Throwable original) {
        return original.getClass().getName().startsWith(KAFKA_PACKAGE);
    }

    private static RuntimeException sameClass(RuntimeException original, SendFailedException failure) {
        if (original instanceof InterruptException) {
            // Belongs to this call alone, and making another one would interrupt the thread again.
            return original;
        }
        try {
            return behind(original.getClass().getConstructor(String.class).newInstance(failure.getMessage()), failure);
        } catch (ReflectiveOperationException | IllegalStateException noneOfThatShape) {
            // The class counts more than the diagnosis, which listeners were told.
            return original;
        }
    }

    private static RuntimeException behind(RuntimeException exception, SendFailedException failure) {
        exception.initCause(failure);
        return exception;
    }
}
