package io.kafkasdk.spring.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.consumer.AdoptedConsumer;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.lag.ConsumptionStatus;
import io.kafkasdk.lag.LagSnapshot;
import io.kafkasdk.spring.boot.actuate.ClusterView.Connection;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.Status;

class HealthRulesTest {

    private static final Diagnosis WHY = FakeMember.why("nothing moves");
    private static final FakeMember RUNNING = FakeMember.in(ConsumerState.RUNNING);
    private static final FakeMember PAUSED = FakeMember.in(ConsumerState.PAUSED);
    private static final Connection ANSWERS = new Connection(true, Instant.EPOCH, "id", 3, null);
    private static final Connection SILENT = new Connection(false, Instant.EPOCH, null, null, WHY);

    static Stream<Arguments> rows() {
        return Stream.of(
                // what it is, how it is judged, readiness, liveness
                Arguments.of(RUNNING, ConsumerCondition.RUNNING, Status.UP, Status.UP),
                Arguments.of(
                        RUNNING.with(FakeMember.lag(ConsumptionStatus.WARN, 0.5, 1_000_000_000)),
                        ConsumerCondition.RUNNING,
                        Status.UP,
                        Status.UP),
                Arguments.of(
                        RUNNING.with(FakeMember.nothingOwned()),
                        ConsumerCondition.WITHOUT_PARTITIONS,
                        Status.UP,
                        Status.UP),
                Arguments.of(FakeMember.in(ConsumerState.CREATED), ConsumerCondition.NOT_STARTED, Status.UP, Status.UP),
                Arguments.of(FakeMember.in(ConsumerState.DRAINING), ConsumerCondition.DRAINING, Status.UP, Status.UP),
                Arguments.of(FakeMember.in(ConsumerState.CLOSED), ConsumerCondition.STOPPED, Status.UP, Status.UP),
                Arguments.of(
                        PAUSED.with(FakeMember.lag(ConsumptionStatus.PAUSED, 0.5, 1_000_000)),
                        ConsumerCondition.PAUSED,
                        Status.UP,
                        Status.UP),
                Arguments.of(
                        RUNNING.openedBy(WHY).stalledBy(WHY), ConsumerCondition.CIRCUIT_OPEN, Status.UP, Status.UP),
                Arguments.of(RUNNING.heldUpBy(WHY), ConsumerCondition.HELD_UP, Status.UP, Status.UP),
                Arguments.of(RUNNING.stalledBy(WHY), ConsumerCondition.STALLED, Status.DOWN, Status.UP),
                Arguments.of(
                        RUNNING.with(FakeMember.lag(ConsumptionStatus.STALL, 0.5, 5)),
                        ConsumerCondition.RUNNING,
                        Status.UP,
                        Status.UP),
                Arguments.of(
                        RUNNING.with(FakeMember.lag(ConsumptionStatus.STOP, 0.5, 5)),
                        ConsumerCondition.HUNG,
                        Status.DOWN,
                        Status.DOWN),
                Arguments.of(
                        PAUSED.with(FakeMember.lag(ConsumptionStatus.UNKNOWN, 61, 0)),
                        ConsumerCondition.HUNG,
                        Status.DOWN,
                        Status.DOWN),
                Arguments.of(
                        RUNNING.with(FakeMember.lag(ConsumptionStatus.UNKNOWN, 59, 0)),
                        ConsumerCondition.RUNNING,
                        Status.UP,
                        Status.UP),
                Arguments.of(
                        FakeMember.in(ConsumerState.FAILED).with(FakeMember.lag(ConsumptionStatus.STOP, 0.5, 5)),
                        ConsumerCondition.FAILED,
                        Status.DOWN,
                        Status.DOWN));
    }

    static Stream<Arguments> adopted() {
        return Stream.of(
                // A batch may take as long as the group waits, whatever the status says.
                Arguments.of(FakeMember.lag(ConsumptionStatus.STOP, 59, 5), ConsumerCondition.RUNNING),
                Arguments.of(FakeMember.lag(ConsumptionStatus.STOP, 61, 5), ConsumerCondition.HUNG),
                Arguments.of(FakeMember.nothingOwned(), ConsumerCondition.WITHOUT_PARTITIONS));
    }

