package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static io.kafkasdk.consumer.MockMember.P1;
import static io.kafkasdk.consumer.StepRig.DELAY;
import static io.kafkasdk.consumer.StepRig.POISON;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Retries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class BatchStepTest {

    private static final Retries TWO = Retries.DEFAULT.attempts(2).delays(DELAY, DELAY);

    private final List<List<Long>> batches = new ArrayList<>();
    private Set<Long> bad = Set.of();
    private Runnable meanwhile = () -> {};
    private final StepRig rig = rig(FailurePolicy.SKIP.retries(TWO));
    private final OwnedPartition owner = rig.assignment.add(P0);

    private StepRig rig(FailurePolicy policy) {
        ConsumerSettings<String, String> settings = StepRig.settings(policy);
        return new StepRig(settings.limits(settings.limits().concurrency(1)), new Handling.Batches<>(records -> {
            List<Long> offsets = records.stream().map(ConsumerRecord::offset).toList();
            batches.add(offsets);
            meanwhile.run();
            if (offsets.stream().anyMatch(bad::contains)) {
                throw new IllegalStateException("planted");
            }
        }));
    }

    @Test
    void aBatchIsFinishedAsAWhole() {
        rig.put(owner, 0, "a=x", "b=x", "a=x");
        rig.work();
        rig.look();
        assertThat(batches).containsExactly(List.of(0L, 1L, 2L));
        assertThat(owner.offsets().frontier()).isEqualTo(3);
        assertThat(owner.recordsInFlight()).isZero();
        assertThat(owner.isPending()).isFalse();
        assertThat(rig.events).containsExactly("handled", "handled", "handled");
    }

    @Test
    void aBatchHoldsAtMostSoManyRecords() {
        String[] many = new String[25];
        Arrays.fill(many, "a=x");
        rig.put(owner, 0, many);
        rig.work();
        assertThat(batches).extracting(List::size).containsExactly(10, 10, 5);
    }

    @Test
    void aBatchThatFailsIsRunAgainRecordByRecordAndOnlyTheBadOneSuffers() {
        bad = Set.of(1L);
        rig.put(owner, 0, "a=x", "b=x", "c=x");
        rig.work();
        rig.look();
        assertThat(batches).containsExactly(List.of(0L, 1L, 2L), List.of(0L), List.of(1L), List.of(2L));
        assertThat(rig.events)
                .as("the whole batch is no attempt of a record")
                .contains("failed 1 attempt 1")
                .doesNotContain("failed 0 attempt 1");
        rig.pass(DELAY);
        rig.look();
        assertThat(rig.events).contains("skipped 1 after 2");
        assertThat(owner.offsets().frontier()).isEqualTo(3);
        assertThat(owner.isPending()).isFalse();
    }

    @Test
    void recordsOfTheKeyThatFailedWaitBehindIt() {
        bad = Set.of(0L);
        rig.put(owner, 0, "a=x", "a=x", "b=x");
        rig.work();
        assertThat(batches).containsExactly(List.of(0L, 1L, 2L), List.of(0L), List.of(2L));
        bad = Set.of();
        rig.pass(DELAY);
        assertThat(batches.subList(3, 5)).containsExactly(List.of(0L), List.of(1L));
    }

    @Test
    void aRecordThatIsTriedAgainIsTriedAloneAndInItsPlace() {
        bad = Set.of(0L);
        rig.put(owner, 0, "a=x");
        rig.work();
        bad = Set.of();
        rig.put(owner, 1, "b=x", "a=x");
        rig.clock.advance(DELAY);
        rig.assignment.collect();
        rig.lanes.collect();
        rig.work();
        assertThat(batches).containsExactly(List.of(0L), List.of(0L), List.of(1L, 2L));
    }

    @Test
    void whatCannotBeReadTakesNoGoodRecordWithItAndKeepsTheOrder() {
        rig.put(owner, 0, "a=x", "b=" + POISON, "a=x");
        rig.work();
        rig.look();
        assertThat(batches).containsExactly(List.of(0L), List.of(2L));
        assertThat(rig.events).contains("skipped 1 after 1");
        assertThat(owner.offsets().frontier()).isEqualTo(3);
        assertThat(owner.isPending()).isFalse();
    }

    @Test
    void whatCannotBeReadIsNotGivenUpBeforeTheRecordOfItsKeyThatFailedInFrontOfIt() {
        bad = Set.of(0L);
        rig.put(owner, 0, "a=x", "a=" + POISON);
        rig.work();
        assertThat(rig.events).as("it waits behind record 0").containsExactly("failed 0 attempt 1");
        bad = Set.of();
        rig.pass(DELAY);
        assertThat(rig.events).containsSubsequence("handled", "skipped 1 after 1");
    }

    @Test
    void theOneThatTriesWhileTheCircuitIsOpenKeepsItsKeyBehindIt() {
        FailurePolicy.Skip policy = FailurePolicy.SKIP
                .retries(new Retries(3, DELAY, DELAY, Set.of()))
                .circuit(1);
        StepRig open = rig(policy);
        OwnedPartition partition = open.assignment.add(P0);
        bad = Set.of(0L, 1L, 2L);
        open.put(partition, 0, "a=x", "b=x");
        open.work();
        open.pass(DELAY);
        open.pass(DELAY);
        assertThat(open.circuit.isOpen()).isTrue();
        open.clock.advance(DELAY);
        open.put(partition, 2, "c=x", "c=x");
        open.work();
        assertThat(batches).contains(List.of(2L));
        bad = Set.of();
        open.circuit.close();
        open.look();
        assertThat(batches).as("its first record waits for its next attempt").doesNotContain(List.of(3L));
        open.pass(DELAY);
        assertThat(partition.offsets().frontier()).isEqualTo(4);
    }

    @Test
    void recordsOfAPartitionThatGoesAreDropped() {
        OwnedPartition other = rig.assignment.add(P1);
        rig.put(owner, 0, "a=x", "b=x");
        rig.put(other, 7, "a=x");
        owner.stop();
        rig.work();
        assertThat(batches).containsExactly(List.of(7L));
        assertThat(owner.isPending()).isFalse();
    }

    @Test
    void ifThePartitionGoesWhileItsBatchFailsNoRecordIsTriedAgain() {
        bad = Set.of(0L, 1L);
        meanwhile = owner::stop;
        rig.put(owner, 0, "a=x", "b=x");
        rig.work();
        assertThat(batches).hasSize(1);
        assertThat(rig.events).isEmpty();
        assertThat(owner.isPending()).isFalse();
    }

    @Test
    void thePartitionIsNotIdleWhileAnyOfItsRecordsIsInTheBatch() {
        OwnedPartition other = rig.assignment.add(P1);
        List<Boolean> idle = new ArrayList<>();
        meanwhile = () -> {
            idle.add(rig.workers.isIdle(owner));
            idle.add(rig.workers.isIdle(other));
        };
        rig.put(owner, 0, "a=x");
        rig.put(other, 0, "a=x");
        rig.work();
        assertThat(idle).containsExactly(false, false);
        assertThat(rig.workers.isIdle(owner)).isTrue();
    }

    @Test
    void anErrorOfTheJvmEndsTheConsumerAndLeavesNothingPending() {
        OutOfMemoryError planted = new OutOfMemoryError("planted");
        meanwhile = () -> {
            throw planted;
        };
        rig.put(owner, 0, "a=x", "b=x");
        rig.work();
        assertThat(rig.completions.fatalError()).isSameAs(planted);
        assertThat(owner.isPending()).isFalse();
    }
}
