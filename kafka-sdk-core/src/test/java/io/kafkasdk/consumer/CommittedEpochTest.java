package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.OffsetTrackerTest.finishAll;
import static io.kafkasdk.consumer.OffsetTrackerTest.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The leader epoch of what is committed: in the note of the commit, not in Kafka's own field. */
class CommittedEpochTest {

    private final OffsetTracker tracker = new OffsetTracker();

    @Test
    void commitsCarryTheLeaderEpochOfTheRecordBelowTheFrontier() {
        FetchedBatch batch = tracker.add(List.of(record(1, Optional.of(4)), record(2, Optional.of(5))));
        assertThat(epochOf(tracker)).isEmpty();
        batch.finish(0);
        assertThat(epochOf(tracker)).contains(4);
        batch.finish(1);
        tracker.advance(7, Optional.of(6));
        assertThat(epochOf(tracker)).contains(6);
        assertThat(tracker.committable(0, Lives.UNKNOWN).offset()).isEqualTo(7);
    }

    @Test
    void commitsHaveNoLeaderEpochWhereKafkasClientWouldTakeItForThatOfAnotherLife() {
        finishAll(tracker.add(List.of(record(1, Optional.of(4)))));
        assertThat(tracker.committable(0, Lives.UNKNOWN).leaderEpoch()).isEmpty();
    }

    @Test
    void theLeaderEpochOfTheStartIsKeptUntilTheFrontierMoves() {
        tracker.begin(10, 7, FinishedOffsets.NONE);
        assertThat(epochOf(tracker)).contains(7);
    }

    @Test
    void theLeaderEpochBelowTheFrontierMayBeOfTheBatchBefore() {
        finishAll(tracker.add(List.of(record(1, Optional.of(4)))));
        tracker.add(List.of(record(2, Optional.of(5))));
        assertThat(epochOf(tracker)).contains(4);
    }

    static Optional<Integer> epochOf(OffsetTracker tracker) {
        return CommitNote.decode(tracker.committable(0, Lives.UNKNOWN)).flatMap(CommitNote::epoch);
    }
}
