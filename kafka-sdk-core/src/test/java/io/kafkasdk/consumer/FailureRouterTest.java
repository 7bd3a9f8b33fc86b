package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static io.kafkasdk.consumer.StepRig.DELAY;
import static io.kafkasdk.consumer.StepRig.POISON;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.deadletter.DeadLetterHeaders;
import io.kafkasdk.deadletter.FailedPart;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Retries;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.junit.jupiter.api.Test;

class FailureRouterTest {

    private static final Retries THREE = Retries.DEFAULT.attempts(3).delays(DELAY, DELAY);
    private static final FailurePolicy.DeadLetterTopic BURY = FailurePolicy.DEAD_LETTER.retries(THREE);
    private static final FailurePolicy.Skip SKIP = FailurePolicy.SKIP.retries(THREE);
    private static final FailurePolicy.RetryForEver FOR_EVER = new FailurePolicy.RetryForEver(DELAY, DELAY);

    private final List<String> tried = new ArrayList<>();
    private RecordHandler<String, String> handler = record -> {
        if (record.value().startsWith("bad")) {
            throw new IllegalStateException("planted");
        }
    };

    private StepRig rig(FailurePolicy policy) {
        return new StepRig(StepRig.settings(policy), new Handling.Each<>(record -> {
            tried.add(record.key() + "@" + record.offset());
            handler.handle(record);
        }));
    }

    @Test
    void theRecordIsGivenUpWithItsLastAttempt() {
        StepRig rig = rig(BURY);
        rig.put(rig.assignment.add(P0), 0, "a=bad");
        rig.work();
        rig.pass(DELAY);
        assertThat(rig.letters).isEmpty();
        rig.pass(DELAY);
        assertThat(tried).hasSize(3);
        assertThat(rig.letters).singleElement().satisfies(letter -> {
            assertThat(letter.why().attempts()).isEqualTo(3);
            assertThat(letter.why().deadLetterTopic()).isEqualTo("orders.payments.dlt");
            assertThat(letter.why().part()).isEqualTo(FailedPart.HANDLER);
            assertThat(letter.why().failure()).isInstanceOf(IllegalStateException.class);
        });
        rig.pass(DELAY.multipliedBy(100));
        assertThat(tried).hasSize(3);
    }

    @Test
    void aRetryIsNotMadeBeforeItsTime() {
        StepRig rig = rig(FOR_EVER);
        rig.put(rig.assignment.add(P0), 0, "a=bad");
        rig.work();
        rig.pass(DELAY.dividedBy(2));
        assertThat(tried).hasSize(1);
        rig.pass(DELAY.dividedBy(2));
        assertThat(tried).hasSize(2);
    }

    @Test
    void withoutAnEndARecordIsTriedForEverAndOnlyItsKeyWaits() {
        StepRig rig = rig(FOR_EVER);
        OwnedPartition owner = rig.assignment.add(P0);
        rig.put(owner, 0, "a=bad", "a=good", "b=good");
        rig.work();
        for (int i = 0; i < 50; i++) {
            rig.pass(DELAY);
        }
        assertThat(tried).filteredOn("a@0"::equals).hasSize(51);
        assertThat(tried).contains("b@2").doesNotContain("a@1");
        assertThat(owner.offsets().frontier()).isZero();
        handler = record -> {};
        rig.pass(DELAY);
        assertThat(tried).endsWith("a@0", "a@1");
        assertThat(owner.offsets().frontier()).isEqualTo(3);
    }

    @Test
    void aHopelessExceptionIsNotTriedAgainNorIsOneThatItCaused() {
        StepRig rig = rig(BURY.retries(THREE.hopeless(Set.of(IllegalArgumentException.class))));
        handler = record -> {
            NumberFormatException hopeless = new NumberFormatException("planted");
            throw record.offset() == 0 ? hopeless : new CompletionException(new IllegalStateException(hopeless));
        };
        rig.put(rig.assignment.add(P0), 0, "a=x", "b=x");
        rig.work();
        assertThat(tried).hasSize(2);
        assertThat(rig.letters).hasSize(2).allMatch(letter -> letter.why().attempts() == 1);
    }

    @Test
    void otherExceptionsAreTriedAgainDespiteHopelessOnes() {
        StepRig rig = rig(BURY.retries(THREE.hopeless(Set.of(UncheckedIOException.class))));
        rig.put(rig.assignment.add(P0), 0, "a=bad");
        rig.work();
        rig.pass(DELAY);
        assertThat(tried).hasSize(2);
    }

