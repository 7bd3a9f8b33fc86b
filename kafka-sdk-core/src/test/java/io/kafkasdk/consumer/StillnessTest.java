package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.consumer.ProgressFacts.Still;
import io.kafkasdk.consumer.ProgressSource.FlowFacts;
import io.kafkasdk.consumer.ProgressSource.Held;
import io.kafkasdk.consumer.ProgressSource.PartitionFacts;
import io.kafkasdk.consumer.Stillness.Reach;
import java.util.List;
import org.junit.jupiter.api.Test;

class StillnessTest {

    private final Stillness stillness = new Stillness();

    private static List<PartitionFacts> at(long position, long behind) {
        return List.of(new PartitionFacts(P0, position, position, behind, false));
    }

    private Still look(List<PartitionFacts> partitions, Reach reach, long now) {
        stillness.partitions(partitions, reach, now);
        return stillness.seen(partitions, (partition, since) -> false);
    }

    @Test
    void aPartitionBehindItsEndIsStillSinceItsPositionMoved() {
        look(at(5, 3), Reach.CONNECTED, 1);
        assertThat(look(at(5, 4), Reach.CONNECTED, 9).partitions().get(0).sinceNanos())
                .isEqualTo(1);
        assertThat(look(at(6, 4), Reach.CONNECTED, 10).partitions().get(0).sinceNanos())
                .isEqualTo(10);
    }

    @Test
    void anUnknownEndCountsAsBehind() {
        look(at(5, PartitionFacts.UNKNOWN), Reach.CONNECTED, 1);
        assertThat(look(at(5, PartitionFacts.UNKNOWN), Reach.CONNECTED, 2).partitions())
                .hasSize(1);
    }

    @Test
    void anIdlePartitionIsNeverStillAndStartsAnewWhenThereIsMore() {
        look(at(5, 3), Reach.CONNECTED, 1);
        assertThat(look(at(5, 0), Reach.CONNECTED, 2).partitions()).isEmpty();
        assertThat(look(at(5, 1), Reach.CONNECTED, 3).partitions().get(0).sinceNanos())
                .isEqualTo(3);
    }

    @Test
    void aPausedPartitionIsNeverStillAndStartsAnewWhenItIsResumed() {
        look(at(5, 3), Reach.CONNECTED, 1);
        assertThat(look(List.of(new PartitionFacts(P0, 5, 5, 3, true)), Reach.CONNECTED, 2)
                        .partitions())
                .isEmpty();
        assertThat(look(at(5, 3), Reach.CONNECTED, 3).partitions().get(0).sinceNanos())
                .isEqualTo(3);
    }

    @Test
    void nothingIsStillWhileNoBrokerIsConnectedOrThePartitionIsGone() {
        look(at(5, 3), Reach.CONNECTED, 1);
        assertThat(look(at(5, 3), Reach.DISCONNECTED, 2).partitions()).isEmpty();
        look(at(5, 3), Reach.CONNECTED, 3);
        look(List.of(), Reach.CONNECTED, 4);
        assertThat(look(at(5, 3), Reach.CONNECTED, 5).partitions().get(0).sinceNanos())
                .isEqualTo(5);
    }

    @Test
    void aMemberIsStillUntilItIsSettled() {
        stillness.member(false, 1);
        stillness.member(false, 2);
        assertThat(look(List.of(), Reach.CONNECTED, 3).memberNanos()).isEqualTo(1);
        stillness.member(true, 4);
        assertThat(look(List.of(), Reach.CONNECTED, 5).memberNanos()).isNull();
    }

    @Test
    void completionsCountWhileSomethingIsInFlight() {
        stillness.flow(new FlowFacts(Held.NOTHING, 2, 0), 1);
        stillness.flow(new FlowFacts(Held.NOTHING, 9, 0), 2);
        assertThat(look(List.of(), Reach.CONNECTED, 3).completionNanos()).isEqualTo(1);
        stillness.flow(new FlowFacts(Held.NOTHING, 9, 1), 4);
        assertThat(look(List.of(), Reach.CONNECTED, 4).completionNanos()).isEqualTo(4);
        stillness.flow(new FlowFacts(Held.NOTHING, 0, 10), 5);
        assertThat(look(List.of(), Reach.CONNECTED, 5).completionNanos()).isNull();
    }

    @Test
    void workIsLostOnlyWhereManyLooksInARowSeeNobodyAndNothingEnds() {
        stillness.flow(new FlowFacts(Held.NOTHING, 2, 0), 1);
        stillness.work(true, 1);
        assertThat(look(List.of(), Reach.CONNECTED, 1).idleNanos()).isEqualTo(1);
        stillness.flow(new FlowFacts(Held.NOTHING, 2, 0), 2);
        stillness.work(false, 2);
        assertThat(look(List.of(), Reach.CONNECTED, 2).idleNanos()).isEqualTo(1);
        stillness.flow(new FlowFacts(Held.NOTHING, 2, 0), 3);
        stillness.work(true, 3);
        assertThat(look(List.of(), Reach.CONNECTED, 3).idleNanos()).isEqualTo(3);
        stillness.flow(new FlowFacts(Held.NOTHING, 2, 1), 4);
        stillness.work(false, 4);
        assertThat(look(List.of(), Reach.CONNECTED, 4).idleNanos()).isEqualTo(4);
        stillness.flow(new FlowFacts(Held.NOTHING, 0, 2), 5);
        stillness.work(false, 5);
        assertThat(look(List.of(), Reach.CONNECTED, 5).idleNanos()).isNull();
    }

    @Test
    void forgetsAllWhenNothingHasToMove() {
        look(at(5, 3), Reach.CONNECTED, 1);
        stillness.member(false, 1);
        stillness.flow(new FlowFacts(Held.NOTHING, 2, 0), 1);
        stillness.forget();
        assertThat(stillness.seen(at(5, 3), (partition, since) -> false))
                .isEqualTo(new Still(List.of(), null, null, null));
    }
}
