package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static io.kafkasdk.consumer.StepRig.DELAY;
import static io.kafkasdk.consumer.StepRig.POISON;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Retries;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AsyncStepTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final List<Long> started = new CopyOnWriteArrayList<>();
    private final Map<Long, CompletableFuture<Object>> stages = new ConcurrentSkipListMap<>();
    private AsyncHandler<String, String> handler = record -> {
        CompletableFuture<Object> stage = new CompletableFuture<>();
        stages.put(record.offset(), stage);
        return stage;
    };
    private final StepRig rig = rig(3);
    private final OwnedPartition owner = rig.assignment.add(P0);

    private StepRig rig(int concurrency) {
        ConsumerSettings<String, String> settings = StepRig.settings(new FailurePolicy.RetryForEver(DELAY, DELAY));
        return new StepRig(
                settings.limits(settings.limits().concurrency(concurrency).asyncTimeout(TIMEOUT)),
                new Handling.Asynchronous<>(record -> {
                    started.add(record.offset());
                    return handler.handle(record);
                }));
    }

    private CompletableFuture<Object> stage(long offset) {
        CompletableFuture<Object> stage = stages.get(offset);
        assertThat(stage).as("stage of " + offset).isNotNull();
        return stage;
    }

    @Test
    void aRecordIsFinishedWhenItsStageCompletesAndItsKeyWaitsUntilThen() {
        rig.put(owner, 0, "a=x", "a=x", "b=x");
        rig.work();
        assertThat(started).containsExactlyInAnyOrder(0L, 2L);
        assertThat(rig.workers.isIdle(owner)).isFalse();
        assertThat(owner.offsets().frontier()).isZero();
        stage(0).complete("");
        rig.look();
        assertThat(owner.offsets().frontier()).isEqualTo(1);
        stage(1).complete("");
        stage(2).complete("");
        rig.look();
        assertThat(owner.offsets().frontier()).isEqualTo(3);
        assertThat(owner.recordsInFlight()).isZero();
        assertThat(rig.workers.isIdle(owner)).isTrue();
        assertThat(rig.step.running()).isEmpty();
    }

    @Test
    void aStageThatIsCompleteAtOnceIsFine() {
        handler = record -> CompletableFuture.completedStage("");
        rig.put(owner, 0, "a=x", "a=x", "b=x");
        rig.work();
        rig.look();
        assertThat(started).containsExactlyInAnyOrder(0L, 1L, 2L).containsSubsequence(0L, 1L);
        assertThat(owner.offsets().frontier()).isEqualTo(3);
        assertThat(owner.isPending()).isFalse();
    }

    @Test
    void aStageThatFailsIsAFailedAttemptAndIsTriedAgainAfterTheDelay() {
        rig.put(owner, 0, "a=x", "a=x");
        rig.work();
        stage(0).completeExceptionally(new CompletionException(new IllegalStateException("planted")));
        rig.look();
        assertThat(rig.events).containsExactly("failed 0 attempt 1");
        assertThat(rig.workers.isIdle(owner)).isTrue();
        assertThat(started).containsExactly(0L);
        rig.pass(DELAY);
        stage(0).complete("");
        rig.look();
        assertThat(started).containsExactly(0L, 0L, 1L);
    }

    @Test
    void whatTheHandlerThrowsIsAFailedAttempt() {
        handler = record -> {
            throw new IllegalStateException("planted");
        };
        rig.put(owner, 0, "a=x");
        rig.work();
        assertThat(rig.events).containsExactly("failed 0 attempt 1");
        assertThat(owner.isPending()).isFalse();
    }

    @Test
    void whatCannotBeReadIsAFailedAttemptAndKeepsNoRoom() {
        rig.put(owner, 0, "a=" + POISON, "b=" + POISON, "c=" + POISON, "d=x");
        rig.work();
        assertThat(started).containsExactly(3L);
        assertThat(rig.events).hasSize(3);
    }

    @Test
    void aHandlerThatReturnsNoStageIsAFailedAttempt() {
        handler = record -> null;
        rig.put(owner, 0, "a=x", "b=x", "c=x", "d=x");
        rig.work();
        assertThat(rig.completions.fatalError()).isNull();
        assertThat(rig.events).hasSize(4).contains("failed 0 attempt 1");
        assertThat(owner.isPending()).isFalse();
    }

    @Test
    void aStageThatThrowsWhenItIsAskedIsAFailedAttempt() {
        handler = record -> new CompletableFuture<>() {
            @Override
            public CompletableFuture<Object> whenComplete(BiConsumer<? super Object, ? super Throwable> action) {
                throw new UnsupportedOperationException("planted");
            }
        };
        rig.put(owner, 0, "a=x");
        rig.work();
        rig.work();
        assertThat(rig.completions.fatalError()).isNull();
        assertThat(rig.events).containsExactly("failed 0 attempt 1");
        assertThat(owner.isPending()).isFalse();
    }

    @Test
    void aStageThatTakesTooLongIsAFailedAttemptAndCancelledByAWorker() {
        rig.put(owner, 0, "a=x");
        rig.work();
        rig.pass(TIMEOUT);
        assertThat(rig.events).isEmpty();
        CompletableFuture<Object> late = stage(0);
        rig.clock.advance(Duration.ofMillis(1));
        rig.upkeep.look();
        assertThat(late.isCancelled())
                .as("cancelling may run code of the application")
                .isFalse();
        rig.work();
        assertThat(late.isCancelled()).isTrue();
        assertThat(rig.events).containsExactly("failed 0 attempt 1");
        rig.pass(DELAY);
        assertThat(started).containsExactly(0L, 0L);
    }

    @Test
    void aCompletionThatComesTooLateIsIgnored() {
        handler = record -> {
            Uncancellable stage = new Uncancellable();
            stages.put(record.offset(), stage);
            return stage;
        };
        rig.put(owner, 0, "a=x");
        rig.work();
        CompletableFuture<Object> late = stage(0);
        rig.pass(TIMEOUT.plusMillis(1));
        late.complete("");
        rig.look();
        assertThat(owner.offsets().frontier()).isZero();
        assertThat(rig.events).containsExactly("failed 0 attempt 1");
        rig.pass(DELAY);
        stage(0).complete("");
        rig.look();
        assertThat(owner.offsets().frontier()).isEqualTo(1);
        assertThat(owner.recordsInFlight()).isZero();
        assertThat(owner.isPending()).isFalse();
    }

    @Test
    void theTimeoutNamesTheSetting() {
        StepRig skipping = new StepRig(
                StepRig.settings(FailurePolicy.DEAD_LETTER.retries(Retries.DEFAULT.attempts(1))),
                new Handling.Asynchronous<>(record -> new CompletableFuture<>()));
        skipping.put(skipping.assignment.add(P0), 0, "a=x");
        skipping.work();
        skipping.pass(TIMEOUT.plusMillis(1));
        assertThat(skipping.letters.get(0).why().failure())
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("asyncTimeout");
    }

    @Test
    void aCompletionAfterTheAssignmentWasLostCountsForNobody() {
        rig.put(owner, 0, "a=x", "b=x");
        rig.work();
        CompletableFuture<Object> good = stage(0);
        CompletableFuture<Object> bad = stage(1);
        rig.lose(owner);
        OwnedPartition fresh = rig.assignment.add(P0);
        rig.put(fresh, 0, "a=x", "b=x");
        rig.work();
        assertThat(started).as("their keys still run").hasSize(2);
        good.complete("");
        bad.completeExceptionally(new IllegalStateException("planted"));
        rig.look();
        assertThat(started).hasSize(4);
        assertThat(fresh.offsets().frontier()).isZero();
        assertThat(fresh.recordsInFlight()).isEqualTo(2);
        assertThat(rig.events).containsExactly("handled");
        assertThat(owner.isPending()).isFalse();
    }

    @Test
    void asManyStagesAreUnderWayAsTheConcurrencySaysAndAWorkerWaitsForRoom() throws Exception {
        rig.put(owner, 0, "a=x", "b=x", "c=x", "d=x");
        CountDownLatch done = new CountDownLatch(1);
        Thread worker = worker(done);
        awaitWaiting(worker);
        assertThat(started).hasSize(3);
        assertThat(rig.step.running()).hasSize(3);
        stages.values().iterator().next().complete("");
        done.await();
        assertThat(started).hasSize(4);
        assertThat(rig.step.running()).hasSize(3);
    }

    @Test
    void noStageStartsForAPartitionThatWentWhileItWaitedForRoom() throws Exception {
        rig.put(owner, 0, "a=x", "b=x", "c=x", "d=x");
        CountDownLatch done = new CountDownLatch(1);
        Thread worker = worker(done);
        awaitWaiting(worker);
        rig.lose(owner);
        for (CompletableFuture<Object> stage : List.copyOf(stages.values())) {
            stage.complete("");
        }
        done.await();
        assertThat(started).hasSize(3);
        assertThat(rig.workers.isIdle(owner)).isTrue();
        rig.put(rig.assignment.add(P0), 0, "e=x", "f=x", "g=x");
        rig.work();
        assertThat(started).as("the room is free").hasSize(6);
    }

    @Test
    void aRecordThatWaitsForRoomDoesNotHoldUpARebalance() throws Exception {
        rig.put(owner, 0, "a=x", "b=x", "c=x");
        rig.work();
        OwnedPartition waits = rig.assignment.add(MockMember.P1);
        rig.put(waits, 0, "d=x");
        CountDownLatch done = new CountDownLatch(1);
        awaitWaiting(worker(done));
        rig.lose(waits);
        assertThat(rig.workers.isIdle(waits)).isTrue();
        stage(0).complete("");
        done.await();
    }

    @Test
    void aStrayInterruptDoesNotLoseTheRecordThatWaitsForRoom() throws Exception {
        rig.put(owner, 0, "a=x", "b=x", "c=x", "d=x");
        CountDownLatch done = new CountDownLatch(1);
        Thread worker = worker(done);
        awaitWaiting(worker);
        worker.interrupt();
        Awaitility.await().until(() -> !worker.isInterrupted());
        awaitWaitingOrDone(worker);
        stages.values().iterator().next().complete("");
        done.await();
        assertThat(started).hasSize(4);
    }

    @Test
    void anInterruptEndsTheWaitForRoomWhenTheConsumerEnds() throws Exception {
        rig.put(owner, 0, "a=x", "b=x", "c=x", "d=x");
        CountDownLatch done = new CountDownLatch(1);
        Thread worker = worker(done);
        awaitWaiting(worker);
        rig.lanes.discard(owner);
        worker.interrupt();
        done.await();
        assertThat(started).hasSize(3);
    }

    @Test
    void anErrorOfTheJvmWhileAStageEndsIsNotSwallowed() {
        rig.put(owner, 0, "a=x");
        rig.work();
        rig.listenerFailure = new OutOfMemoryError("planted");
        stage(0).complete("");
        assertThat(rig.completions.fatalError()).isSameAs(rig.listenerFailure);
        assertThat(owner.isPending()).isFalse();
        assertThat(rig.step.running()).isEmpty();
    }

    /** A worker of its own, because it is going to wait. */
    private Thread worker(CountDownLatch done) {
        Thread worker = new Thread(() -> {
            Desk place = rig.workers.seat(Thread.currentThread());
            while (rig.workers.runNext(place)) {
                // Until no lane needs a turn.
            }
            done.countDown();
        });
        worker.setDaemon(true);
        worker.start();
        return worker;
    }

    private static void awaitWaiting(Thread worker) {
        Awaitility.await().until(() -> worker.getState() == Thread.State.WAITING);
    }

    private static void awaitWaitingOrDone(Thread worker) {
        Awaitility.await()
                .until(() -> worker.getState() == Thread.State.WAITING || worker.getState() == Thread.State.TERMINATED);
    }

    private static final class Uncancellable extends CompletableFuture<Object> {

        @Override
        public boolean cancel(boolean mayInterrupt) {
            throw new UnsupportedOperationException("planted");
        }
    }
}
