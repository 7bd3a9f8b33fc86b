package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static io.kafkasdk.consumer.MockMember.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.internal.StopSignal;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Retries;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RebalanceGuardTest {

    private final MockMember member = new MockMember().owning(P0, P1);

    @Test
    void commitsWhatFinishedBeforeAPartitionGoes() {
        member.fetch(P0, 0, 1);
        member.round();
        member.owning(P1);
        assertThat(member.events).endsWith("committed true", "revoked [orders-0]");
        assertThat(member.committed(P0)).isEqualTo(2);
    }

    @Test
    void whoLeavesCommitsAllThatFinishedWhenARebalanceEnds() {
        member.fetch(P0, 0, 1);
        member.round();
        member.stop.request(StopSignal.Wish.within(Duration.ofSeconds(10)));
        member.guard.onPartitionsAssigned(List.of());
        assertThat(member.committed(P0)).isEqualTo(2);
    }

    @Test
    void dropsWhatIsQueuedOfAPartitionThatGoes() {
        member.fetch(P0, 0, 1);
        member.loop.runOnce();
        member.owning(P1);
        member.work();
        assertThat(member.handled).isEmpty();
        assertThat(member.assignment.recordsInFlight()).isZero();
        assertThat(member.committed(P0))
                .as("nothing finished, nothing committed")
                .isLessThanOrEqualTo(0);
    }

    @Test
    void neverCommitsAPartitionThatWasLost() {
        member.fetch(P0, 0, 1);
        member.round();
        member.loop.runOnce();
        member.guard.onPartitionsLost(List.of(P0));
        member.commit();
        assertThat(member.committed(P0)).isLessThanOrEqualTo(0);
        assertThat(member.events).contains("lost [orders-0]");
    }

    @Test
    void dropsACompletionFromBeforeThePartitionWentAndCameBack() {
        member.fetch(P0, 0);
        member.loop.runOnce();
        OwnedPartition zombie = member.assignment.add(P0);
        List<Work> late = MockMember.take(member.assignment, P0, 1, 1);
        member.guard.onPartitionsLost(List.of(P0));
        member.guard.onPartitionsAssigned(List.of(P0));
        MockMember.take(member.assignment, P0, 0, 2);
        MockMember.finish(member.assignment, late);
        assertThat(zombie.isStopped()).isTrue();
        assertThat(member.assignment.recordsInFlight()).isEqualTo(2);
        assertThat(member.assignment.add(P0).offsets().frontier()).isZero();
    }

    @Test
    void waitsForARunningHandlerUpToTheDrainTimeout() {
        member.fetch(P0, 0);
        member.loop.runOnce();
        OwnedPartition owner = member.assignment.add(P0);
        List<Work> works = MockMember.take(member.assignment, P0, 1, 1);
        assertThat(member.desk.enter(works.get(0), 0)).isTrue();
        assertThat(member.parts.areIdle(List.of(owner))).isFalse();
        long before = member.clock.getAsLong();
        member.clock.tick(Duration.ofSeconds(1));
        member.owning(P1);
        member.clock.tick(Duration.ZERO);
        assertThat(member.clock.getAsLong() - before)
                .isBetween(
                        Duration.ofSeconds(10).toNanos(), Duration.ofSeconds(60).toNanos());
        assertThat(member.committed(P0)).isLessThanOrEqualTo(0);
    }

    @Test
    void commitsWhatFinishesDuringTheWait() {
        // The handler ends while the guard waits: the clock is looked at in between.
        member.loop.runOnce();
        Work work = MockMember.take(member.assignment, P0, 0, 1).get(0);
        assertThat(member.desk.enter(work, 0)).isTrue();
        member.clock.then(() -> {
            member.desk.finished(work);
            member.desk.leave();
        });
        member.owning(P1);
        assertThat(member.committed(P0)).isEqualTo(1);
    }

    @Test
    void commitsWhatAWorkerFinishedEarlierInATurnThatGoesOn() {
        List<Work> works = MockMember.take(member.assignment, P0, 0, 2);
        member.commit();
        assertThat(member.desk.enter(works.get(1), 0)).isTrue();
        member.desk.finished(works.get(1));
        assertThat(member.desk.enter(works.get(0), 0)).isTrue();
        member.clock.tick(Duration.ofSeconds(1));
        member.owning(P1);
        member.clock.tick(Duration.ZERO);
        assertThat(member.committed(P0)).isZero();
        CommitNote note =
                CommitNote.decode(member.client.committed(Set.of(P0)).get(P0)).orElseThrow();
        assertThat(note.finished().contains(1)).isTrue();
    }

    @Test
    void anOpenCircuitThatLostItsRecordsFetchesAnother() {
        Retries once = new Retries(1, MockMember.RETRY_DELAY, MockMember.RETRY_DELAY, Set.of());
        MockMember failing = new MockMember(MockMember.settings().failures(new FailurePolicy.Skip(once, 1)));
        failing.handler = record -> {
            throw new IllegalStateException("down");
        };
        failing.owning(P0, P1).fetch(P0, 0, 1);
        failing.round();
        assertThat(failing.circuit.isOpen()).isTrue();
        failing.loop.runOnce();
        assertThat(failing.client.paused()).as("one of its records may try").containsExactlyInAnyOrder(P0, P1);
        failing.guard.onPartitionsLost(List.of(P0));
        failing.handler = record -> {};
        failing.fetch(P1, 0);
        failing.round();
        failing.clock.advance(MockMember.RETRY_DELAY);
        failing.round();
        assertThat(failing.handled).containsExactly("1@0");
        assertThat(failing.circuit.isOpen()).isFalse();
    }

    @Test
    void pausesNewPartitionsOfAPausedConsumerAtOnce() {
        MockMember paused = new MockMember();
        paused.pausedByUser = true;
        paused.owning(P0);
        assertThat(paused.client.paused()).containsExactly(P0);
    }

    @Test
    void aPartitionThatWentHasNoLag() {
        member.loop.runOnce();
        assertThat(member.lag.snapshot().partitions()).hasSize(2);
        member.owning(P1);
        assertThat(member.lag.snapshot().partitions())
                .singleElement()
                .satisfies(lag -> assertThat(lag.partition()).isEqualTo(P1));
    }
}
