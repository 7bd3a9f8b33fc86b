package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static io.kafkasdk.consumer.MockMember.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.settings.ConsumerLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FlowControlTest {

    /** 100 records, of which one poll may bring 1: the limit for starting a poll is 99. */
    private final MockMember member = new MockMember(MockMember.limits(100)).owning(P0, P1);

    private final List<Work> works = new ArrayList<>();
    private final FlowControl flow = member.parts.flow();

    @Test
    void pausesEverythingWhenTheBudgetIsSpentAndResumesBelowThreeQuarters() {
        take(P0, 0, 50);
        take(P1, 0, 50);
        flow.apply();
        assertThat(member.client.paused()).containsExactlyInAnyOrder(P0, P1);
        finish(P0, 0, 20);
        flow.apply();
        assertThat(member.client.paused()).as("80 in flight").containsExactlyInAnyOrder(P0, P1);
        finish(P0, 20, 30);
        finish(P1, 0, 45);
        flow.apply();
        assertThat(member.client.paused()).isEmpty();
    }

    @Test
    void aPartitionThatIsStuckDoesNotUseUpTheBudgetOfTheOthers() {
        take(P0, 0, 60);
        take(P1, 0, 5);
        flow.apply();
        assertThat(member.client.paused()).containsExactly(P0);
        finish(P1, 0, 5);
        take(P1, 5, 20);
        flow.apply();
        assertThat(member.client.paused()).containsExactly(P0);
        finish(P0, 0, 40);
        flow.apply();
        assertThat(member.client.paused()).isEmpty();
    }

    @Test
    void bytesAreBoundedToo() {
        ConsumerLimits small = MockMember.limits(1_000_000).inFlight(1_000_000, 64L << 10);
        MockMember heavy = new MockMember(small).owning(P0, P1);
        OwnedPartition owner = heavy.assignment.add(P0);
        List<Work> works =
                MockMember.take(heavy.assignment, owner, List.of(MockMember.record(P0, 0, "x".repeat(64 << 10))));
        heavy.parts.flow().apply();
        assertThat(heavy.client.paused()).containsExactlyInAnyOrder(P0, P1);
        MockMember.finish(heavy.assignment, works);
        heavy.parts.flow().apply();
        assertThat(heavy.client.paused()).isEmpty();
        assertThat(heavy.assignment.bytesInFlight()).isZero();
    }

    @Test
    void theApplicationsPauseIsKeptApartFromTheBudgets() {
        member.pausedByUser = true;
        take(P0, 0, 100);
        flow.apply();
        finish(P0, 0, 100);
        flow.apply();
        assertThat(member.client.paused()).containsExactlyInAnyOrder(P0, P1);
        member.pausedByUser = false;
        flow.apply();
        assertThat(member.client.paused()).isEmpty();
    }

    @Test
    void aPartitionThatTheClientStillNamesButIsNotOursIsNotTouched() {
        member.pausedByUser = true;
        flow.apply();
        member.assignment.release(member.assignment.add(P0));
        member.pausedByUser = false;
        flow.apply();
        assertThat(member.client.paused()).containsExactly(P0);
    }

    @Test
    void pausesThatKafkaForgotAreMadeAgain() {
        member.pausedByUser = true;
        flow.apply();
        member.client.resume(List.of(P0, P1));
        flow.apply();
        assertThat(member.client.paused()).containsExactlyInAnyOrder(P0, P1);
    }

    @Test
    void wakesThePollThreadOnlyForPausesOfTheBudget() {
        assertThat(flow.worthWaking()).isZero();
        take(P0, 0, 100);
        flow.apply();
        assertThat(flow.worthWaking()).isPositive();
        flow.hold();
        assertThat(flow.worthWaking()).isZero();
    }

    @Test
    void aPartitionWhosePositionIsNotKnownIsNotFetched() {
        OwnedPartition owner = member.assignment.add(P0);
        owner.ready(false);
        flow.apply();
        assertThat(member.client.paused()).containsExactly(P0);
        owner.ready(true);
        flow.apply();
        assertThat(member.client.paused()).isEmpty();
    }

    @Test
    void aPartitionWhoseEndsTheCommitMetadataMightNotHoldIsNotFetchedUntilThereIsRoom() {
        MockMember wide = new MockMember(MockMember.limits(100_000)).owning(P0, P1);
        wide.fetch(P0, LongStream.range(0, 40_000).toArray());
        wide.loop.runOnce();
        OwnedPartition owner = wide.assignment.add(P0);
        assertThat(owner.held()).as("waits for room").isNotEmpty();
        wide.parts.flow().apply();
        assertThat(wide.client.paused()).containsExactly(P0);
        int rounds = 0;
        while (!owner.held().isEmpty() && rounds++ < 100) {
            wide.round();
        }
        wide.round();
        wide.loop.runOnce();
        assertThat(wide.client.paused()).isEmpty();
        assertThat(wide.handled)
                .isEqualTo(LongStream.range(0, 40_000)
                        .mapToObj(offset -> "0@" + offset)
                        .toList());
    }

    private void take(TopicPartition partition, long from, int count) {
        works.addAll(MockMember.take(member.assignment, partition, from, count));
    }

    private void finish(TopicPartition partition, long from, int count) {
        works.stream()
                .filter(work -> work.owner().partition().equals(partition))
                .filter(work -> work.record().offset() >= from && work.record().offset() < from + count)
                .forEach(MockMember::finish);
        member.assignment.collect();
    }
}
