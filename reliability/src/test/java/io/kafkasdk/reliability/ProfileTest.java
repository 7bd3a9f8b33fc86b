package io.kafkasdk.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.test.nemesis.FaultKind;
import io.kafkasdk.test.nemesis.FaultPlan;
import io.kafkasdk.test.nemesis.FaultStep;
import io.kafkasdk.test.nemesis.FaultTimes;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTest {

    private static final Set<FaultKind> ALL = EnumSet.allOf(FaultKind.class);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 8, 4711})
    void smokeLeavesRoomForStartAndJudgementInFiveMinutes(long seed) {
        assertThat(Profile.estimate(plan("smoke", seed))).isLessThan(Duration.ofMinutes(4));
    }

    @Test
    void smokeHasWhatEveryChangeIsToBeTriedAgainst() {
        assertThat(plan("smoke", 1).kinds())
                .contains(
                        FaultKind.BROKER_KILL,
                        FaultKind.BROKER_PAUSE,
                        FaultKind.LINK_RESET,
                        FaultKind.LINK_BLACK_HOLE,
                        FaultKind.SHORT_CONNECTIONS,
                        FaultKind.CONSUMER_KILL,
                        FaultKind.REBALANCE_STORM,
                        FaultKind.QUOTA,
                        FaultKind.ACL_REVOKED,
                        FaultKind.PARTITIONS_ADDED,
                        FaultKind.TOPIC_RECREATED,
                        FaultKind.RETENTION_PASSED,
                        FaultKind.ROLLING_RESTART);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 8, 4711})
    void standardFitsIntoThirtyMinutes(long seed) {
        assertThat(Profile.estimate(plan("standard", seed)))
                .isGreaterThan(Duration.ofMinutes(22))
                .isLessThan(Duration.ofMinutes(28));
    }

    @Test
    void standardAndSmokeTogetherHaveEveryKindThreeTimes() {
        Map<FaultKind, Long> times = Stream.concat(
                        plan("smoke", 1).steps().stream(), plan("standard", 2).steps().stream())
                .collect(Collectors.groupingBy(FaultStep::kind, Collectors.counting()));

        assertThat(times.keySet()).isEqualTo(ALL);
        assertThat(times.values()).allMatch(count -> count >= 3);
    }

    @Test
    void standardHasTheTimesThatNativeBehaviourWasMeasuredWith() {
        assertThat(profile("standard").times()).isEqualTo(FaultTimes.standard());
    }

    @Test
    void aSoakLastsAboutAsLongAsItIsTold() {
        assertThat(Profile.estimate(plan("soak --hours 3", 1)))
                .isBetween(Duration.ofMinutes(165), Duration.ofMinutes(195));
    }

    @Test
    void theSameSeedGivesTheSamePlanAndAnotherSeedAnother() {
        assertThat(plan("standard", 5)).isEqualTo(plan("standard", 5)).isNotEqualTo(plan("standard", 6));
    }

    @Test
    void stepsAreNumberedInTheirOrder() {
        List<FaultStep> steps = plan("standard", 5).steps();

        assertThat(steps).extracting(FaultStep::number).isSorted().doesNotHaveDuplicates();
        assertThat(steps.get(0).number()).isEqualTo(1);
    }

    @Test
    void chosenKindsAndRoundsWinOverTheProfile() {
        FaultPlan plan = plan("standard --kinds quota,broker-kill --rounds 4", 1);

        assertThat(plan.steps().stream().collect(Collectors.groupingBy(FaultStep::kind, Collectors.counting())))
                .isEqualTo(Map.of(FaultKind.QUOTA, 4L, FaultKind.BROKER_KILL, 4L));
    }

    @Test
    void aKindThatThereIsNothingForIsLeftOut() {
        Set<FaultKind> possible = EnumSet.of(FaultKind.QUOTA, FaultKind.BROKER_KILL);

        assertThat(profile("smoke").plan(1, possible).kinds()).isEqualTo(possible);
    }

    @Test
    void aRunThatCouldBreakNothingIsRefused() {
        Profile profile = profile("smoke --kinds quota");

        assertThatThrownBy(() -> profile.plan(1, Set.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachKindHasABoundThatIsLongerThanItsFault() {
        FaultTimes times = FaultTimes.standard();
        Map<FaultKind, Duration> holds = plan("standard", 1).steps().stream()
                .collect(Collectors.toMap(FaultStep::kind, FaultStep::hold, (a, b) -> a.compareTo(b) > 0 ? a : b));

        assertThat(Bounds.of(times).keySet())
                .isEqualTo(ALL.stream().map(FaultKind::label).collect(Collectors.toSet()));
        assertThat(holds.entrySet().stream()
                        .filter(hold -> hold.getKey().label().startsWith("consumer"))
                        .collect(Collectors.toMap(
                                hold -> hold.getKey().label(),
                                hold -> Bounds.of(times)
                                        .get(hold.getKey().label())
                                        .handled()
                                        .compareTo(hold.getValue()))))
                .allSatisfy((kind, compared) -> assertThat(compared).isPositive());
    }

    private static Profile profile(String line) {
        return Profile.of(RunOptions.parse(List.of(line.split(" ", -1)), () -> 1));
    }

    private static FaultPlan plan(String line, long seed) {
        return profile(line).plan(seed, ALL);
    }
}
