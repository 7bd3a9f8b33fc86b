package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LaneTest {

    private final Deque<Runnable> workers = new ArrayDeque<>();
    private final List<Long> ran = new ArrayList<>();
    private final OwnedPartition owner = new OwnedPartition(P0);
    private final List<Throwable> escaped = new ArrayList<>();
    private long failing = -1;
    private long breaking = -1;
    private final Lane lane = new Lane(
            workers::add,
            (self, work) -> {
                if (work.record().offset() == breaking) {
                    throw new NoSuchMethodError("planted");
                }
                if (work.record().offset() == failing) {
                    return !self.park(work);
                }
                ran.add(work.record().offset());
                return true;
            },
            escaped::add);

    @Test
    void runsInOrderOnOneWorkerAtATime() {
        List<Work> works = works(owner, 0, 3);
        lane.add(works.subList(0, 2));
        lane.add(works.subList(2, 3));
        assertThat(workers).hasSize(1);
        runAll();
        assertThat(ran).containsExactly(0L, 1L, 2L);
    }

    @Test
    void letsOthersHaveTheirTurn() {
        lane.add(works(owner, 0, 40));
        workers.remove().run();
        assertThat(ran).hasSize(16);
        assertThat(workers).hasSize(1);
        runAll();
        assertThat(ran).hasSize(40);
    }

    @Test
    void waitsWithTheRecordThatFailedAndGoesOnFromIt() {
        failing = 1;
        List<Work> works = works(owner, 0, 3);
        lane.add(works);
        runAll();
        assertThat(ran).containsExactly(0L);
        lane.add(works(owner, 3, 1));
        assertThat(workers).as("adding does not end the wait").isEmpty();
        failing = -1;
        lane.resume(works.get(0));
        assertThat(workers).as("only the record it waits for ends the wait").isEmpty();
        lane.resume(works.get(1));
        lane.resume(works.get(1));
        assertThat(workers).hasSize(1);
        runAll();
        assertThat(ran).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void discardsOnlyOneAssignmentAndEndsItsWait() {
        failing = 0;
        lane.add(works(owner, 0, 2));
        runAll();
        OwnedPartition next = new OwnedPartition(P0);
        lane.add(works(next, 5, 1));
        lane.discard(owner);
        runAll();
        assertThat(ran).containsExactly(5L);
    }

    @Test
    void doesNotWaitForARecordThatNobodyWantsAnyMore() {
        failing = 0;
        owner.stop();
        lane.add(works(owner, 0, 1));
        runAll();
        lane.add(works(new OwnedPartition(P0), 1, 1));
        runAll();
        assertThat(ran).containsExactly(1L);
    }

    private void runAll() {
        for (Runnable worker = workers.poll(); worker != null; worker = workers.poll()) {
            worker.run();
        }
    }

    private static List<Work> works(OwnedPartition owner, long from, int count) {
        return LongStream.range(from, from + count)
                .mapToObj(offset -> new Work(owner, MockMember.record(P0, offset, "v")))
                .toList();
    }

    @Test
    void whatEscapesFromAStepIsHandedOn() {
        breaking = 1;
        lane.add(works(owner, 0, 3));
        runAll();
        assertThat(ran).containsExactly(0L);
        assertThat(escaped).singleElement().isInstanceOf(NoSuchMethodError.class);
    }

    @Test
    void goesOnAfterATurnThatEndedWithTheLastRecord() {
        lane.add(works(owner, 0, 16));
        runAll();
        lane.add(works(owner, 16, 1));
        runAll();
        assertThat(ran).hasSize(17);
    }
}
