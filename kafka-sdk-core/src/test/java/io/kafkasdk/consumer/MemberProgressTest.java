package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static io.kafkasdk.consumer.MockMember.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.consumer.ProgressSource.Held;
import io.kafkasdk.consumer.ProgressSource.Reason;
import io.kafkasdk.consumer.ProgressSource.WaitingRecord;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.RecordReader;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Ordering;
import io.kafkasdk.settings.Retries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** What the watchdog is told of the engine: all that runs and all that waits, at any moment. */
class MemberProgressTest {

    private static final Retries ONE_ATTEMPT = new Retries(1, MockMember.RETRY_DELAY, MockMember.RETRY_DELAY, Set.of());
    private static final RecordHandler<String, String> FAILING = record -> {
        throw new IllegalStateException("planted");
    };

    private MockMember member = new MockMember().owning(P0, P1);

    private void failures(FailurePolicy policy) {
        member = new MockMember(MockMember.settings().failures(policy)).owning(P0, P1);
        member.handler = FAILING;
    }

    private WaitingRecord onlyWaiting() {
        List<WaitingRecord> waiting = member.progress.waiting();
        assertThat(waiting).hasSize(1);
        return waiting.get(0);
    }

    private void tryAgain() {
        member.clock.advance(MockMember.RETRY_DELAY);
        member.round();
    }

    @Test
    void aHandlerThatRunsIsToldWithItsThreadAndItsStart() {
        List<RunningHandler> seen = new ArrayList<>();
        member.handler = record -> {
            seen.addAll(member.progress.running());
            member.clock.advance(Duration.ofSeconds(3));
        };
        long start = member.clock.getAsLong();
        member.fetch(P0, 7, 8);
        member.round();
        assertThat(seen)
                .containsExactly(
                        new RunningHandler(Thread.currentThread(), P0, 7, start),
                        new RunningHandler(
                                Thread.currentThread(),
                                P0,
                                8,
                                start + Duration.ofSeconds(3).toNanos()));
        assertThat(member.progress.running()).isEmpty();
        assertThat(member.progress.waiting()).isEmpty();
        assertThat(member.progress.flow().finished()).as("not collected yet").isZero();
        member.loop.runOnce();
        assertThat(member.progress.flow().finished()).isEqualTo(2);
    }

    @Test
    void aWorkerThatWaitsForOthersRunsNothing() {
        Work work = MockMember.take(member.assignment, P0, 0, 1).get(0);
        assertThat(member.desk.enter(work, 1)).isTrue();
        member.desk.rest();
        assertThat(member.progress.running()).isEmpty();
        member.desk.handles(work, 9);
        assertThat(member.progress.running()).containsExactly(new RunningHandler(Thread.currentThread(), P0, 0, 9));
    }

    private Attempts attempts() {
        Clocked clocked = new Clocked(member.consumerEvents, member.clock);
        FailurePolicy policy = MockMember.settings().failures();
        FailureRouter failures = new FailureRouter(
                policy, (record, why) -> new CompletableFuture<>(), member.circuit, member.completions, clocked);
        return new Attempts(failures, member.circuit, member.completions, clocked);
    }

    private void run(Lane.Step step, List<Work> works) {
        Lane lane = new Lane(member.workers, step, OrderRule.of(Ordering.KEY), escaped -> {});
        works.forEach(lane::stage);
        lane.publish();
        lane.run(member.desk);
    }

    private MemberProgress progressOf(Lane.Step step) {
        return new MemberProgress(member.parts, step, member.circuit);
    }

    @Test
    void aBatchIsToldByItsFirstRecordAndRecordByRecordWhereItIsRunAgain() {
        List<RunningHandler> seen = new ArrayList<>();
        BatchHandler<String, String> handler = records -> {
            seen.addAll(member.progress.running());
            member.clock.advance(Duration.ofSeconds(30));
            if (records.size() > 1) {
                throw new IllegalStateException("planted");
            }
        };
        long start = member.clock.getAsLong();
        long half = Duration.ofSeconds(30).toNanos();
        run(
                new BatchStep<>(
                        new RecordReader<>(new StringDeserializer(), new StringDeserializer()),
                        handler,
                        attempts(),
                        failure -> {}),
                MockMember.take(member.assignment, P0, 0, 2));
        Thread thread = Thread.currentThread();
        assertThat(seen)
                .containsExactly(
                        new RunningHandler(thread, P0, 0, start),
                        new RunningHandler(thread, P0, 0, start + half),
                        new RunningHandler(thread, P0, 1, start + 2 * half));
    }