    @ParameterizedTest
    @MethodSource("adopted")
    void aConsumerOfTheApplicationsOwnHasAsMuchTimeAsItsGroupGivesIt(LagSnapshot lag, ConsumerCondition condition) {
        AdoptedConsumer consumer =
                new FakeAdopted(FakeMember.in(ConsumerState.RUNNING).with(lag));
        assertThat(MemberHealth.of(consumer).condition()).isEqualTo(condition);
    }

    @Test
    void aConsumerOfTheApplicationsOwnNeverHasTheProcessEnded() {
        MemberHealth hung = MemberHealth.of(new FakeAdopted(
                FakeMember.in(ConsumerState.RUNNING).with(FakeMember.lag(ConsumptionStatus.STOP, 61, 5))));

        assertThat(KafkaSdkReadinessHealthIndicator.statusOf(ANSWERS, List.of(hung)))
                .isEqualTo(Status.DOWN);
        assertThat(KafkaSdkLivenessHealthIndicator.statusOf(List.of(hung))).isEqualTo(Status.UP);
    }

    @ParameterizedTest
    @EnumSource(value = ErrorKind.class, mode = EnumSource.Mode.EXCLUDE, names = "UNEXPECTED")
    void aFailureThatTheNextProcessMeetsAgainIsNotReadyButAlive(ErrorKind kind) {
        MemberHealth failed = MemberHealth.of(FakeMember.failedOf(kind));

        assertThat(failed.condition()).isEqualTo(ConsumerCondition.FAILED);
        assertThat(KafkaSdkReadinessHealthIndicator.statusOf(ANSWERS, List.of(failed)))
                .isEqualTo(Status.DOWN);
        assertThat(KafkaSdkLivenessHealthIndicator.statusOf(List.of(failed))).isEqualTo(Status.UP);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void tellsIntentFromFault(FakeMember consumer, ConsumerCondition condition, Status readiness, Status liveness) {
        MemberHealth member = MemberHealth.of(consumer);

        assertThat(member.condition()).isEqualTo(condition);
        assertThat(KafkaSdkReadinessHealthIndicator.statusOf(ANSWERS, List.of(member)))
                .isEqualTo(readiness);
        assertThat(KafkaSdkLivenessHealthIndicator.statusOf(List.of(member))).isEqualTo(liveness);
    }

    @Test
    void saysWhyInTheDetails() {
        assertThat(MemberHealth.of(RUNNING.stalledBy(WHY)).details())
                .containsEntry("clientId", "test.payments")
                .containsEntry("group", "payments")
                .containsEntry("condition", ConsumerCondition.STALLED)
                .containsEntry("why", WHY);
        assertThat(MemberHealth.of(FakeMember.in(ConsumerState.FAILED)).details())
                .containsEntry("why", FakeMember.why("it failed"));
        assertThat(MemberHealth.of(RUNNING).details()).doesNotContainKey("why");
    }

    @Test
    void aClusterThatCannotBeUsedIsNotReady() {
        assertThat(KafkaSdkReadinessHealthIndicator.statusOf(SILENT, List.of())).isEqualTo(Status.DOWN);
        assertThat(KafkaSdkReadinessHealthIndicator.statusOf(ConnectionWatch.NO_ANSWER_YET, List.of()))
                .isEqualTo(Status.OUT_OF_SERVICE);
    }

    @Test
    void whatIsNotReadyIsNoSuccessToAProbe() {
        Status unanswered = KafkaSdkReadinessHealthIndicator.statusOf(ConnectionWatch.NO_ANSWER_YET, List.of());
        for (Status status : List.of(unanswered, Status.DOWN)) {
            Status ofTheGroup = StatusAggregator.getDefault().getAggregateStatus(Status.UP, status);
            assertThat(HttpCodeStatusMapper.getDefault().getStatusCode(ofTheGroup))
                    .isEqualTo(503);
        }
    }

    @Test
    void theWorstClusterDecides() {
        assertThat(KafkaSdkReadinessHealthIndicator.worse(Status.UP, Status.OUT_OF_SERVICE))
                .isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(KafkaSdkReadinessHealthIndicator.worse(Status.OUT_OF_SERVICE, Status.UP))
                .isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(KafkaSdkReadinessHealthIndicator.worse(Status.OUT_OF_SERVICE, Status.DOWN))
                .isEqualTo(Status.DOWN);
        assertThat(KafkaSdkReadinessHealthIndicator.worse(Status.DOWN, Status.OUT_OF_SERVICE))
                .isEqualTo(Status.DOWN);
    }
}
