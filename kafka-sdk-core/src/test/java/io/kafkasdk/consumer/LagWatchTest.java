package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.lag.ConsumptionStatus;
import io.kafkasdk.lag.Lags;
import io.kafkasdk.lag.TimeLag;
import io.kafkasdk.lag.TopicStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LagWatchTest implements ConsumerListener {

    private static final Duration OBJECTIVE = Duration.ofSeconds(10);

    private final List<String> told = new ArrayList<>();
    private final MockMember member = new MockMember();
    private final ConsumerEvents events = new ConsumerEvents("payments", this, member.clock);
    private final Lifecycle lifecycle = new Lifecycle(events);
    private final Circuit circuit = new Circuit(1, Duration.ofSeconds(1), events, member.clock);
    private final LagWatch watch = new LagWatch(
            member.lag,
            new LagWatch.Member(lifecycle, circuit, () -> Duration.ofMinutes(5), OBJECTIVE),
            events,
            Runnable::run);

    @Override
    public void statusChanged(String group, TopicStatus before, TopicStatus now) {
        told.add(before.status() + " to " + now.status());
    }

    @Override
    public void lagObjectiveMissed(String group, String topic, TimeLag lag, Duration objective) {
        told.add("missed " + topic + " by " + lag.age().minus(objective).toSeconds() + " s");
    }

    @Override
    public void lagObjectiveMet(String group, String topic) {
        told.add("met " + topic);
    }

    private void sample(long frontier, long end) {
        member.lag.sample(List.of(Lags.sample(MockMember.P0, frontier, end)));
    }

    private void pass(int seconds, long frontier, long end) {
        for (int i = 0; i < seconds; i++) {
            member.clock.advance(Duration.ofSeconds(1));
            member.watchdog.look();
            sample(frontier, end);
            if (member.lag.staleEnds().contains(MockMember.P0)) {
                member.lag.endOffsets(Map.of(MockMember.P0, end));
            }
        }
    }

    private void look() {
        watch.look(member.watchdog);
    }

    /** A record waits for 20 s. */
    private void fallBehind() {
        lifecycle.started();
        pass(60, 10, 10);
        look();
        pass(20, 10, 20);
    }

    @Test
    void theObjectiveIsMissedInTheSecondLookThatFindsItsTimePassed() {
        fallBehind();
        told.clear();
        look();
        assertThat(told).isEmpty();
        pass(5, 10, 20);
        look();
        pass(5, 10, 20);
        look();
        assertThat(told).containsExactly("missed orders by 15 s");
    }

    @Test
    void oneLookIntoAHiccupMissesNothing() {
        fallBehind();
        told.clear();
        look();
        pass(5, 20, 20);
        look();
        pass(1, 20, 30);
        pass(14, 20, 30);
        look();
        assertThat(told).isEmpty();
    }

    @Test
    void itIsMetAgainOnce() {
        fallBehind();
        look();
        look();
        told.clear();
        pass(5, 20, 20);
        look();
        look();
        assertThat(told).containsExactly("met orders");
    }

    @Test
    void aMissedObjectiveEndsWhenTheTopicGoesToAnotherMember() {
        fallBehind();
        look();
        look();
        told.clear();
        member.lag.retain(List.of());
        look();
        look();
        assertThat(told).containsExactly("met orders");
    }

    @Test
    void whatIsNotKnownChangesNothing() {
        fallBehind();
        look();
        look();
        told.clear();
        member.clock.advance(Duration.ofSeconds(40));
        look();
        assertThat(member.lag.snapshot().time("orders").isKnown()).isFalse();
        assertThat(told).noneMatch(event -> event.startsWith("met") || event.startsWith("missed"));
        pass(1, 10, 21);
        look();
        assertThat(told).noneMatch(event -> event.startsWith("met") || event.startsWith("missed"));
        pass(1, 21, 21);
        look();
        assertThat(told).contains("met orders");
    }

    @Test
    void aPartitionThatLeftAndCameBackHasTwoLooksAgain() {
        fallBehind();
        look();
        member.lag.sample(List.of());
        look();
        told.clear();
        pass(1, 10, 10);
        pass(20, 10, 20);
        look();
        assertThat(told).noneMatch(event -> event.startsWith("missed"));
        look();
        assertThat(told).anyMatch(event -> event.startsWith("missed"));
    }

    @Test
    void changesOfTheStatusAreToldOnce() {
        lifecycle.started();
        pass(60, 10, 10);
        look();
        look();
        pass(66, 10, 20);
        look();
        look();
        assertThat(told).filteredOn(event -> event.contains(" to ")).containsExactly("UNKNOWN to OK", "OK to STALL");
    }

    @Test
    void whatTheApplicationPausedIsPausedAndSoIsWhatTheCircuitHolds() {
        lifecycle.started();
        pass(60, 10, 10);
        lifecycle.paused();
        pass(66, 10, 20);
        look();
        assertThat(status()).isEqualTo(ConsumptionStatus.PAUSED);
        lifecycle.resumed();
        look();
        assertThat(status()).isEqualTo(ConsumptionStatus.OK);
        circuit.mayGiveUp();
        circuit.mayGiveUp();
        look();
        assertThat(status()).isEqualTo(ConsumptionStatus.PAUSED);
    }

    @Test
    void aFailureIsAStopThatNamesIt() {
        lifecycle.started();
        pass(60, 10, 10);
        look();
        lifecycle.failed(new KafkaSdkException(
                new Diagnosis(ErrorKind.UNEXPECTED, "it broke", "some cause", "some cure"), null));
        look();
        assertThat(status()).isEqualTo(ConsumptionStatus.STOP);
        assertThat(member.lag.snapshot().status("orders").orElseThrow().evidence())
                .contains("it broke");
    }

    @Test
    void beforeItRunsAndAfterItIsClosedNothingIsLookedAt() {
        pass(60, 10, 20);
        look();
        lifecycle.started();
        lifecycle.closed();
        look();
        assertThat(told).isEmpty();
    }

    private ConsumptionStatus status() {
        return member.lag.snapshot().status("orders").orElseThrow().status();
    }
}
