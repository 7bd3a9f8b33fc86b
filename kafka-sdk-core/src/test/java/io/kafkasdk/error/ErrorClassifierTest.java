package io.kafkasdk.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class ErrorClassifierTest {

    @Test
    void aTimeoutIsClassifiedByTheReasonBehindIt() {
        var missing = new TimeoutException("not present in metadata", new UnknownTopicOrPartitionException("x"));
        assertThat(ErrorClassifier.kindOf(missing)).isEqualTo(ErrorKind.TOPIC_MISSING);
        assertThat(ErrorClassifier.kindOf(new TimeoutException("x"))).isEqualTo(ErrorKind.TIMED_OUT);
    }

    @Test
    void wrappersOfFuturesAreLookedThrough() {
        var wrapped = new ExecutionException(new NotEnoughReplicasException("x"));
        assertThat(ErrorClassifier.kindOf(wrapped)).isEqualTo(ErrorKind.SHORT_ISR);
    }

    @Test
    void theMostSpecialClassDecides() {
        assertThat(ErrorClassifier.kindOf(new BufferExhaustedException("x"))).isEqualTo(ErrorKind.OVERLOADED);
        assertThat(ErrorClassifier.kindOf(new SaslAuthenticationException("x"))).isEqualTo(ErrorKind.UNAUTHENTICATED);
        assertThat(ErrorClassifier.kindOf(new TopicAuthorizationException("x"))).isEqualTo(ErrorKind.UNAUTHORIZED);
    }

    @Test
    void hostsThatDoNotResolveAreUnreachableOnClientsThatHaveAClassForIt() {
        assertThat(ErrorClassifier.kindOf(new BootstrapResolutionException())).isEqualTo(ErrorKind.UNREACHABLE);
    }

    /** As kafka-clients 4.4 has it; older ones do not. */
    private static final class BootstrapResolutionException extends RuntimeException {}

    @Test
    void whatTheTableDoesNotKnowIsUnexpected() {
        assertThat(ErrorClassifier.kindOf(new IllegalStateException("x"))).isEqualTo(ErrorKind.UNEXPECTED);
    }
}
