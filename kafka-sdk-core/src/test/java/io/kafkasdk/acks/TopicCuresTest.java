package io.kafkasdk.acks;

import static io.kafkasdk.acks.GuardFixture.Partition.healthy;
import static io.kafkasdk.acks.GuardFixture.facts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kafkasdk.acks.AcksVerdict.Kind;
import io.kafkasdk.acks.GuardFixture.Partition;
import io.kafkasdk.acks.Reassignment.Move;
import io.kafkasdk.acks.TopicCure.NotNeeded;
import io.kafkasdk.acks.TopicCure.NotPossible;
import io.kafkasdk.acks.TopicCure.Plan;
import io.kafkasdk.acks.TopicCure.SettingChange;
import io.kafkasdk.acks.TopicCure.Step;
import io.kafkasdk.cluster.ClusterSnapshot.Broker;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicFacts.PartitionFacts;
import io.kafkasdk.cluster.TopicLookup;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopicCuresTest {

    private static final String MIN_ISR = "min.insync.replicas";

    private final GuardFixture fixture = new GuardFixture();

    @Test
    void twoReplicasThatMustBothBeInSyncGetAThirdAndNothingElse() {
        Plan plan = plan(facts("fragile", 2, healthy(3, 1), healthy(1, 2)), 3);
        assertThat(plan.verdict().kind()).isEqualTo(Kind.NO_HEADROOM);
        assertThat(plan.steps())
                .containsExactly(new Reassignment(
                        "fragile",
                        List.of(
                                new Move(0, List.of(3, 1), List.of(3, 1, 2)),
                                new Move(1, List.of(1, 2), List.of(1, 2, 3)))));
        assertThat(plan.absentBrokers()).isEmpty();
    }

    @Test
    void theFilesAreThoseOfKafkasTool() {
        Reassignment reassignment = plan(facts("fragile", 2, healthy(3, 1), healthy(1, 2)), 3)
                .reassignment()
                .orElseThrow();
        assertThat(reassignment.json()).isEqualTo("""
                        {"version":1,"partitions":[
                        {"topic":"fragile","partition":0,"replicas":[3,1,2]},
                        {"topic":"fragile","partition":1,"replicas":[1,2,3]}
                        ]}
                        """);
        assertThat(reassignment.rollbackJson()).isEqualTo("""
                        {"version":1,"partitions":[
                        {"topic":"fragile","partition":0,"replicas":[3,1]},
                        {"topic":"fragile","partition":1,"replicas":[1,2]}
                        ]}
                        """);
    }

    @Test
    void theTextCanBePastedStepByStepAndSoCanTheWayBack() {
        Plan plan = plan(facts("orders", 1, healthy(1, 2)), 3);
        String tool = "kafka-reassign-partitions.sh --bootstrap-server $BOOTSTRAP --reassignment-json-file ";
        assertThat(plan.text())
                .isEqualTo("# Topic 'orders' is SINGLE_COPY: " + plan.verdict().summary() + ".\n"
                        + "# Step 1 of 2: copy 1 replica of 'orders' to brokers [3]; --throttle BYTES_PER_SECOND beside"
                        + " --execute spares the network, and the last --verify takes the throttle off again\n"
                        + "cat > reassign-orders.json <<'JSON'\n"
                        + "{\"version\":1,\"partitions\":[\n"
                        + "{\"topic\":\"orders\",\"partition\":0,\"replicas\":[1,2,3]}\n"
                        + "]}\n"
                        + "JSON\n"
                        + tool + "reassign-orders.json --execute\n"
                        + tool + "reassign-orders.json --verify   # again, until every partition is completed\n"
                        + "# Step 2 of 2, only when the one before is done: change min.insync.replicas of 'orders' from 1"
                        + " to 2 (no data moves)\n"
                        + AcksCures.configure("orders", "min.insync.replicas=2") + "\n");
        assertThat(plan.rollbackText())
                .startsWith("# Undo 1 of 2: change min.insync.replicas")
                .containsSubsequence(
                        "min.insync.replicas=1\n",
                        "# Undo 2 of 2, only when the one before is done",
                        "{\"topic\":\"orders\",\"partition\":0,\"replicas\":[1,2]}\n",
                        tool + "rollback-orders.json --execute\n",
                        tool + "rollback-orders.json --verify");
    }

    @Test
    void enoughReplicasNeedASettingOnlyAndNoLookAtTheBrokers() {
        assertThat(plan(facts("t", 3, healthy(1, 2, 3)), 0).steps())
                .containsExactly(new SettingChange("t", MIN_ISR, "3", "2"));
        assertThat(plan(facts("t", 5, healthy(1, 2, 3, 4, 5)), 0).steps())
                .containsExactly(new SettingChange("t", MIN_ISR, "5", "4"));
        assertThat(plan(facts("t", 1, healthy(1, 2, 3)), 0).steps())
                .containsExactly(new SettingChange("t", MIN_ISR, "1", "2"));
        Step step = plan(facts("t", 3, healthy(1, 2, 3)), 0).steps().get(0);
        assertThat(step.command()).endsWith("--entity-name t --add-config min.insync.replicas=2");
        assertThat(step.rollbackCommand()).endsWith("--entity-name t --add-config min.insync.replicas=3");
    }

    @Test
    void moreInSyncReplicasAreAskedForLastAndFewerFirst() {
        assertThat(plan(facts("t", 1, healthy(1)), 3).steps())
                .hasExactlyElementsOfTypes(Reassignment.class, SettingChange.class)
                .last()
                .isEqualTo(new SettingChange("t", MIN_ISR, "1", "2"));
        TopicFacts unwritable =
                GuardFixture.topic("t", facts("t", 3, healthy(1, 2)).partitions(), 3, false, false);
        assertThat(plan(unwritable, 3).verdict().kind()).isEqualTo(Kind.UNWRITABLE);
        assertThat(plan(unwritable, 3).steps())
                .hasExactlyElementsOfTypes(SettingChange.class, Reassignment.class)
                .first()
                .isEqualTo(new SettingChange("t", MIN_ISR, "3", "2"));
    }

    @Test
    void ofDifferentPartitionsOnlyTheShortOnesGrow() {
        Plan plan = plan(facts("t", 2, healthy(1, 2, 3), healthy(2, 3), healthy(1)), 3);
        assertThat(plan.verdict().kind()).isEqualTo(Kind.MIXED);
        assertThat(plan.reassignment().orElseThrow().moves())
                .containsExactly(
                        new Move(1, List.of(2, 3), List.of(2, 3, 1)), new Move(2, List.of(1), List.of(1, 3, 2)));
    }

    @Test
    void uncleanElectionsAreSwitchedOff() {
        TopicFacts unclean =
                GuardFixture.topic("t", facts("t", 2, healthy(1, 2, 3)).partitions(), 2, true, true);
        assertThat(plan(unclean, 0).steps())
                .containsExactly(new SettingChange("t", "unclean.leader.election.enable", "true", "false"));
    }

    @Test
    void aSafeTopicNeedsNothingAlsoWithAReplicaOut() {
        TopicCure cure = TopicCures.of(facts("t", 2, new Partition(List.of(1, 2, 3), List.of(1, 2))), List.of());
        assertThat(cure).isInstanceOf(NotNeeded.class);
        assertThat(cure.text()).contains("'t' is SAFE", "broker 3 is out", "# Nothing to change.");
    }

    @Test
    void tooFewBrokersAreNamedInsteadOfAPlan() {
        TopicCure cure = TopicCures.of(facts("t", 2, healthy(1, 2)), brokers(2));
        assertThat(cure).isInstanceOf(NotPossible.class);
        assertThat(cure.text())
                .contains(
                        "# No plan: 3 replicas of each partition of 't' need as many brokers, but up are only 2 (1, 2):"
                                + " add a broker.");
        TopicCure halfDown = TopicCures.of(facts("t", 2, new Partition(List.of(1, 7), List.of(1))), brokers(1));
        assertThat(halfDown.text()).contains("up are only 1 (1): bring back brokers [7], or add one.");
    }

    @Test
    void aReplicaWhoseBrokerIsAwayStaysAndThePlanSaysThatKafkasToolWaitsForIt() {
        Plan plan = plan(facts("t", 2, new Partition(List.of(7, 1), List.of(1))), 3);
        assertThat(plan.absentBrokers()).containsExactly(7);
        assertThat(plan.reassignment().orElseThrow().moves().get(0).after()).startsWith(1, 7);
        assertThat(plan.text()).contains("# Brokers [7] hold replicas and are not up", "Unknown broker id");
        assertThat(plan.rollbackText()).contains("# Brokers [7] hold replicas and are not up");
    }

    @Test
    void everyPlanEndsInSafeAndItsRollbackWhereItBegan() {
        for (int minIsr = 1; minIsr <= 6; minIsr++) {
            for (int some = 1; some <= 5; some++) {
                for (int others = 1; others <= 5; others++) {
                    TopicFacts before = facts("t", minIsr, first(some), first(others));
                    if (TopicCures.of(before, brokers(5)) instanceof Plan plan) {
                        TopicFacts after = apply(before, plan);
                        assertThat(VerdictRules.judge(new TopicLookup.Found(after), Silence.NONE)
                                        .kind())
                                .as("%s, then %s", before, plan.steps())
                                .isEqualTo(Kind.SAFE);
                        plan.reassignment()
                                .ifPresent(reassignment -> assertThat(reassignment.moves())
                                        .allSatisfy(move -> assertThat(move.before())
                                                .isEqualTo(before.partitions()
                                                        .get(move.partition())
                                                        .replicas())));
                    } else {
                        assertThat(VerdictRules.judge(new TopicLookup.Found(before), Silence.NONE)
                                        .kind())
                                .isEqualTo(Kind.SAFE);
                    }
                }
            }
        }
    }

    @Test
    void noStepOfAPlanStopsWhatWasWritableBefore() {
        for (int minIsr = 1; minIsr <= 6; minIsr++) {
            for (int some = 1; some <= 5; some++) {
                for (int others = 1; others <= 5; others++) {
                    TopicFacts before = facts("t", minIsr, first(some), first(others));
                    if (TopicCures.of(before, brokers(5)) instanceof Plan plan) {
                        assertWritableThroughout(before, plan);
                    }
                }
            }
        }
    }

    @Test
    void aMinimumLargerThanTheReplicasIsLoweredFirstAndRaisedLast() {
        Plan plan = plan(facts("t", 2, healthy(1)), 3);
        assertThat(plan.steps())
                .hasExactlyElementsOfTypes(SettingChange.class, Reassignment.class, SettingChange.class)
                .startsWith(new SettingChange("t", MIN_ISR, "2", "1"))
                .endsWith(new SettingChange("t", MIN_ISR, "1", "2"));
        assertThat(plan.text())
                .containsSubsequence("# New replicas count at once", "may stand on 1 copy, whatever", "# Step 1 of 3");
        assertThat(plan(facts("t", 1, healthy(1)), 3).text()).doesNotContain("# New replicas count at once");
    }

    @Test
    void brokersThatTakeNoWriteAnywayAreNotAskedForLessThanIsSafe() {
        TopicFacts old = GuardFixture.topic("t", facts("t", 2, healthy(1)).partitions(), 2, false, false);
        assertThat(plan(old, 3).steps()).hasExactlyElementsOfTypes(Reassignment.class);
    }

    @Test
    void theGuardAsksAnewAndDoesNotTakeTheTopicIntoUse() {
        fixture.topic("fragile", 2, healthy(3, 1));
        AcksGuard guard = fixture.guard(AcksRules.DEFAULT);
        assertThat(guard.cureFor("fragile")).isInstanceOf(Plan.class);
        fixture.brokers = List.of(1, 3);
        assertThat(guard.cureFor("fragile")).isInstanceOf(NotPossible.class);
        assertThat(fixture.calls).hasSize(2);
        assertThat(guard.verdicts()).isEmpty();
        assertThat(fixture.told).isEmpty();
    }

    @Test
    void whatCannotBeReadIsAnErrorWithItsReason() {
        fixture.nearest = "orders";
        assertThatExceptionOfType(KafkaSdkException.class)
                .isThrownBy(() -> fixture.guard(AcksRules.DEFAULT).cureFor("ordres"))
                .withMessageContaining("'ordres' does not exist")
                .withMessageContaining("did you mean 'orders'?")
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.TOPIC_MISSING));
        Diagnosis why = new Diagnosis(
                ErrorKind.UNAUTHORIZED, "describeConfigs failed", "the right DescribeConfigs is missing", "ask");
        fixture.cluster.put("secret", new TopicLookup.Unreadable("secret", why));
        assertThatExceptionOfType(KafkaSdkException.class)
                .isThrownBy(() -> fixture.guard(AcksRules.DEFAULT).cureFor("secret"))
                .withMessageContaining("DescribeConfigs")
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.UNAUTHORIZED));
    }

    @Test
    void aNameThatKafkaWouldNotTakeNeverGetsIntoAFileOrACommand() {
        List<Move> moves = List.of(new Move(0, List.of(1), List.of(1, 2)));
        for (String bad : List.of("a\"b", "a'b", "a b", "a\nb", "$(rm)", "", "x".repeat(250))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Reassignment(bad, moves));
        }
        String file = new Reassignment("x".repeat(249), moves).command().split("\\s+", 4)[2];
        assertThat(file).endsWith(".json").hasSizeLessThan(256);
    }

    private static Plan plan(TopicFacts facts, int live) {
        return (Plan) TopicCures.of(facts, brokers(live));
    }

    private static List<Broker> brokers(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(id -> new Broker(id, "localhost", 9092, "rack-" + id))
                .toList();
    }

    private static Partition first(int replicas) {
        return healthy(IntStream.rangeClosed(1, replicas).boxed().toArray(Integer[]::new));
    }

    /** Kafka caps the minimum at the number of replicas, and counts new ones from the first moment of the step. */
    private static void assertWritableThroughout(TopicFacts facts, Plan plan) {
        List<Integer> inSync =
                facts.partitions().stream().map(p -> p.replicas().size()).toList();
        List<Integer> replicas = inSync;
        int minIsr = facts.minInsyncReplicas();
        for (Step step : plan.steps()) {
            if (step instanceof SettingChange change) {
                minIsr = Integer.parseInt(change.to());
            } else {
                replicas = apply(facts, plan).partitions().stream()
                        .map(p -> p.replicas().size())
                        .toList();
            }
            for (int partition = 0; partition < replicas.size(); partition++) {
                assertThat(inSync.get(partition))
                        .as("in sync in partition %d of %s during %s of %s", partition, facts, step, plan.steps())
                        .isGreaterThanOrEqualTo(Math.min(minIsr, replicas.get(partition)));
            }
            inSync = replicas;
        }
    }

    private static TopicFacts apply(TopicFacts facts, Plan plan) {
        int minIsr = plan.steps().stream()
                .filter(SettingChange.class::isInstance)
                .map(step -> Integer.parseInt(((SettingChange) step).to()))
                .reduce((first, last) -> last)
                .orElse(facts.minInsyncReplicas());
        List<PartitionFacts> partitions = facts.partitions().stream()
                .map(before -> plan.reassignment().stream()
                        .flatMap(reassignment -> reassignment.moves().stream())
                        .filter(move -> move.partition() == before.partition())
                        .findFirst()
                        .map(move ->
                                new PartitionFacts(before.partition(), before.leader(), move.after(), move.after()))
                        .orElse(before))
                .toList();
        return GuardFixture.topic(facts.name(), partitions, minIsr, facts.uncleanElection(), true);
    }
}