    @Test
    void aStageIsToldWithoutAThread() {
        AsyncStep<String, String> step = new AsyncStep<>(
                new RecordReader<>(new StringDeserializer(), new StringDeserializer()),
                record -> new CompletableFuture<>(),
                attempts(),
                1,
                Duration.ofMinutes(1));
        run(step, MockMember.take(member.assignment, P0, 0, 1));
        RunningHandler stage = new RunningHandler(null, P0, 0, member.clock.getAsLong());
        assertThat(progressOf(step).running()).containsExactly(stage);
        Work next = MockMember.take(member.assignment, P1, 1, 1).get(0);
        assertThat(member.desk.enter(next, 9)).isTrue();
        assertThat(progressOf(step).running())
                .containsExactly(stage, new RunningHandler(Thread.currentThread(), P1, 1, 9));
    }

    @Test
    void aRecordThatIsTriedAgainWaitsSinceItsFirstFailure() {
        member.handler = FAILING;
        member.fetch(P0, 0, 1);
        long first = member.clock.getAsLong();
        member.round();
        tryAgain();
        tryAgain();
        assertThat(onlyWaiting())
                .isEqualTo(new WaitingRecord(P0, 0, 3, "java.lang.IllegalStateException", first, Reason.RETRY, null));
    }

    @Test
    void aRecordThatWasCalledBackOrIsTriedNowStillWaits() {
        member.handler = FAILING;
        member.fetch(P0, 0);
        member.round();
        List<Integer> attempts = new ArrayList<>();
        member.handler = record -> attempts.add(onlyWaiting().attempts());
        member.clock.advance(MockMember.RETRY_DELAY);
        member.loop.runOnce();
        assertThat(onlyWaiting().attempts()).as("called back, not taken").isEqualTo(1);
        member.work();
        assertThat(attempts).containsExactly(1);
        assertThat(member.progress.waiting()).isEmpty();
    }

    @Test
    void aDeadLetterWaitsSinceItWasFirstSentWhetherItIsUnderWayOrRefused() {
        failures(FailurePolicy.DEAD_LETTER.retries(ONE_ATTEMPT));
        member.fetch(P0, 0, 1);
        member.clock.advance(Duration.ofSeconds(1));
        long first = member.clock.getAsLong();
        member.round();
        String topic = "orders.payments.dlt";
        assertThat(onlyWaiting()).isEqualTo(new WaitingRecord(P0, 0, 1, "", first, Reason.DEAD_LETTER, topic));
        member.clock.advance(Duration.ofSeconds(1));
        member.deadLetters
                .get(0)
                .completeExceptionally(new KafkaSdkException(
                        new Diagnosis(ErrorKind.TOPIC_MISSING, "planted", "planted", "planted"), null));
        WaitingRecord refused = new WaitingRecord(
                P0, 0, 1, "io.kafkasdk.error.KafkaSdkException (TOPIC_MISSING)", first, Reason.DEAD_LETTER, topic);
        assertThat(onlyWaiting()).isEqualTo(refused);
        member.round();
        tryAgain();
        assertThat(member.deadLetters).hasSize(2);
        assertThat(onlyWaiting()).as("sent again").isEqualTo(refused);
        member.handler = record -> {};
        member.deadLetters.get(1).complete("written");
        assertThat(member.progress.waiting()).isEmpty();
    }

    @Test
    void whatWaitsForTheCircuitDoesSoSinceItOpenedAndUntilItCloses() {
        failures(FailurePolicy.SKIP.retries(ONE_ATTEMPT).circuit(1));
        member.fetch(P0, 0, 1, 2);
        member.round();
        long opened = member.clock.getAsLong();
        assertThat(member.circuit.isOpen()).isTrue();
        tryAgain();
        WaitingRecord waiting = onlyWaiting();
        assertThat(waiting.offset()).isEqualTo(1);
        assertThat(waiting.reason()).isEqualTo(Reason.CIRCUIT);
        assertThat(waiting.failureClass()).isEqualTo("java.lang.IllegalStateException");
        assertThat(waiting.sinceNanos()).isEqualTo(opened);
        List<WaitingRecord> whileTried = new ArrayList<>();
        member.handler = record -> whileTried.addAll(member.progress.waiting());
        member.circuit.close();
        member.round();
        assertThat(member.handled).containsExactly("0@1", "0@2");
        assertThat(whileTried).as("the circuit is closed").isEmpty();
    }

    @Test
    void whatIsGoneDoesNotWait() {
        member.handler = FAILING;
        member.fetch(P0, 0);
        member.round();
        member.client.rebalance(List.of(P1));
        assertThat(member.progress.waiting()).isEmpty();
    }

    @Test
    void recordsWithoutRoomInTheCommitHoldBackFetching() {
        assertThat(member.progress.flow().held()).isEqualTo(Held.NOTHING);
        OwnedPartition owner = member.assignment.add(P0);
        owner.held().addAll(MockMember.take(member.assignment, P0, 0, 1));
        assertThat(member.progress.flow().held()).isEqualTo(Held.METADATA_ROOM);
        assertThat(member.progress.flow().inFlight()).isEqualTo(1);
    }
}
