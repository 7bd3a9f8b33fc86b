package io.kafkasdk.producer;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorClassifier;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.internal.FailureText;
import java.util.Optional;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedCompressionTypeException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;

/** What a failure of the Kafka client means for one record: whether it may be in the log, and why it failed. */
final class SendFailures {

    private SendFailures() {}

    /**
     * Returns whether an accepted record that ended like this is certainly not in the log. Only verdicts on the record
     * itself are: they hold for every attempt. An expiry, a lost connection, a short ISR and a missing right are not:
     * an earlier attempt may have been appended without our seeing it, and a right may have been taken away since. A right
     * that was missing from the start is mostly noticed before the client takes the record.
     */
    static boolean leavesNothing(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof InvalidTopicException
                || failure instanceof InvalidTimestampException
                || failure instanceof InvalidRecordException
                || failure instanceof SerializationException
                || failure instanceof UnsupportedForMessageFormatException
                || failure instanceof UnsupportedCompressionTypeException;
    }

    /** Returns whether a look at the topic would say more than the failure does. */
    static boolean needsObservation(AcksGuard guard, String topic, Throwable failure) {
        return AcksGuard.needsObservation(failure)
                || (failure instanceof RecordTooLargeException
                        && guard.safetyOf(topic).facts() == null);
    }

    static Diagnosis diagnose(FailureSources sources, FailedSend failed) {
        Throwable failure = failed.reason();
        PendingSend send = failed.send();
        if (failure instanceof InterruptException) {
            return Refusals.interrupted(send.topic());
        }
        if (ClientFailures.isForcedClose(failure)) {
            return replaced(send.topic());
        }
        AcksGuard guard = sources.guard();
        ErrorKind kind = ErrorClassifier.kindOf(failure);
        return switch (kind) {
            case BAD_RECORD -> badRecord(guard, failed);
            case OVERLOADED -> overloaded(sources, failed);
            case UNAUTHENTICATED -> sources.access().loginRefused(notSent(send.topic()), failure);
            case UNAUTHORIZED ->
                failure instanceof TopicAuthorizationException
                        ? sources.access().writeRefused(send.topic(), failure)
                        : explained(sources, failed);
            default -> explained(sources, failed);
        };
    }

    /** By the state of the topic; where that is as it should be, by a quota. */
    private static Diagnosis explained(FailureSources sources, FailedSend failed) {
        PendingSend send = failed.send();
        Diagnosis found = sources.guard().explain(send.topic(), failed.partition(), failed.reason(), send.age());
        if (found.kind() != ErrorKind.TIMED_OUT) {
            return found;
        }
        String said = FailureText.of(failed.reason());
        Diagnosis quota = sources.throttle().diagnose(found.what(), said);
        return quota == null ? found : quota;
    }

    /** Of a producer that is not closing: only a replacement closes its client. */
    private static Diagnosis replaced(String topic) {
        return new Diagnosis(
                ErrorKind.UNEXPECTED,
                "The record for topic '" + topic + "' was not acknowledged",
                "the producer replaced its Kafka client, which would not have sent anything any more; the log says why",
                "send again if a duplicate does no harm");
    }

    private static String notSent(String topic) {
        return "A record for topic '" + topic + "' was not sent";
    }

    /** Records pile up because they cannot be written, or because there are too many; the first needs another cure. */
    private static Diagnosis overloaded(FailureSources sources, FailedSend failed) {
        AcksGuard guard = sources.guard();
        String topic = failed.send().topic();
        String what = notSent(topic);
        Optional<Diagnosis> blockage = guard.blockage(topic);
        if (blockage.isPresent()) {
            Diagnosis reason = blockage.get();
            String cause = "the producer's buffer is full of records that are not acknowledged: " + reason.cause();
            return new Diagnosis(reason.kind(), what, cause, reason.cure());
        }
        Optional<AcksVerdict> other = guard.verdicts().stream()
                .filter(verdict -> verdict.headroom() < 0 && verdict.headroom() != AcksVerdict.UNKNOWN_HEADROOM)
                .findFirst();
        if (other.isPresent()) {
            AcksVerdict stopped = other.get();
            return new Diagnosis(
                    ErrorKind.OVERLOADED,
                    what,
                    "the producer's buffer is full, probably of records for topic '" + stopped.topic()
                            + "', which takes none now: " + stopped.summary(),
                    stopped.cure());
        }
        Diagnosis quota = sources.throttle().diagnose(what, "the producer's buffer is full");
        if (quota != null) {
            return quota;
        }
        return new Diagnosis(
                ErrorKind.OVERLOADED,
                what,
                "the producer's buffer is full: records come faster than the brokers take them ("
                        + FailureText.of(failed.reason()) + ")",
                "send more slowly, or raise buffer.memory, or find out why the brokers are slow");
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
