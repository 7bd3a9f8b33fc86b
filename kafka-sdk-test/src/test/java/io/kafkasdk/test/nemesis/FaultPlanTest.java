package io.kafkasdk.test.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final List<FaultKind> ALL = Arrays.asList(FaultKind.values());

    @Test
    void theSameSeedGivesTheSamePlanHoweverTheKindsAreOrdered() {
        List<FaultKind> reversed = Arrays.asList(FaultKind.values());
        Collections.reverse(reversed);

        assertThat(plan(7, reversed, 3)).isEqualTo(plan(7, ALL, 3));
        assertThat(plan(7, ALL, 3).text()).isEqualTo(plan(7, ALL, 3).text());
    }

    @Test
    void anotherSeedGivesAnotherOrderAndOtherTimesAndTargets() {
        FaultPlan one = plan(1, ALL, 3);
        FaultPlan other = plan(2, ALL, 3);

        assertThat(one.steps().stream().map(FaultStep::kind))
                .isNotEqualTo(other.steps().stream().map(FaultStep::kind).toList());
        assertThat(of(one, FaultKind.QUOTA).stream().map(FaultStep::hold))
                .isNotEqualTo(
                        of(other, FaultKind.QUOTA).stream().map(FaultStep::hold).toList());
        assertThat(of(one, FaultKind.BROKER_KILL).stream().map(FaultStep::luck))
                .isNotEqualTo(of(other, FaultKind.BROKER_KILL).stream()
                        .map(FaultStep::luck)
                        .toList());
    }

    @Test
    void eachKindComesOncePerRoundInAMixedOrder() {
        FaultPlan plan = plan(3, ALL, 3);

        for (FaultKind kind : ALL) {
            assertThat(of(plan, kind)).hasSize(3);
        }
        assertThat(plan.kinds()).containsExactlyInAnyOrderElementsOf(ALL);
        assertThat(plan.steps().stream().map(FaultStep::number)).isSorted().startsWith(1);
        assertThat(plan.steps().stream().map(FaultStep::kind).toList())
                .isNotEqualTo(
                        plan.steps().stream().map(FaultStep::kind).sorted().toList());
    }

    @Test
    void pausesOfBrokersAreBelowAndAboveTheSessionInTurn() {
        assertThat(of(plan(5, ALL, 4), FaultKind.BROKER_PAUSE))
                .extracting(FaultStep::hold)
                .containsExactlyInAnyOrder(
                        Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(15));
    }

    @Test
    void aPausedMemberSleepsBeyondItsSession() {
        FaultTimes times = FaultTimes.quick().sessions(Duration.ofSeconds(4), Duration.ofSeconds(10));

        assertThat(FaultPlan.of(1, List.of(FaultKind.CONSUMER_PAUSE), 1, times).steps())
                .extracting(FaultStep::hold)
                .containsExactly(Duration.ofSeconds(18));
    }

    @Test
    void itIsQuietUntilTheSessionOfWhatDiedIsOver() {
        FaultTimes times = FaultTimes.quick().sessions(Duration.ofSeconds(4), Duration.ofSeconds(10));
        FaultPlan plan = FaultPlan.of(1, ALL, 1, times);

        assertThat(of(plan, FaultKind.BROKER_KILL).get(0).quiet()).isEqualTo(Duration.ofSeconds(9));
        assertThat(of(plan, FaultKind.CONSUMER_KILL).get(0).quiet()).isEqualTo(Duration.ofSeconds(15));
        assertThat(of(plan, FaultKind.LINK_RESET).get(0).quiet()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void theRoundsOfAKindAimAtDifferentBrokers() {
        assertThat(of(plan(9, ALL, 4), FaultKind.BROKER_KILL))
                .extracting(FaultStep::aim)
                .doesNotHaveDuplicates();
        assertThat(of(plan(9, ALL, 3), FaultKind.LINK_BLACK_HOLE))
                .extracting(FaultStep::aim)
                .doesNotHaveDuplicates();
    }

    @Test
    void drawnTimesStayWithinTheirBounds() {
        FaultTimes times = FaultTimes.standard();

        assertThat(of(plan(11, ALL, 50), FaultKind.QUOTA))
                .extracting(FaultStep::hold)
                .allMatch(hold -> hold.compareTo(times.shortest()) >= 0 && hold.compareTo(times.longest()) <= 0);
    }

    @Test
    void thePlanSaysItsSeedItsLengthAndEachStep() {
        FaultPlan plan = FaultPlan.of(42, List.of(FaultKind.BROKER_KILL), 1, FaultTimes.standard());

        assertThat(plan.shortestTime()).isEqualTo(Duration.ofSeconds(34));
        assertThat(plan.text())
                .startsWith("seed 42, 1 faults, at least 34 s")
                .contains("1 broker-kill", "for 20.0 s, quiet 14.0 s");
    }

    @Test
    void aPlanOfNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> plan(1, List.of(), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> plan(1, ALL, 0));
    }

    private static FaultPlan plan(long seed, List<FaultKind> kinds, int rounds) {
        return FaultPlan.of(seed, kinds, rounds, FaultTimes.standard());
    }

    private static List<FaultStep> of(FaultPlan plan, FaultKind kind) {
        return plan.steps().stream().filter(step -> step.kind() == kind).toList();
    }
}
