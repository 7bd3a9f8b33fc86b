package io.kafkasdk.error;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.common.errors.UnsupportedAssignorException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** One table from an exception of Kafka's to the {@link ErrorKind} of the SDK. */
public final class ErrorClassifier {

    /** Most special first: in Kafka's class tree several of these extend others (KIP-1050). */
    private static final Map<Class<? extends Throwable>, ErrorKind> TABLE = new LinkedHashMap<>();

    static {
        TABLE.put(NotEnoughReplicasException.class, ErrorKind.SHORT_ISR);
        TABLE.put(NotEnoughReplicasAfterAppendException.class, ErrorKind.SHORT_ISR);
        TABLE.put(LeaderNotAvailableException.class, ErrorKind.NO_LEADER);
        TABLE.put(NotLeaderOrFollowerException.class, ErrorKind.NO_LEADER);
        TABLE.put(UnknownTopicOrPartitionException.class, ErrorKind.TOPIC_MISSING);
        TABLE.put(UnknownTopicIdException.class, ErrorKind.TOPIC_MISSING);
        TABLE.put(InvalidTopicException.class, ErrorKind.BAD_RECORD);
        TABLE.put(RecordTooLargeException.class, ErrorKind.BAD_RECORD);
        TABLE.put(RecordBatchTooLargeException.class, ErrorKind.BAD_RECORD);
        TABLE.put(InvalidTimestampException.class, ErrorKind.BAD_RECORD);
        TABLE.put(InvalidRecordException.class, ErrorKind.BAD_RECORD);
        TABLE.put(CorruptRecordException.class, ErrorKind.BAD_RECORD);
        TABLE.put(SerializationException.class, ErrorKind.BAD_RECORD);
        TABLE.put(AuthenticationException.class, ErrorKind.UNAUTHENTICATED);
        TABLE.put(AuthorizationException.class, ErrorKind.UNAUTHORIZED);
        TABLE.put(ProducerFencedException.class, ErrorKind.FENCED);
        TABLE.put(InvalidProducerEpochException.class, ErrorKind.FENCED);
        TABLE.put(FencedInstanceIdException.class, ErrorKind.FENCED);
        TABLE.put(UnreleasedInstanceIdException.class, ErrorKind.FENCED);
        TABLE.put(BufferExhaustedException.class, ErrorKind.OVERLOADED);
        TABLE.put(ThrottlingQuotaExceededException.class, ErrorKind.OVERLOADED);
        TABLE.put(NetworkException.class, ErrorKind.UNREACHABLE);
        TABLE.put(TimeoutException.class, ErrorKind.TIMED_OUT);
        TABLE.put(InvalidConfigurationException.class, ErrorKind.MISCONFIGURED);
        TABLE.put(ConfigException.class, ErrorKind.MISCONFIGURED);
        TABLE.put(InvalidSessionTimeoutException.class, ErrorKind.MISCONFIGURED);
        TABLE.put(InvalidTxnTimeoutException.class, ErrorKind.MISCONFIGURED);
        TABLE.put(InvalidGroupIdException.class, ErrorKind.MISCONFIGURED);
        TABLE.put(InconsistentGroupProtocolException.class, ErrorKind.MISCONFIGURED);
        TABLE.put(UnsupportedAssignorException.class, ErrorKind.MISCONFIGURED);
        TABLE.put(UnsupportedVersionException.class, ErrorKind.MISCONFIGURED);
    }

    /** Since kafka-clients 4.4, so by name: with {@code bootstrap.resolve.timeout.ms} no bootstrap host resolved. */
    private static final String BOOTSTRAP_UNRESOLVED = "BootstrapResolutionException";

    private ErrorClassifier() {}

    /**
     * Says what sort of failure an exception is. Looks through the wrappers of futures and through a timeout to the
     * reason that Kafka put behind it.
     *
     * @param failure any throwable
     * @return its kind, {@link ErrorKind#UNEXPECTED} when the table does not know it
     */
    public static ErrorKind kindOf(Throwable failure) {
        if (failure instanceof KafkaSdkException ours) {
            return ours.kind();
        }
        Throwable cause = failure.getCause();
        boolean wrapper = failure instanceof ExecutionException || failure instanceof CompletionException;
        if (wrapper && cause != null) {
            return kindOf(cause);
        }
        ErrorKind own = lookUp(failure);
        boolean vague = own == ErrorKind.TIMED_OUT || own == ErrorKind.UNEXPECTED;
        if (vague && cause instanceof KafkaException) {
            ErrorKind behind = kindOf(cause);
            return behind == ErrorKind.UNEXPECTED ? own : behind;
        }
        return own;
    }

    private static ErrorKind lookUp(Throwable failure) {
        for (Map.Entry<Class<? extends Throwable>, ErrorKind> row : TABLE.entrySet()) {
            if (row.getKey().isInstance(failure)) {
                return row.getValue();
            }
        }
        if (failure.getClass().getSimpleName().equals(BOOTSTRAP_UNRESOLVED)) {
            return ErrorKind.UNREACHABLE;
        }
        return ErrorKind.UNEXPECTED;
    }
}
