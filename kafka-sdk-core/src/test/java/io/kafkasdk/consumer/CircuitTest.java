package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static io.kafkasdk.consumer.MockMember.P1;
import static io.kafkasdk.consumer.StepRig.DELAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Retries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CircuitTest {

    private static final FailurePolicy.Skip AFTER_THREE = FailurePolicy.SKIP
            .retries(Retries.DEFAULT.attempts(1).delays(DELAY, DELAY))
            .circuit(3);

    private final List<Long> tried = new ArrayList<>();
    private boolean broken = true;
    private final StepRig rig = new StepRig(StepRig.settings(AFTER_THREE), new Handling.Each<>(record -> {
        tried.add(record.offset());
        if (broken) {
            throw new IllegalStateException("planted");
        }
    }));
    private final OwnedPartition owner = rig.assignment.add(P0);

    private void sixFail() {
        rig.put(owner, 0, "a=x", "b=x", "c=x", "d=x", "e=x", "f=x");
        rig.work();
    }

    @Test
    void afterSoManyInARowNoRecordIsGivenUpAnyMore() {
        sixFail();
        rig.look();
        assertThat(rig.circuit.isOpen()).isTrue();
        assertThat(rig.events).filteredOn(event -> event.startsWith("skipped")).hasSize(3);
        assertThat(rig.events).filteredOn("opened"::equals).hasSize(1);
        assertThat(tried).as("the fourth opens it, then nobody may try").hasSize(4);
        assertThat(owner.recordsInFlight()).isEqualTo(3);
    }

    @Test
    void whileItIsOpenOneRecordTriesInEachPause() {
        sixFail();
        rig.pass(DELAY.minusMillis(1));
        assertThat(tried).hasSize(4);
        rig.pass(Duration.ofMillis(1));
        assertThat(tried).hasSize(5);
        rig.pass(DELAY);
        assertThat(tried).hasSize(6);
        assertThat(rig.events).filteredOn(event -> event.startsWith("skipped")).hasSize(3);
    }

    @Test
    void theFirstRecordThatIsHandledLetsAllGoOn() {
        sixFail();
        broken = false;
        rig.pass(DELAY);
        rig.look();
        rig.look();
        assertThat(rig.circuit.isOpen()).isFalse();
        assertThat(rig.events).contains("closed");
        assertThat(owner.recordsInFlight()).isZero();
        assertThat(owner.offsets().frontier()).isEqualTo(6);
    }

    @Test
    void theApplicationMayCloseIt() {
        sixFail();
        broken = false;
        rig.circuit.close();
        rig.look();
        rig.look();
        assertThat(owner.offsets().frontier()).isEqualTo(6);
    }

    @Test
    void afterItClosedItTakesSoManyAgain() {
        sixFail();
        rig.circuit.close();
        rig.look();
        assertThat(rig.circuit.isOpen()).as("three more were given up").isFalse();
        assertThat(rig.events).filteredOn(event -> event.startsWith("skipped")).hasSize(6);
        rig.put(owner, 6, "g=x");
        rig.work();
        assertThat(rig.circuit.isOpen()).isTrue();
    }

    @Test
    void aRecordThatIsHandledInBetweenStartsTheCountAnew() {
        for (int i = 0; i < 20; i++) {
            broken = i % 4 != 3;
            rig.put(owner, i, "k" + i + "=x");
            rig.work();
        }
        assertThat(rig.circuit.isOpen()).isFalse();
        assertThat(rig.events).doesNotContain("opened");
    }

    @Test
    void aRecordThatIsHandledWhileItOpensDoesNotLeaveItOpenForEver() {
        for (int i = 0; i < 3; i++) {
            rig.circuit.mayGiveUp();
        }
        // The clock is read in the middle of opening.
        rig.clock.then(rig.circuit::handled);
        rig.circuit.mayGiveUp();
        rig.circuit.handled();
        assertThat(rig.circuit.isOpen()).isFalse();
    }

    @Test
    void policiesThatGiveUpNothingNeverOpenIt() {
        Circuit circuit = Circuit.of(FailurePolicy.STOP, rig.consumerEvents, rig.clock);
        for (int i = 0; i < 1_000; i++) {
            assertThat(circuit.mayGiveUp()).isTrue();
        }
        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void whenThePartitionOfTheRecordsThatTryGoesOthersAreFetchedToTry() {
        MockMember member = new MockMember(MockMember.settings().failures(AFTER_THREE.circuit(1))).owning(P0, P1);
        member.handler = record -> {
            throw new IllegalStateException("planted");
        };
        member.fetch(P0, 0, 1);
        member.round();
        member.loop.runOnce();
        assertThat(member.circuit.isOpen()).isTrue();
        assertThat(member.client.paused()).containsExactlyInAnyOrder(P0, P1);
        // Unlike Kafka, the mock keeps the pauses of partitions that went.
        member.client.resume(List.of(P0, P1));
        member.owning(P1);
        member.handler = record -> {};
        member.clock.advance(DELAY);
        member.loop.runOnce();
        assertThat(member.client.paused()).as("somebody has to try").isEmpty();
        member.fetch(P1, 0);
        member.round();
        assertThat(member.handled).containsExactly("1@0");
        assertThat(member.circuit.isOpen()).isFalse();
    }
}
