package io.kafkasdk.metrics;

import static io.kafkasdk.metrics.MeterRig.P0;
import static io.kafkasdk.metrics.MeterRig.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.lag.ConsumptionStatus;
import io.kafkasdk.lag.Lags;
import io.kafkasdk.lag.PartitionLag;
import io.kafkasdk.lag.TimeLag;
import io.kafkasdk.lag.TopicStatus;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LagMetersTest {

    private final MeterRig rig = new MeterRig();

    private static TimeLag seconds(long seconds) {
        return new TimeLag(Duration.ofSeconds(seconds), Duration.ZERO, TimeLag.Source.TABLE);
    }

    private static PartitionLag lag(TopicPartition partition, long committed, double oldest, boolean isPaused) {
        return new PartitionLag(
                partition,
                new PartitionLag.Offsets(0, committed, 100, 100, 160),
                seconds(30),
                oldest,
                oldest * 2,
                isPaused);
    }

    private static TopicStatus status(ConsumptionStatus status, double velocity, double headroom) {
        return new TopicStatus("orders", status, "", velocity, headroom);
    }

    @Test
    void timeLagIsTheMeanAndTheWorstOfThePartitionsOfAllMembers() {
        rig.open(new StagedConsumer("app.payments", "payments", List.of(Lags.lag(P0, 0, 9, seconds(10)))));
        rig.open(new StagedConsumer("app.payments-2", "payments", List.of(Lags.lag(P1, 0, 9, seconds(40)))));
        rig.events.assigned("payments", List.of(P0, P1));
        assertThat(rig.seconds(LagNames.LAG_TIME)).isEqualTo(25);
        assertThat(rig.seconds(LagNames.LAG_TIME_MAX)).isEqualTo(40);
    }

    @Test
    void whatOneMemberDoesNotKnowIsNotKnownOfTheTopic() {
        rig.open(new StagedConsumer("app.payments", "payments", List.of(Lags.lag(P0, 0, 9, seconds(10))))).statuses =
                List.of(status(ConsumptionStatus.OK, 0, 1));
        rig.open(new StagedConsumer("app.payments-2", "payments", List.of(Lags.lag(P1, 0, PartitionLag.UNKNOWN))))
                        .statuses =
                List.of(status(ConsumptionStatus.UNKNOWN, Double.NaN, Double.NaN));
        rig.events.assigned("payments", List.of(P0, P1));
        for (MeterName name : List.of(LagNames.LAG, LagNames.LAG_MAX, LagNames.LAG_COMMITTED, LagNames.LAG_VELOCITY)) {
            assertThat(rig.gauge(name)).as(name.name()).isNaN();
        }
        for (MeterName name : List.of(
                LagNames.LAG_TIME,
                LagNames.LAG_TIME_MAX,
                LagNames.LAG_ETA,
                ConsumerNames.OLDEST_UNFINISHED,
                ConsumerNames.COMMIT_AGE)) {
            assertThat(rig.seconds(name)).as(name.name()).isNaN();
        }
        assertThat(rig.registry.find(LagNames.STATUS.name()).gauges())
                .hasSize(6)
                .allSatisfy(gauge -> assertThat(gauge.value()).isNaN());
    }

    @Test
    void aMemberThatKnowsNothingDoesNotHideThatTheRecordsOfAnotherAreInDanger() {
        rig.open(new StagedConsumer("app.payments", "payments", List.of(Lags.lag(P0, 0, 9)))).statuses =
                List.of(status(ConsumptionStatus.OK, 0, 0.05));
        StagedConsumer other = rig.open(new StagedConsumer("app.payments-2", "payments", List.of(Lags.lag(P1, 0, 9))));
        other.statuses = List.of(status(ConsumptionStatus.UNKNOWN, Double.NaN, Double.NaN));
        rig.events.assigned("payments", List.of(P0, P1));
        assertThat(rig.gauge(LagNames.RETENTION_HEADROOM)).isEqualTo(0.05);
        rig.consumers.forEach(
                consumer -> consumer.statuses = List.of(status(ConsumptionStatus.OK, Double.NaN, Double.NaN)));
        rig.pass();
        assertThat(rig.gauge(LagNames.RETENTION_HEADROOM)).isNaN();
    }

    @Test
    void aPartitionThatTwoMembersOwnDuringAHandoverCountsOnceWithWhatWasSeenLater() {
        rig.open(new StagedConsumer("app.payments", "payments", List.of(Lags.lag(P0, 4, 9))));
        rig.open(new StagedConsumer("app.payments-2", "payments", List.of(Lags.lag(P0, 10, 12))));
        rig.open(new StagedConsumer("app.payments-3", "payments", List.of(Lags.lag(P0, 4, 9))));
        rig.events.assigned("payments", List.of(P0));
        assertThat(rig.gauge(LagNames.LAG)).isEqualTo(2);
        assertThat(rig.gauge(ConsumerNames.IN_FLIGHT)).as("each has its own").isEqualTo(9);
    }

    @Test
    void agesAreThoseOfTheWorstPartitionAndPausedOnesAreCounted() {
        rig.open(new StagedConsumer("payments", List.of(lag(P0, 90, 3, true), lag(P1, 80, 1, false))));
        rig.events.assigned("payments", List.of(P0, P1));
        assertThat(rig.seconds(ConsumerNames.OLDEST_UNFINISHED)).isEqualTo(3);
        assertThat(rig.seconds(ConsumerNames.COMMIT_AGE)).isEqualTo(6);
        assertThat(rig.gauge(ConsumerNames.PARTITIONS_PAUSED)).isEqualTo(1);
        assertThat(rig.gauge(ConsumerNames.PARTITIONS_ASSIGNED)).isEqualTo(2);
        assertThat(rig.gauge(LagNames.LAG_COMMITTED)).isEqualTo(150);
    }

    @Test
    void exactlyOneStatusIsOneAndTheWorstMemberDecides() {
        StagedConsumer first = rig.open(new StagedConsumer("app.payments", "payments", List.of(Lags.lag(P0, 0, 9))));
        first.statuses = List.of(status(ConsumptionStatus.WARN, 2, 0.5));
        StagedConsumer second = rig.open(new StagedConsumer("app.payments-2", "payments", List.of(Lags.lag(P1, 0, 9))));
        second.statuses = List.of(status(ConsumptionStatus.STALL, 3, 0.25));
        rig.events.assigned("payments", List.of(P0, P1));
        assertThat(rig.registry.find(LagNames.STATUS.name()).gauges())
                .extracting(gauge -> gauge.getId().getTag("status"))
                .containsExactlyInAnyOrder("ok", "paused", "warn", "stop", "stall", "rewind");
        assertThat(shownStatuses()).containsExactly("stall");
        assertThat(rig.gauge(LagNames.LAG_VELOCITY)).isEqualTo(5);
        assertThat(rig.gauge(LagNames.RETENTION_HEADROOM)).isEqualTo(0.25);
        second.statuses = List.of(status(ConsumptionStatus.OK, 0, 1));
        rig.pass();
        assertThat(shownStatuses()).containsExactly("warn");
    }

    private Set<String> shownStatuses() {
        return rig.registry.find(LagNames.STATUS.name()).gauges().stream()
                .filter(gauge -> gauge.value() == 1)
                .map(gauge -> String.valueOf(gauge.getId().getTag("status")))
                .collect(Collectors.toSet());
    }

    @Test
    void theTimeToCatchUpIsThatOfAllMembersTogether() {
        StagedConsumer first = rig.open(new StagedConsumer("app.payments", "payments", List.of(Lags.lag(P0, 0, 300))));
        first.statuses = List.of(status(ConsumptionStatus.OK, -20, 1));
        StagedConsumer second =
                rig.open(new StagedConsumer("app.payments-2", "payments", List.of(Lags.lag(P1, 0, 100))));
        second.statuses = List.of(status(ConsumptionStatus.WARN, 10, 1));
        rig.events.assigned("payments", List.of(P0, P1));
        assertThat(rig.seconds(LagNames.LAG_ETA)).isEqualTo(40);
        first.statuses = List.of(status(ConsumptionStatus.OK, -5, 1));
        rig.pass();
        assertThat(rig.seconds(LagNames.LAG_ETA)).as("it grows").isNaN();
    }

    @Test
    void theStatusOfAConsumerThatFailedStaysWithoutPartitionsUntilItIsGone() {
        StagedConsumer consumer = rig.open(new StagedConsumer("payments", List.of(Lags.lag(P0, 0, 9))));
        consumer.statuses = List.of(status(ConsumptionStatus.OK, 0, 1));
        rig.events.assigned("payments", List.of(P0));
        consumer.partitions = List.of();
        consumer.statuses = List.of(status(ConsumptionStatus.STOP, 0, 1));
        rig.events.stateChanged("payments", ConsumerState.FAILED);
        rig.events.revoked("payments", List.of(P0), false);
        assertThat(rig.has(LagNames.LAG)).isFalse();
        assertThat(shownStatuses()).containsExactly("stop");
        rig.close(consumer);
        assertThat(rig.has(LagNames.STATUS)).isFalse();
    }

    @Test
    void aStatusThatIsToldWithoutAnyEventAppearsWithTheNextLook() {
        StagedConsumer consumer = rig.open(new StagedConsumer("payments", List.of()));
        consumer.statuses = List.of(status(ConsumptionStatus.STOP, 0, 1));
        rig.look();
        assertThat(shownStatuses()).containsExactly("stop");
    }

    @Test
    void theObjectiveIsAbsentUnlessDeclared() {
        StagedConsumer consumer = rig.open(new StagedConsumer("payments", List.of()));
        rig.events.assigned("payments", List.of(P0));
        assertThat(rig.has(LagNames.LAG_TIME_SLO)).isFalse();
        consumer.objective = Duration.ofMinutes(2);
        rig.open(new StagedConsumer("app.payments-2", "payments", List.of())).objective = Duration.ofSeconds(90);
        rig.events.assigned("payments", List.of(new TopicPartition("refunds", 0)));
        assertThat(rig.seconds(LagNames.LAG_TIME_SLO, "topic", "refunds"))
                .as("the strictest")
                .isEqualTo(90);
    }

    @Test
    void theAgeOfSamplesIsThatOfTheConsumerThatIsSeenLeastAmongThoseThatShouldPoll() {
        StagedConsumer first = rig.open(new StagedConsumer("payments", List.of()));
        first.sampleAgeSeconds = Double.NaN;
        assertThat(rig.seconds(LagNames.MONITOR_AGE)).isNaN();
        rig.open(new StagedConsumer("audit", List.of())).sampleAgeSeconds = 2;
        StagedConsumer failed = rig.open(new StagedConsumer("refunds", List.of()));
        failed.sampleAgeSeconds = 900;
        failed.state = ConsumerState.FAILED;
        rig.pass();
        assertThat(rig.seconds(LagNames.MONITOR_AGE)).isEqualTo(2);
        first.sampleAgeSeconds = 70;
        rig.pass();
        assertThat(rig.seconds(LagNames.MONITOR_AGE)).isEqualTo(70);
        List.copyOf(rig.consumers).forEach(rig::close);
        assertThat(rig.registry.getMeters()).isEmpty();
    }

    @Test
    void oneScrapeLooksOnceAndTheNextOneAgain() {
        StagedConsumer consumer = rig.open(new StagedConsumer("payments", List.of(Lags.lag(P0, 0, 9))));
        rig.events.assigned("payments", List.of(P0));
        rig.pass();
        int before = consumer.looks;
        rig.registry.getMeters().forEach(meter -> {
            if (meter instanceof Gauge gauge) {
                gauge.value();
            }
        });
        assertThat(consumer.looks).isEqualTo(before + 1);
        consumer.partitions = List.of(Lags.lag(P0, 0, 11));
        assertThat(rig.gauge(LagNames.LAG)).isEqualTo(9);
        rig.pass();
        assertThat(rig.gauge(LagNames.LAG)).isEqualTo(11);
    }

    @Test
    void aPartitionThatComesToOneMemberBeforeAnotherLostItKeepsItsSeries() {
        rig.open(new StagedConsumer("payments", List.of(Lags.lag(P0, 0, 9))));
        rig.events.assigned("payments", List.of(P0));
        rig.events.assigned("payments", List.of(P0));
        rig.events.revoked("payments", List.of(P0), true);
        assertThat(rig.gauge(LagNames.LAG)).isEqualTo(9);
        assertThat(rig.gauge(ConsumerNames.PARTITIONS_ASSIGNED)).isEqualTo(1);
        rig.events.revoked("payments", List.of(P0), false);
        assertThat(rig.has(LagNames.LAG)).isFalse();
        rig.events.revoked("payments", List.of(P0), false);
        assertThat(rig.has(ConsumerNames.PARTITIONS_ASSIGNED)).isFalse();
    }

    @Test
    void topicsBeyondTheCapShareTheirLag() {
        List<TopicPartition> all = IntStream.range(0, 210)
                .mapToObj(i -> new TopicPartition("topic-" + i, 0))
                .toList();
        rig.open(new StagedConsumer(
                "payments", all.stream().map(p -> Lags.lag(p, 0, 5)).toList()));
        rig.events.assigned("payments", all);
        assertThat(rig.registry.find(LagNames.LAG.name()).gauges()).hasSize(201);
        assertThat(rig.gauge(LagNames.LAG, "topic", "_other")).isEqualTo(50);
        assertThat(rig.gauge(LagNames.LAG_MAX, "topic", "_other")).isEqualTo(5);
        rig.events.revoked("payments", all.subList(200, 209), false);
        assertThat(rig.gauge(ConsumerNames.PARTITIONS_ASSIGNED, "topic", "_other"))
                .isEqualTo(1);
    }
}
