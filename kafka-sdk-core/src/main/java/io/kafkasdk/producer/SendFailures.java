package io.kafkasdk.producer;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorClassifier;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.internal.FailureText;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnsupportedCompressionTypeException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;

/** What a failure of the Kafka client means for one record: whether it may be in the log, and why it failed. */
final class SendFailures {

    private SendFailures() {}

    /**
     * Returns whether an accepted record that ended like this is certainly not in the log. Only verdicts on the record
     * itself are: they hold for every attempt. An expiry, a lost connection and a short ISR are not, for an earlier
     * attempt may have been appended without our seeing it.
     */
    static boolean leavesNothing(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof InvalidTopicException
                || failure instanceof InvalidTimestampException
                || failure instanceof InvalidRecordException
                || failure instanceof SerializationException
                || failure instanceof UnsupportedForMessageFormatException
                || failure instanceof UnsupportedCompressionTypeException
                || failure instanceof AuthorizationException;
    }

    /** Returns whether a look at the topic would say more than the failure does. */
    static boolean needsObservation(AcksGuard guard, String topic, Throwable failure) {
        return AcksGuard.needsObservation(failure)
                || (failure instanceof RecordTooLargeException
                        && guard.safetyOf(topic).facts() == null);
    }

    static Diagnosis diagnose(AcksGuard guard, FailedSend failed) {
        Throwable failure = failed.reason();
        PendingSend send = failed.send();
        if (failure instanceof InterruptException) {
            return new Diagnosis(
                    ErrorKind.UNEXPECTED,
                    "A record for topic '" + send.topic() + "' was not sent",
                    "the sending thread was interrupted while it waited for metadata or for buffer space",
                    "send again, unless the thread is meant to stop");
        }
        ErrorKind kind = ErrorClassifier.kindOf(failure);
        return switch (kind) {
            case BAD_RECORD -> badRecord(guard, failed);
            case OVERLOADED ->
                new Diagnosis(
                        kind,
                        "A record for topic '" + send.topic() + "' was not sent",
                        "the producer's buffer is full: records come faster than the brokers take them ("
                                + FailureText.of(failure) + ")",
                        "send more slowly, or raise buffer.memory, or find out why the brokers are slow");
            default -> guard.explain(send.topic(), failed.partition(), failure);
        };
    }

    private static Diagnosis badRecord(AcksGuard guard, FailedSend failed) {
        Throwable failure = failed.reason();
        PendingSend send = failed.send();
        TopicFacts facts = guard.safetyOf(send.topic()).facts();
        if (failure instanceof RecordTooLargeException && failed.handedOver() && facts != null) {
            return RecordRules.tooLargeForTopic(send.topic(), send.sizeBytes(), facts.maxMessageBytes());
        }
        String cure = failure instanceof RecordTooLargeException
                ? "send less in one record, or raise max.request.size with kafkaProperty(...) up to the topic's"
                        + " max.message.bytes"
                : "correct the record";
        return new Diagnosis(
                ErrorKind.BAD_RECORD,
                "A record for topic '" + send.topic() + "' cannot be written",
                FailureText.of(failure),
                cure);
    }
}
