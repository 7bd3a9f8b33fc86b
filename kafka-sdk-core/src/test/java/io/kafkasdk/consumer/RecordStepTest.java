package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RecordStepTest {

    private final MockMember member = new MockMember().owning(P0);

    @Test
    void theHandlerSeesTheRecordAsKafkaWouldShowIt() {
        List<ConsumerRecord<String, String>> seen = new ArrayList<>();
        member.handler = seen::add;
        member.fetch(P0, 5);
        member.round();
        ConsumerRecord<String, String> record = seen.get(0);
        assertThat(record.key())
                .as("an absent key is not shown to the deserializer")
                .isNull();
        assertThat(record.value()).isEqualTo("v5");
        assertThat(record.offset()).isEqualTo(5);
        assertThat(record.leaderEpoch()).contains(3);
        assertThat(record.serializedValueSize()).isEqualTo(2);
    }

    @Test
    void aHandlerThatLeavesItsThreadInterruptedDoesNotBreakTheNext() {
        List<Boolean> interrupted = new ArrayList<>();
        member.handler = record -> {
            interrupted.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
        };
        member.fetch(P0, 0, 1);
        member.round();
        assertThat(interrupted).containsExactly(false, false);
    }

    @Test
    void noHandlerStartsForAPartitionThatGoes() {
        member.fetch(P0, 0);
        member.loop.runOnce();
        member.assignment.add(P0).stop();
        member.work();
        assertThat(member.handled).isEmpty();
    }

    @Test
    void aFailureWhileThePartitionGoesIsNotTriedAgain() {
        member.handler = record -> {
            member.assignment.add(P0).stop();
            throw new InterruptedException();
        };
        member.fetch(P0, 0);
        member.round();
        assertThat(member.events).noneMatch(event -> event.startsWith("failed"));
    }

    @Test
    void theLogOfAFailureNamesTheRecordAndThePlaceAndNeverThePayload() {
        try (LogCapture log = new LogCapture(FailureRouter.class)) {
            member.handler = record -> {
                throw new IllegalStateException("secret " + record.value(), new NumberFormatException("secret"));
            };
            member.fetch(P0, 7);
            member.round();
            assertThat(log.text())
                    .contains("'payments'", "orders-0@7", "attempt 1", "IllegalStateException", "NumberFormatException")
                    .doesNotContain("secret", "v7");
        }
    }

    @Test
    void aListenerThatThrowsChangesNothing() {
        ConsumerListener broken = new ConsumerListener() {
            @Override
            public void handled(String group, String topic, int sizeBytes, long timestampMillis, long tookNanos) {
                throw new AssertionError("broken listener");
            }
        };
        ConsumerEvents events = new ConsumerEvents("payments", broken, member.clock);
        Work work = MockMember.take(member.assignment, P0, 0, 1).get(0);
        events.handled(work, 1);
        assertThat(work.sizeBytes()).isEqualTo("v".getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void aListenerThatThrowsAnErrorDoesNotStopItsPartition() {
        member.handler = record -> {
            if (record.offset() == 0 && member.clock.getAsLong() < 0) {
                throw new IllegalStateException();
            }
        };
        member.handlerFailure = new BrokenListener();
        member.fetch(P0, 0, 1);
        member.round();
        member.clock.advance(Duration.ofMinutes(1));
        member.round();
        assertThat(member.handled).containsExactly("0@0", "0@1");
    }

    @Test
    void anExceptionThatCannotTellItsCauseIsOnlyAFailedRecord() {
        member.handler = record -> {
            throw new CauseBreaks();
        };
        member.fetch(P0, 0);
        member.round();
        assertThatCode(member.loop::runOnce).doesNotThrowAnyException();
        assertThat(member.events).contains("failed orders-0@0 attempt 1");
    }

    private static final class BrokenListener extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static final class CauseBreaks extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("planted");
        }
    }
}
