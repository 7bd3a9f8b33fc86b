package io.kafkasdk.metrics;

import static io.kafkasdk.metrics.MeterRig.P0;
import static io.kafkasdk.metrics.MeterRig.P1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kafkasdk.consumer.SkippedRange;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.lag.Lags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConsumerMetersTest {

    private final MeterRig rig = new MeterRig();

    private Timer timer(MeterName name, String... tags) {
        return rig.registry.get(name.name()).tags(tags).timer();
    }

    @Test
    void aHandledRecordCountsWithItsBytesItsTimeAndItsAge() {
        rig.clock.add(Duration.ofSeconds(10));
        rig.events.handled("payments", "orders", 120, rig.clock.wallTime() - 4_000, 5_000_000);
        assertThat(rig.count(ConsumerNames.RECORDS, "cluster", "main", "consumergroup", "payments", "topic", "orders"))
                .isEqualTo(1);
        assertThat(rig.count(ConsumerNames.BYTES)).isEqualTo(120);
        assertThat(timer(ConsumerNames.PROCESSING, "outcome", "success").totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(5);
        assertThat(timer(ConsumerNames.RECORD_AGE).totalTime(TimeUnit.SECONDS)).isEqualTo(4);
    }

    @Test
    void aRecordOfTheFutureIsNewAndOneWithoutTimestampHasNoAge() {
        rig.events.handled("payments", "orders", 1, rig.clock.wallTime() + 60_000, 2_000_000);
        assertThat(timer(ConsumerNames.RECORD_AGE).count()).isEqualTo(1);
        assertThat(timer(ConsumerNames.RECORD_AGE).totalTime(TimeUnit.SECONDS)).isZero();
        rig.events.handled("payments", "orders", 1, -1, 2_000_000);
        assertThat(timer(ConsumerNames.RECORD_AGE).count()).isEqualTo(1);
    }

    @Test
    void ofHandlersThatTakeNoTimeOneRecordInSixteenTellsItsAge() {
        for (long took = 1_000; took < 1_000 + 160; took++) {
            rig.events.handled("payments", "orders", 1, rig.clock.wallTime(), took);
        }
        assertThat(timer(ConsumerNames.RECORD_AGE).count()).isEqualTo(10);
        assertThat(rig.count(ConsumerNames.RECORDS)).isEqualTo(160);
    }

    @Test
    void failedAttemptsHaveTheirOwnTimesAndRetriesTheirOwnCount() {
        rig.events.attemptFailed("payments", "orders", 7_000_000);
        rig.events.handlerFailed("payments", P0, 1, 1, new IllegalStateException());
        rig.events.retried("payments", P0, 1, 2);
        assertThat(timer(ConsumerNames.PROCESSING, "outcome", "failure").totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(7);
        assertThat(rig.count(ConsumerNames.FAILURES, "exception", "IllegalStateException"))
                .isEqualTo(1);
        assertThat(rig.count(ConsumerNames.RETRIES, "topic", "orders")).isEqualTo(1);
        assertThat(rig.has(ConsumerNames.RECORDS)).as("nothing was handled").isFalse();
    }

    @Test
    void jumpsOfThePositionCountByDirectionAndTheStartOfANewGroupIsNone() {
        rig.events.offsetsSkipped("payments", new SkippedRange(P0, 0, 5, SkippedRange.Reason.NEW_GROUP));
        assertThat(rig.has(ConsumerNames.OFFSET_RESETS)).isFalse();
        rig.events.offsetsSkipped("payments", new SkippedRange(P0, 5, 9, SkippedRange.Reason.RETENTION));
        rig.events.offsetsSkipped("payments", new SkippedRange(P0, 7, 9, SkippedRange.Reason.TRUNCATION));
        rig.events.rewound("payments", P1, 9, 2);
        assertThat(rig.count(ConsumerNames.OFFSET_RESETS, "direction", "forward"))
                .isEqualTo(1);
        assertThat(rig.count(ConsumerNames.OFFSET_RESETS, "direction", "backward"))
                .isEqualTo(2);
        assertThat(rig.count(ConsumerNames.OFFSETS_SKIPPED, "reason", "retention"))
                .isEqualTo(4);
    }

    @Test
    void whatRulesLookForBeginsAtZeroWithTheAssignment() {
        rig.events.assigned("payments", List.of(P0));
        assertThat(rig.count(ConsumerNames.DEAD_LETTERS)).isZero();
        assertThat(rig.count(ConsumerNames.OFFSET_RESETS, "direction", "backward"))
                .isZero();
        assertThat(rig.count(ConsumerNames.RECORDS)).isZero();
    }

    @Test
    void whatFailsIsLookedUpOnceHoweverOftenItFails() {
        failEachWay();
        assertThat(rig.registry.getMeters()).hasSize(5);
        rig.registry.clear();
        failEachWay();
        assertThat(rig.registry.getMeters()).as("registered again").isEmpty();
        rig.look();
        failEachWay();
        assertThat(rig.count(ConsumerNames.SKIPPED))
                .as("of a group that came back")
                .isEqualTo(1);
        assertThat(rig.count(ConsumerNames.FAILURES, "exception", "IllegalStateException"))
                .isEqualTo(1);
        assertThat(timer(ConsumerNames.PROCESSING, "outcome", "failure").count())
                .isEqualTo(1);
    }

    private void failEachWay() {
        rig.events.attemptFailed("payments", "orders", 1);
        rig.events.handlerFailed("payments", P0, 1, 1, new IllegalStateException());
        rig.events.retried("payments", P0, 1, 2);
        rig.events.deadLettered("payments", P0, 1, 2, "orders.payments.dlt");
        rig.events.skipped("payments", P0, 1, 2, new IllegalStateException());
    }

    @Test
    void thePollThreadIsSeenByItsGapsItsLimitAndItsIdleTime() {
        StagedConsumer busy = new StagedConsumer("app.payments", "payments", List.of());
        busy.pollLimitMillis = "60000";
        rig.open(busy);
        StagedConsumer idle = rig.open(new StagedConsumer("app.payments-2", "payments", List.of()));
        assertThat(rig.gauge(ConsumerNames.POLL_IDLE))
                .as("nobody has polled yet")
                .isNaN();
        idle.shows("consumer-metrics", "poll-idle-ratio-avg", 0.9);
        assertThat(rig.gauge(ConsumerNames.POLL_IDLE))
                .as("of the one that is known")
                .isEqualTo(0.9);
        busy.shows("consumer-metrics", "poll-idle-ratio-avg", 0.2);
        busy.shows("other-metrics", "poll-idle-ratio-avg", 0.1);
        rig.events.polled("payments", 2_000_000_000);
        assertThat(rig.gauge(ConsumerNames.POLL_IDLE)).isEqualTo(0.2);
        assertThat(rig.seconds(ConsumerNames.POLL_LIMIT)).as("the strictest").isEqualTo(60);
        assertThat(timer(ConsumerNames.POLL_GAP).max(TimeUnit.SECONDS)).isEqualTo(2);
        rig.close(busy);
        assertThat(rig.seconds(ConsumerNames.POLL_LIMIT)).isEqualTo(300);
    }

    @Test
    void rebalancesAreThereFromTheStartAndCountWithTheirTime() {
        rig.open(new StagedConsumer("payments", List.of()));
        assertThat(rig.count(ConsumerNames.REBALANCES)).isZero();
        rig.events.rebalanced("payments", 3_000_000_000L);
        assertThat(rig.count(ConsumerNames.REBALANCES)).isEqualTo(1);
        assertThat(timer(ConsumerNames.REBALANCE_DURATION).totalTime(TimeUnit.SECONDS))
                .isCloseTo(3, within(0.001));
    }

    @Test
    void commitsCountByOutcomeAndLostPartitionsOne() {
        rig.events.committed("payments", true, 2_000_000);
        rig.events.committed("payments", false, 1_000_000);
        rig.events.revoked("payments", List.of(P0, P1), true);
        rig.events.revoked("payments", List.of(P0), false);
        assertThat(rig.count(ConsumerNames.COMMITS, "outcome", "success")).isEqualTo(1);
        assertThat(rig.count(ConsumerNames.COMMITS, "outcome", "failure")).isEqualTo(1);
        assertThat(timer(ConsumerNames.COMMIT_LATENCY, "outcome", "success").totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(2);
        assertThat(rig.count(ConsumerNames.PARTITIONS_LOST)).isEqualTo(2);
    }

    @Test
    void aCircuitThatOpenedIsSeenForEachMemberByItsClientId() {
        StagedConsumer first = rig.open(new StagedConsumer("app.payments", "payments", List.of()));
        rig.open(new StagedConsumer("app.payments-2", "payments", List.of()));
        rig.open(new StagedConsumer("audit", List.of()));
        assertThat(rig.has(ClientNames.CIRCUIT_STATE)).isFalse();
        Diagnosis why = new Diagnosis(ErrorKind.HANDLER_FAILED, "what", "cause", "cure");
        first.openCircuit = why;
        rig.events.circuitOpened("payments", why);
        assertThat(rig.gauge(ClientNames.CIRCUIT_STATE, "name", "app.payments", "state", "open"))
                .isEqualTo(1);
        assertThat(rig.gauge(ClientNames.CIRCUIT_STATE, "name", "app.payments", "state", "closed"))
                .isZero();
        assertThat(rig.gauge(ClientNames.CIRCUIT_STATE, "name", "app.payments-2", "state", "open"))
                .isZero();
        assertThat(rig.has(ClientNames.CIRCUIT_STATE, "name", "app.audit")).isFalse();
        first.openCircuit = null;
        assertThat(rig.gauge(ClientNames.CIRCUIT_STATE, "name", "app.payments", "state", "closed"))
                .isEqualTo(1);
        rig.close(first);
        assertThat(rig.has(ClientNames.CIRCUIT_STATE, "name", "app.payments")).isFalse();
        assertThat(rig.has(ClientNames.CIRCUIT_STATE, "name", "app.payments-2")).isTrue();
    }

    @Test
    void whatCountsStaysUntilTheLastMemberOfTheGroupIsClosed() {
        StagedConsumer first = rig.open(new StagedConsumer("app.payments", "payments", List.of()));
        StagedConsumer second = rig.open(new StagedConsumer("app.payments-2", "payments", List.of()));
        rig.open(new StagedConsumer("audit", List.of(Lags.lag(P0, 0, 1))));
        rig.events.assigned("payments", List.of(P0));
        rig.events.assigned("audit", List.of(P0));
        rig.events.handled("payments", "orders", 1, 0, 1);
        rig.events.handlerFailed("payments", P0, 1, 1, new IllegalStateException());
        rig.events.polled("payments", 1);
        rig.close(first);
        assertThat(rig.count(ConsumerNames.RECORDS, "consumergroup", "payments"))
                .isEqualTo(1);
        rig.close(second);
        assertThat(rig.names("consumergroup", "payments")).isEmpty();
        assertThat(rig.names("consumergroup", "audit")).contains("kafka.sdk.consumer.lag", "kafka.sdk.info");
        rig.open(second);
        rig.events.assigned("payments", List.of(P0));
        rig.events.handled("payments", "orders", 1, 0, 1);
        rig.events.polled("payments", 1);
        assertThat(rig.count(ConsumerNames.RECORDS, "consumergroup", "payments"))
                .as("begins anew")
                .isEqualTo(1);
        assertThat(timer(ConsumerNames.POLL_GAP, "consumergroup", "payments").count())
                .isEqualTo(1);
    }

    @Test
    void aLateEventOfAGroupThatIsGoneLeavesNoSeriesBehind() {
        StagedConsumer consumer = rig.open(new StagedConsumer("payments", List.of()));
        rig.close(consumer);
        rig.events.committed("payments", true, 1);
        rig.events.handled("payments", "orders", 1, 0, 1);
        rig.look();
        assertThat(rig.registry.getMeters()).isEmpty();
    }

    @Test
    void histogramsComeOnRequestAndOnlyForTheTimesOfHandlersAndSends() {
        assertThat(buckets(new MeterRig())).isZero();
        assertThat(buckets(new MeterRig(MetricsOptions.DEFAULT.histograms()))).isEqualTo(14);
    }

    private static int buckets(MeterRig other) {
        other.events.handled("payments", "orders", 1, 0, 1);
        other.events.polled("payments", 1);
        assertThat(other.registry
                        .get(ConsumerNames.POLL_GAP.name())
                        .timer()
                        .takeSnapshot()
                        .histogramCounts())
                .isEmpty();
        return other.registry
                .get(ConsumerNames.PROCESSING.name())
                .timer()
                .takeSnapshot()
                .histogramCounts()
                .length;
    }
}
