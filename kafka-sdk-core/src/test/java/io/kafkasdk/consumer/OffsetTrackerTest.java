package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class OffsetTrackerTest {

    private final OffsetTracker tracker = new OffsetTracker();

    @Test
    void theFrontierIsUnknownBeforeTheFirstPosition() {
        assertThat(tracker.frontier()).isEqualTo(OffsetTracker.UNKNOWN);
        tracker.begin(40);
        assertThat(tracker.frontier()).isEqualTo(40);
        tracker.begin(90);
        assertThat(tracker.frontier()).isEqualTo(40);
    }

    @Test
    void theFrontierIsTheLowestUnfinishedOffset() {
        add(10, 11, 12);
        tracker.finish(11);
        tracker.finish(12);
        assertThat(tracker.frontier()).isEqualTo(10);
        tracker.finish(10);
        assertThat(tracker.frontier()).isEqualTo(13);
    }

    @Test
    void gapsBetweenAndBehindRecordsCountAsFinished() {
        add(10, 1_000_000_000_000L);
        tracker.advance(2_000_000_000_000L, Optional.empty());
        tracker.finish(10);
        assertThat(tracker.frontier()).isEqualTo(1_000_000_000_000L);
        tracker.finish(1_000_000_000_000L);
        assertThat(tracker.frontier()).isEqualTo(2_000_000_000_000L);
    }

    @Test
    void finishingTwiceOrSomethingUnknownChangesNothing() {
        add(1, 3);
        tracker.finish(3);
        tracker.finish(3);
        tracker.finish(2);
        tracker.finish(99);
        assertThat(tracker.inFlight()).isEqualTo(1);
        assertThat(tracker.frontier()).isEqualTo(1);
    }

    @Test
    void commitsCarryTheLeaderEpochOfTheRecordBelowTheFrontier() {
        tracker.add(1, Optional.of(4));
        tracker.add(2, Optional.of(5));
        assertThat(tracker.committable().leaderEpoch()).isEmpty();
        tracker.finish(1);
        assertThat(tracker.committable().leaderEpoch()).contains(4);
        tracker.finish(2);
        tracker.advance(7, Optional.of(6));
        assertThat(tracker.committable().leaderEpoch()).contains(6);
        assertThat(tracker.committable().offset()).isEqualTo(7);
    }

    @Test
    void refusesAnOffsetThatWasPassed() {
        add(5);
        assertThat(tracker.isBehind(5)).isTrue();
        assertThat(tracker.isBehind(6)).isFalse();
        assertThatThrownBy(() -> add(5)).isInstanceOf(IllegalArgumentException.class);
    }

    @RepeatedTest(50)
    void agreesWithAPlainModel() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TreeSet<Long> unfinished = new TreeSet<>();
        List<Long> known = new ArrayList<>();
        long position = random.nextInt(1_000);
        tracker.begin(position);
        for (int step = 0; step < 2_000; step++) {
            if (random.nextInt(100) < 52) {
                long offset = position + random.nextInt(4) * random.nextInt(50);
                tracker.add(offset, Optional.empty());
                unfinished.add(offset);
                known.add(offset);
                position = offset + 1;
            } else if (!known.isEmpty()) {
                long offset = known.get(random.nextInt(known.size()));
                tracker.finish(offset);
                unfinished.remove(offset);
            }
            if (random.nextInt(10) == 0) {
                position += random.nextInt(3);
                tracker.advance(position, Optional.empty());
            }
            long expected = unfinished.isEmpty() ? position : unfinished.first();
            assertThat(tracker.frontier()).as("seed %d step %d", seed, step).isEqualTo(expected);
            assertThat(tracker.inFlight()).as("seed %d step %d", seed, step).isEqualTo(unfinished.size());
        }
    }

    private void add(long... offsets) {
        for (long offset : offsets) {
            tracker.add(offset, Optional.empty());
        }
    }
}