    @Test
    void anExceptionWhoseCausesGoRoundIsAFailureLikeOthers() {
        StepRig rig = rig(BURY);
        handler = record -> {
            IllegalStateException one = new IllegalStateException("planted");
            one.initCause(new IllegalStateException(one));
            throw one;
        };
        rig.put(rig.assignment.add(P0), 0, "a=x");
        rig.work();
        assertThat(rig.events).containsExactly("failed 0 attempt 1");
        assertThat(rig.completions.fatalError()).isNull();
    }

    @Test
    void anExceptionThatCannotTellItsCauseIsAFailureLikeOthers() {
        StepRig rig = rig(BURY);
        handler = record -> {
            throw new CauseBreaks();
        };
        rig.put(rig.assignment.add(P0), 0, "a=x");
        rig.work();
        assertThat(rig.completions.fatalError()).isNull();
        rig.pass(DELAY);
        rig.pass(DELAY);
        assertThat(rig.letters).hasSize(1);
    }

    @Test
    void aValueThatCannotBeReadIsGivenUpAtOnce() {
        StepRig rig = rig(BURY);
        rig.put(rig.assignment.add(P0), 0, "a=" + POISON, "a=good");
        rig.work();
        assertThat(rig.letters).singleElement().satisfies(letter -> {
            assertThat(letter.why().attempts()).isEqualTo(1);
            assertThat(letter.why().part()).isEqualTo(FailedPart.VALUE);
            assertThat(letter.why().failure()).isInstanceOf(RecordDeserializationException.class);
        });
        assertThat(tried).as("its key waits for the dead letter").isEmpty();
        rig.letters.get(0).written().complete("receipt");
        rig.work();
        assertThat(tried).containsExactly("a@1");
    }

    @Test
    void withRetryForEverAlsoWhatCannotBeReadIsTriedAgain() {
        StepRig rig = rig(FOR_EVER);
        rig.put(rig.assignment.add(P0), 0, "a=" + POISON);
        rig.work();
        rig.pass(DELAY);
        assertThat(rig.events).containsExactly("failed 0 attempt 1", "failed 0 attempt 2");
    }

    @Test
    void aRecordIsFinishedWhenItsDeadLetterIsAcknowledgedAndNotBefore() {
        StepRig rig = rig(BURY.retries(THREE.attempts(1)));
        OwnedPartition owner = rig.assignment.add(P0);
        rig.put(owner, 0, "a=bad", "b=good");
        rig.work();
        rig.look();
        assertThat(owner.offsets().frontier()).isZero();
        assertThat(rig.workers.isIdle(owner)).as("it is on its way").isFalse();
        rig.letters.get(0).written().complete("receipt");
        rig.look();
        assertThat(owner.offsets().frontier()).isEqualTo(2);
        assertThat(rig.workers.isIdle(owner)).isTrue();
        assertThat(owner.recordsInFlight()).isZero();
        assertThat(rig.events).endsWith("buried 0 in orders.payments.dlt");
    }

    @Test
    void aDeadLetterThatFailedIsWrittenAgainAndTheHandlerIsNotRunAgain() {
        StepRig rig = rig(BURY.retries(THREE.attempts(1)));
        OwnedPartition owner = rig.assignment.add(P0);
        rig.put(owner, 0, "a=bad", "a=good");
        rig.work();
        rig.letters.get(0).written().completeExceptionally(new IllegalStateException("planted"));
        rig.look();
        assertThat(rig.workers.isIdle(owner)).isTrue();
        assertThat(rig.letters).hasSize(1);
        rig.pass(DELAY);
        assertThat(rig.letters).hasSize(2);
        assertThat(rig.letters.get(1).why()).isEqualTo(rig.letters.get(0).why());
        assertThat(tried).containsExactly("a@0");
        rig.letters.get(1).written().complete("receipt");
        rig.look();
        assertThat(tried).containsExactly("a@0", "a@1");
        assertThat(owner.offsets().frontier()).isEqualTo(2);
        assertThat(rig.events).contains("not buried 0", "buried 0 in orders.payments.dlt");
    }

    @Test
    void aDeadLetterThatFailsAfterItsPartitionWentHoldsUpNobody() {
        StepRig rig = rig(BURY.retries(THREE.attempts(1)));
        OwnedPartition lost = rig.assignment.add(P0);
        rig.put(lost, 0, "a=bad");
        rig.work();
        rig.lose(lost);
        rig.put(rig.assignment.add(P0), 0, "a=good");
        rig.work();
        assertThat(tried).as("two of one key never at a time").containsExactly("a@0");
        rig.letters.get(0).written().completeExceptionally(new IllegalStateException("planted"));
        rig.look();
        assertThat(tried).containsExactly("a@0", "a@0");
        assertThat(lost.isPending()).isFalse();
    }

