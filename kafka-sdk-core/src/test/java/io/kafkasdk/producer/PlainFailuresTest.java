package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlainFailuresTest {

    @ParameterizedTest
    @MethodSource("exceptionsOfTheClient")
    void theClassOfTheClientsExceptionIsKeptAndTheDiagnosisIsItsMessage(RuntimeException original) {
        SendFailedException failure = rejected(ErrorKind.UNEXPECTED, original);
        Exception given = PlainFailures.given(failure, "orders");
        assertThat(given)
                .hasSameClassAs(original)
                .isNotSameAs(original)
                .hasMessage(failure.diagnosis().text())
                .hasCause(failure)
                .hasRootCause(original);
        assertThat(original).hasNoSuppressedExceptions();
    }

    static Stream<RuntimeException> exceptionsOfTheClient() {
        Stream<RuntimeException> ofBrokers = Arrays.stream(Errors.values())
                .filter(error -> error != Errors.NONE)
                .map(Errors::exception);
        Stream<RuntimeException> ofTheClientItself = Stream.of(
                new BufferExhaustedException("full"),
                new KafkaException("Producer is closed forcefully."),
                new SerializationException("planted"));
        return Stream.concat(ofBrokers, ofTheClientItself);
    }

    @Test
    void aMissingRightStillNamesItsTopics() {
        Exception given = PlainFailures.given(
                rejected(ErrorKind.UNAUTHORIZED, new TopicAuthorizationException(Set.of("orders"))), "orders");
        assertThat(given)
                .isInstanceOfSatisfying(
                        TopicAuthorizationException.class,
                        missing -> assertThat(missing.unauthorizedTopics()).containsExactly("orders"));
    }

    @Test
    void whatIsNotOfKafkaIsGivenAsAKafkaException() {
        SendFailedException failure = rejected(ErrorKind.UNEXPECTED, new IllegalStateException("no metadata"));
        assertThat(PlainFailures.given(failure, "orders"))
                .isExactlyInstanceOf(KafkaException.class)
                .hasCause(failure);
    }

    @ParameterizedTest
    @EnumSource
    void everyRefusalOfTheSdkIsAKafkaExceptionWithTheDiagnosis(ErrorKind kind) {
        SendFailedException failure = rejected(kind, null);
        assertThat(PlainFailures.given(failure, "orders"))
                .isInstanceOf(KafkaException.class)
                .hasMessage(failure.diagnosis().text())
                .hasCause(failure);
    }

    @Test
    void refusalsHaveTheClassThatExistingCodeReactsTo() {
        assertThat(given(ErrorKind.UNSAFE_TOPIC, "orders"))
                .isInstanceOf(PolicyViolationException.class)
                .isNotInstanceOf(RetriableException.class);
        assertThat(given(ErrorKind.BAD_RECORD, "orders")).isInstanceOf(InvalidRecordException.class);
        assertThat(given(ErrorKind.BAD_RECORD, "a b"))
                .isInstanceOfSatisfying(
                        InvalidTopicException.class,
                        invalid -> assertThat(invalid.invalidTopics()).containsExactly("a b"));
        assertThat(given(ErrorKind.OVERLOADED, "orders"))
                .isInstanceOf(BufferExhaustedException.class)
                .isInstanceOf(RetriableException.class);
        assertThat(given(ErrorKind.UNREACHABLE, "orders")).isExactlyInstanceOf(TimeoutException.class);
    }

    @Test
    void whatTheClientThrowsIsThrown() {
        SendFailedException closed = rejected(ErrorKind.CLOSED, null);
        assertThat(PlainFailures.thrown(closed))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage(closed.getMessage())
                .hasCause(closed);
        assertThat(PlainFailures.thrown(rejected(ErrorKind.CLOSED, new KafkaException("Producer closed while"))))
                .isExactlyInstanceOf(KafkaException.class);
        assertThat(PlainFailures.thrown(rejected(ErrorKind.BAD_RECORD, new ClassCastException("planted"))))
                .isExactlyInstanceOf(SerializationException.class);
        IllegalArgumentException own = new IllegalArgumentException("of the serializer");
        assertThat(PlainFailures.thrown(rejected(ErrorKind.BAD_RECORD, own))).isSameAs(own);
    }

    @Test
    void anInterruptionIsThrownWithoutInterruptingAgain() {
        InterruptException interrupted = new InterruptException("planted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(PlainFailures.thrown(rejected(ErrorKind.UNEXPECTED, interrupted)))
                .isSameAs(interrupted);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void nothingThatMayBeInTheLogIsThrown() {
        Diagnosis diagnosis = diagnosis(ErrorKind.CLOSED);
        KafkaException reason = new KafkaException("Producer is closed forcefully.");
        assertThat(PlainFailures.thrown(SendFailedException.unknown(diagnosis, reason)))
                .isNull();
        assertThat(PlainFailures.thrown(SendFailedException.unknown(diagnosis, null)))
                .isNull();
    }

    @Test
    void whatTheClientPutsIntoTheFutureIsNotThrown() {
        assertThat(PlainFailures.thrown(rejected(ErrorKind.TIMED_OUT, new TimeoutException("planted"))))
                .isNull();
        assertThat(PlainFailures.thrown(rejected(ErrorKind.UNSAFE_TOPIC, null))).isNull();
    }

    private static Exception given(ErrorKind kind, String topic) {
        return PlainFailures.given(rejected(kind, null), topic);
    }

    private static SendFailedException rejected(ErrorKind kind, @Nullable Throwable cause) {
        return SendFailedException.rejected(diagnosis(kind), cause);
    }

    private static Diagnosis diagnosis(ErrorKind kind) {
        return new Diagnosis(kind, "A record was not sent", "it is planted", "pull it out");
    }
}
