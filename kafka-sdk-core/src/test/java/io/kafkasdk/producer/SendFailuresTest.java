package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SendFailuresTest {

    static Stream<Exception> verdictsOnTheRecordItself() {
        return Stream.of(
                new RecordTooLargeException("too large"),
                new InvalidTopicException("bad name"),
                new InvalidTimestampException("bad time"),
                new InvalidRecordException("no key on a compacted topic"));
    }

    static Stream<Exception> failuresThatMayHideAnEarlierAppend() {
        return Stream.of(
                new TimeoutException("Expiring 1 record(s)"),
                new NetworkException("disconnected"),
                new NotEnoughReplicasException("refused, but an earlier attempt may have been appended"),
                new NotEnoughReplicasAfterAppendException("appended"),
                new NotLeaderOrFollowerException("moved"),
                new TopicAuthorizationException(Set.of("t")),
                new OutOfOrderSequenceException("lost count"),
                new KafkaException("Producer is closed forcefully."));
    }

    @ParameterizedTest
    @MethodSource("verdictsOnTheRecordItself")
    void aVerdictOnTheRecordItselfLeavesNothingInTheLog(Exception failure) {
        assertThat(SendFailures.leavesNothing(failure)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("failuresThatMayHideAnEarlierAppend")
    void everythingElseMayHaveLeftTheRecord(Exception failure) {
        assertThat(SendFailures.leavesNothing(failure)).isFalse();
    }
}
