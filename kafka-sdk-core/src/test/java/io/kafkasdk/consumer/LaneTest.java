package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static io.kafkasdk.consumer.MockMember.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.settings.Ordering;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LaneTest {

    private final List<Throwable> escaped = new ArrayList<>();
    private final List<String> ran = new ArrayList<>();
    private final List<Integer> turns = new ArrayList<>();
    /** What happens to a record instead of being handled, by partition and offset; once. */
    private final Map<String, Consumer<Work>> scripts = new HashMap<>();

    private final Assignment assignment = new Assignment();
    private final Completions completions = new Completions(() -> {});
    private final Workers workers = new Workers(new Workers.Shift(Thread::new, 0, completions, 4));
    private final Desk desk = workers.seat(Thread.currentThread());
    private Lane lane = laneOf(Ordering.KEY);

    private Lane laneOf(Ordering ordering) {
        return new Lane(workers, this::step, OrderRule.of(ordering), escaped::add);
    }

    private void step(Lane self, Desk place, int count) {
        turns.add(count);
        for (int i = 0; i < count; i++) {
            Work work = place.works()[i];
            if (!self.divert(work) && place.enter(work, 0)) {
                Consumer<Work> script = scripts.remove(work.toString());
                if (script == null) {
                    ran.add(work.toString());
                    place.finished(work);
                } else {
                    script.accept(work);
                }
            }
        }
    }

    @Test
    void aLaneInTheLineIsNotPutThereTwice() {
        put(assignment.add(P0), 0, "a", "b");
        Work third = works(assignment.add(P0), 2, "c").get(0);
        assertThat(lane.stage(third)).isTrue();
        assertThat(lane.publish()).as("needs a turn").isFalse();
        work();
        assertThat(ran).containsExactly("orders-0@0", "orders-0@1", "orders-0@2");
    }

    @Test
    void aTurnTakesSoManyRecordsAndThenOthersHaveTheirs() {
        put(assignment.add(P0), 0, "a", "b", "c", "d", "e", "f", "g", "h", "i");
        work();
        assertThat(turns).containsExactly(4, 4, 1);
        assertThat(ran).hasSize(9);
    }

    @Test
    void aParkedKeyHoldsUpItsKeyOnly() {
        List<Work> works = works(assignment.add(P0), 0, "a", "b", "a", "b", "a", "c");
        scripts.put("orders-0@0", lane::park);
        put(works);
        work();
        assertThat(ran).containsExactly("orders-0@1", "orders-0@3", "orders-0@5");
        lane.resume(works.get(0));
        work();
        assertThat(ran.subList(3, 6)).containsExactly("orders-0@0", "orders-0@2", "orders-0@4");
    }

    @Test
    void theSameKeyOfAnotherPartitionIsAnotherKey() {
        scripts.put("orders-0@0", lane::park);
        List<Work> works = works(assignment.add(P0), 0, "a");
        works.addAll(works(assignment.add(P1), 0, "a"));
        put(works);
        work();
        assertThat(ran).containsExactly("orders-1@0");
    }

    @Test
    void recordsThatComeWhileTheirKeyIsParkedWaitBehindThoseThatWaitAlready() {
        List<Work> works = works(assignment.add(P0), 0, "a", "a");
        scripts.put("orders-0@0", lane::park);
        put(works);
        work();
        put(assignment.add(P0), 2, "a");
        work();
        assertThat(ran).isEmpty();
        lane.resume(works.get(0));
        work();
        assertThat(ran).containsExactly("orders-0@0", "orders-0@1", "orders-0@2");
    }

    @Test
    void withPartitionOrderAParkedRecordHoldsUpItsPartitionOnly() {
        lane = laneOf(Ordering.PARTITION);
        scripts.put("orders-0@0", lane::park);
        List<Work> works = works(assignment.add(P0), 0, "a", "b", "c");
        List<Work> all = new ArrayList<>(works);
        all.addAll(works(assignment.add(P1), 0, "x", "y"));
        put(all);
        work();
        assertThat(ran).containsExactly("orders-1@0", "orders-1@1");
        lane.resume(works.get(0));
        work();
        assertThat(ran).endsWith("orders-0@0", "orders-0@1", "orders-0@2");
    }

    @Test
    void withoutOrderAParkedRecordHoldsUpNothing() {
        lane = laneOf(Ordering.NONE);
        scripts.put("orders-0@0", lane::park);
        put(assignment.add(P0), 0, "a", "a", "a");
        work();
        assertThat(ran).containsExactly("orders-0@1", "orders-0@2");
    }

    @Test
    void recordsWithoutAKeyDoNotWaitForOneAnother() {
        scripts.put("orders-0@0", lane::park);
        put(MockMember.take(assignment, P0, 0, 3));
        work();
        assertThat(ran).containsExactly("orders-0@1", "orders-0@2");
    }

    @Test
    void aRecordThatIsResumedInItsOwnTurnStillGoesBeforeThoseBehindIt() {
        scripts.put("orders-0@0", work -> {
            lane.park(work);
            lane.resume(work);
        });
        put(assignment.add(P0), 0, "a", "a", "b", "a", "a", "a");
        work();
        assertThat(ran)
                .filteredOn(each -> !each.endsWith("@2"))
                .containsExactly("orders-0@0", "orders-0@1", "orders-0@3", "orders-0@4", "orders-0@5");
    }

    @Test
    void aRecordThatIsDoneInItsOwnTurnLetsThoseBehindItGoOnInOrder() {
        scripts.put("orders-0@0", work -> {
            lane.parkRunning(work);
            lane.done(work);
        });
        put(assignment.add(P0), 0, "a", "a", "a", "a", "a", "a");
        work();
        assertThat(ran).containsExactly("orders-0@1", "orders-0@2", "orders-0@3", "orders-0@4", "orders-0@5");
    }

    @Test
    void aResumeThatComesTwiceOrLateDoesNothing() {
        scripts.put("orders-0@0", lane::park);
        List<Work> works = works(assignment.add(P0), 0, "a", "a");
        put(works);
        work();
        lane.resume(works.get(0));
        lane.resume(works.get(0));
        lane.resume(works.get(1));
        work();
        lane.resume(works.get(0));
        lane.done(works.get(0));
        work();
        assertThat(ran).containsExactly("orders-0@0", "orders-0@1");
    }

    @Test
    void discardDropsWhatIsQueuedAndWhatIsParked() {
        OwnedPartition going = assignment.add(P0);
        OwnedPartition staying = assignment.add(P1);
        scripts.put("orders-0@0", lane::park);
        List<Work> works = works(going, 0, "a", "a", "b", "c", "d", "e", "f");
        put(works);
        put(staying, 0, "a");
        assertThat(workers.runNext(desk)).isTrue();
        discard(going);
        work();
        lane.resume(works.get(0));
        work();
        assertThat(ran).containsExactly("orders-0@2", "orders-0@3", "orders-1@0");
        assertThat(parked()).isEmpty();
    }

    @Test
    void discardKeepsWhatRunsAsynchronouslyAndTheNewAssignmentWaitsForIt() {
        OwnedPartition old = assignment.add(P0);
        scripts.put("orders-0@0", lane::parkRunning);
        List<Work> works = works(old, 0, "a", "a", "b");
        put(works);
        work();
        assertThat(ran).containsExactly("orders-0@2");
        discard(old);
        OwnedPartition fresh = assignment.add(P0);
        put(fresh, 0, "a", "b", "a");
        work();
        assertThat(ran).as("key b goes on, key a still runs").containsExactly("orders-0@2", "orders-0@1");
        lane.done(works.get(0));
        work();
        assertThat(ran).endsWith("orders-0@0", "orders-0@2").hasSize(4);
        assertThat(parked()).isEmpty();
    }

    @Test
    void anAsynchronousAttemptThatFailsAfterItsPartitionWentIsNotTriedAgain() {
        OwnedPartition old = assignment.add(P0);
        scripts.put("orders-0@0", lane::parkRunning);
        List<Work> works = works(old, 0, "a");
        put(works);
        work();
        discard(old);
        put(assignment.add(P0), 0, "a");
        lane.resume(works.get(0));
        work();
        assertThat(ran).as("only that of the new assignment").containsExactly("orders-0@0");
    }

    @Test
    void aSecondLossDropsTheRecordsThatWaitedForTheRunningOne() {
        OwnedPartition first = assignment.add(P0);
        scripts.put("orders-0@0", lane::parkRunning);
        List<Work> works = works(first, 0, "a");
        put(works);
        work();
        discard(first);
        OwnedPartition second = assignment.add(P0);
        put(second, 0, "a", "a");
        work();
        discard(second);
        lane.done(works.get(0));
        work();
        assertThat(ran).isEmpty();
        assertThat(parked()).isEmpty();
    }

    @Test
    void aRecordOfAPartitionThatGoesIsNotParked() {
        OwnedPartition owner = assignment.add(P0);
        List<Boolean> parks = new ArrayList<>();
        scripts.put("orders-0@0", work -> {
            owner.stop();
            parks.add(lane.park(work));
        });
        put(owner, 0, "a", "a");
        work();
        assertThat(parks).containsExactly(false);
        assertThat(parked()).isEmpty();
        assertThat(ran).isEmpty();
    }

    @Test
    void aRecordThatStoppedRunningIsDroppedWithItsPartition() {
        OwnedPartition owner = assignment.add(P0);
        scripts.put("orders-0@0", lane::parkRunning);
        List<Work> works = works(owner, 0, "a");
        put(works);
        work();
        lane.stopRunning(works.get(0));
        assertThat(parked()).containsExactlyElementsOf(works);
        discard(owner);
        work();
        assertThat(parked()).isEmpty();
        assertThat(ran).isEmpty();
    }

    @Test
    void whatEscapesFromTheStepIsToldAndTheLaneDoesNotGoOn() {
        AssertionError planted = new AssertionError("planted");
        scripts.put("orders-0@1", work -> {
            throw planted;
        });
        put(assignment.add(P0), 0, "a", "b", "c");
        work();
        assertThat(escaped).containsExactly(planted);
        assertThat(ran).containsExactly("orders-0@0");
        assertThat(desk.current()).isNull();
        put(assignment.add(P0), 3, "d");
        work();
        assertThat(ran).containsExactly("orders-0@0");
    }

    @Test
    void theDeskKeepsNoRecordOfATurnThatIsOver() {
        put(assignment.add(P0), 0, "a", "b");
        work();
        assertThat(desk.works()).containsOnlyNulls();
    }

    private void discard(OwnedPartition owner) {
        owner.stop();
        lane.discard(owner);
        assignment.release(owner);
    }

    private List<Work> parked() {
        List<Work> parked = new ArrayList<>();
        lane.listParked(parked);
        return parked;
    }

    private List<Work> works(OwnedPartition owner, long from, String... keys) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (String key : keys) {
            records.add(StepRig.record(owner.partition(), from + records.size(), key, "v"));
        }
        return new ArrayList<>(MockMember.take(assignment, owner, records));
    }

    private void put(OwnedPartition owner, long from, String... keys) {
        put(works(owner, from, keys));
    }

    private void put(List<Work> works) {
        works.forEach(lane::stage);
        if (lane.publish()) {
            workers.submit(lane);
        }
    }

    private void work() {
        while (workers.runNext(desk)) {
            // Until the lane needs no turn.
        }
    }
}
