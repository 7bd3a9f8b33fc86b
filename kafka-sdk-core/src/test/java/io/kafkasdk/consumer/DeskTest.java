package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static io.kafkasdk.consumer.MockMember.P1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeskTest {

    private final Assignment assignment = new Assignment();
    private final Workers workers = new Workers(new Workers.Shift(Thread::new, 0, new Completions(() -> {}), 4));
    private final Desk desk = workers.seat(Thread.currentThread());
    private final List<Work> works = MockMember.take(assignment, P0, 0, 3);
    private final OwnedPartition owner = works.get(0).owner();

    @Test
    void whatIsInHandCanBeSeenAndIsNotIdle() {
        assertThat(desk.enter(works.get(0), 5)).isTrue();
        assertThat(desk.current()).isSameAs(works.get(0));
        assertThat(desk.running()).map(RunningHandler::sinceNanos).contains(5L);
        assertThat(workers.isIdle(owner)).isFalse();
        desk.leave();
        assertThat(workers.isIdle(owner)).isTrue();
    }

    @Test
    void neighboursAreCountedTogether() {
        desk.finished(works.get(0));
        desk.finished(works.get(1));
        assertThat(owner.hasUncollected()).isFalse();
        desk.leave();
        assignment.collect();
        assertThat(owner.recordsInFlight()).isEqualTo(1);
        assertThat(owner.bytesInFlight()).isEqualTo(1 + Work.OBJECTS);
    }

    @Test
    void whatFinishedIsCountedBeforeItsPartitionLooksIdleBecauseItGoes() {
        desk.enter(works.get(1), 0);
        desk.finished(works.get(1));
        owner.stop();
        assertThat(desk.enter(works.get(2), 0)).isFalse();
        assertThat(workers.isIdle(owner)).isTrue();
        assertThat(owner.hasUncollected()).as("the last commit needs to know").isTrue();
    }

    @Test
    void whatFinishedIsCountedBeforeItsPartitionLooksIdleBecauseAnotherHasTheDesk() {
        desk.enter(works.get(1), 0);
        desk.finished(works.get(1));
        desk.enter(MockMember.take(assignment, P1, 0, 1).get(0), 0);
        assertThat(workers.isIdle(owner)).isTrue();
        assertThat(owner.hasUncollected()).isTrue();
    }
}