    @Test
    void anErrorOfTheJvmWhileADeadLetterEndsIsNotSwallowed() {
        StepRig rig = rig(BURY.retries(THREE.attempts(1)));
        OwnedPartition owner = rig.assignment.add(P0);
        rig.put(owner, 0, "a=bad");
        rig.work();
        rig.listenerFailure = new OutOfMemoryError("planted");
        rig.letters.get(0).written().complete("receipt");
        assertThat(rig.completions.fatalError()).isSameAs(rig.listenerFailure);
        assertThat(owner.isPending()).isFalse();
    }

    @Test
    void stopEndsTheConsumerInFrontOfTheRecord() {
        StepRig rig = rig(FailurePolicy.STOP.retries(THREE));
        OwnedPartition owner = rig.assignment.add(P0);
        rig.put(owner, 0, "a=good", "a=bad", "a=good", "b=good");
        rig.work();
        rig.pass(DELAY);
        assertThat(rig.completions.fatalError()).isNull();
        rig.pass(DELAY);
        assertThat(rig.completions.fatalError()).isInstanceOfSatisfying(KafkaSdkException.class, end -> {
            assertThat(end.kind()).isEqualTo(ErrorKind.HANDLER_FAILED);
            assertThat(end).hasMessageContaining("orders-0@1").hasMessageContaining("'payments'");
            assertThat(end.getMessage()).doesNotContain("planted");
        });
        rig.pass(DELAY.multipliedBy(10));
        assertThat(tried).filteredOn("a@1"::equals).hasSize(3);
        assertThat(tried).doesNotContain("a@2").contains("b@3");
        assertThat(owner.offsets().frontier()).isEqualTo(1);
    }

    @Test
    void aSkippedRecordIsToldAndFinished() {
        StepRig rig = rig(SKIP);
        OwnedPartition owner = rig.assignment.add(P0);
        rig.put(owner, 0, "a=bad", "a=good");
        rig.work();
        rig.pass(DELAY);
        rig.pass(DELAY);
        rig.look();
        assertThat(rig.events).contains("skipped 0 after 3").doesNotContain("skipped 1 after 3");
        assertThat(tried).containsExactly("a@0", "a@0", "a@0", "a@1");
        assertThat(owner.offsets().frontier()).isEqualTo(2);
        assertThat(owner.recordsInFlight()).isZero();
    }

    @Test
    void aRecordThatWasReplayedForAnotherGroupIsFinishedWithoutTheHandler() {
        StepRig rig = rig(BURY);
        OwnedPartition owner = rig.assignment.add(P0);
        List<ConsumerRecord<byte[], byte[]>> records =
                List.of(replayed(0, "refunds"), replayed(1, "payments"), StepRig.record(P0, 2, "a", "x"));
        rig.put(owner, records);
        rig.work();
        rig.look();
        assertThat(tried).containsExactly("a@1", "a@2");
        assertThat(owner.offsets().frontier()).isEqualTo(3);
        assertThat(owner.recordsInFlight()).isZero();
        assertThat(rig.events).containsExactly("handled", "handled");
    }

    private static ConsumerRecord<byte[], byte[]> replayed(long offset, String group) {
        ConsumerRecord<byte[], byte[]> record = StepRig.record(P0, offset, "a", "x");
        record.headers().add(DeadLetterHeaders.REPLAY_GROUP, group.getBytes(StandardCharsets.UTF_8));
        return record;
    }

    @Test
    void aHandlerThatChangesHeadersDoesNotChangeTheNextAttemptNorTheDeadLetter() {
        StepRig rig = rig(BURY.retries(THREE.attempts(2)));
        List<Integer> headers = new ArrayList<>();
        handler = record -> {
            headers.add(record.headers().toArray().length);
            record.headers().add("mine", new byte[1]);
            throw new IllegalStateException("planted");
        };
        List<Work> works = rig.put(rig.assignment.add(P0), 0, "a=x");
        rig.work();
        rig.pass(DELAY);
        assertThat(headers).containsExactly(0, 0);
        assertThat(works.get(0).record().headers()).isEmpty();
    }

    private static final class CauseBreaks extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("planted");
        }
    }
}
