package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.cluster.AccessCures;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.resilience.Breaker;
import io.kafkasdk.resilience.BreakerState;
import io.kafkasdk.resilience.Pace;
import io.kafkasdk.settings.InFlightLimits;
import io.kafkasdk.settings.SecuritySettings;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SendGateTest {

    private static final String TOPIC = "orders";
    private static final Set<ErrorKind> FAULTS =
            EnumSet.of(ErrorKind.UNREACHABLE, ErrorKind.TIMED_OUT, ErrorKind.UNAUTHENTICATED, ErrorKind.MISCONFIGURED);
    private static final Set<ErrorKind> ANSWERS =
            EnumSet.of(ErrorKind.SHORT_ISR, ErrorKind.NO_LEADER, ErrorKind.TOPIC_MISSING, ErrorKind.UNAUTHORIZED);

    private long nanos = 7;
    private final BreakerNews news = new BreakerNews("app.orders", new QuietListener(new SendListener() {}));
    private final InFlightBudget budget = new InFlightBudget(new InFlightLimits(1, 1_024));
    private final SendGate gate = gate(null);

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void onlyFaultsOfTheClusterOpenTheBreaker(ErrorKind kind) {
        for (int i = 0; i < 100; i++) {
            assertThat(gate.enter(TOPIC, 1, nanos, System.nanoTime())).isNull();
            gate.failed(1, nanos, diagnosis(kind));
        }
        assertThat(gate.breakerState()).isEqualTo(FAULTS.contains(kind) ? BreakerState.OPEN : BreakerState.CLOSED);
        assertThat(budget.records()).isZero();
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void aProbeClosesTheBreakerWhereTheBrokersAnsweredIt(ErrorKind kind) {
        open();
        pass(Duration.ofMillis(1_001));
        assertThat(gate.refusal(TOPIC, nanos)).isNull();
        assertThat(gate.enter(TOPIC, 1, nanos, System.nanoTime())).isNull();
        gate.failed(1, nanos, diagnosis(kind));
        if (FAULTS.contains(kind)) {
            assertThat(gate.breakerState()).isEqualTo(BreakerState.OPEN);
        } else if (ANSWERS.contains(kind)) {
            assertThat(gate.breakerState()).isEqualTo(BreakerState.CLOSED);
        } else {
            assertThat(gate.breakerState()).isEqualTo(BreakerState.HALF_OPEN);
            assertThat(gate.refusal(TOPIC, nanos)).as("the next probe").isNull();
        }
    }

    /** Its reason comes from a look at the cluster that may be some seconds old. */
    @Test
    void aFailureThatBrokersAnsweredDoesNotCloseAnOpenBreaker() {
        open();
        pass(Duration.ofMillis(1_001));
        assertThat(gate.enter(TOPIC, 1, nanos, System.nanoTime())).isNull();
        gate.failed(1, nanos, diagnosis(ErrorKind.SHORT_ISR));
        assertThat(gate.breakerState()).isEqualTo(BreakerState.OPEN);
    }

    @Test
    void aClusterThatAcknowledgesOtherRecordsIsNotAtFault() {
        for (int i = 0; i < 100; i++) {
            assertThat(gate.enter(TOPIC, 1, nanos, System.nanoTime())).isNull();
            gate.acknowledged(1, nanos);
            pass(Duration.ofMillis(900));
            assertThat(gate.enter(TOPIC, 1, nanos, System.nanoTime())).isNull();
            gate.failed(1, nanos, diagnosis(ErrorKind.TIMED_OUT));
        }
        assertThat(gate.breakerState()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void onTheClientsOwnThreadNobodyWaitsAndNothingIsConcluded() throws Exception {
        assertThat(gate.enter(TOPIC, 1, nanos, System.nanoTime())).isNull();
        CompletableFuture<Diagnosis> refused = new CompletableFuture<>();
        Thread ioThread = new Thread(
                () -> {
                    for (int i = 0; i < 100; i++) {
                        pass(Duration.ofSeconds(1));
                        refused.complete(gate.enter(TOPIC, 1, nanos, System.nanoTime() + Long.MAX_VALUE / 4));
                    }
                },
                "kafka-producer-network-thread | app.orders");
        ioThread.start();
        ioThread.join(20_000);
        assertThat(ioThread.isAlive()).as("waits").isFalse();
        assertThat(refused.get(1, TimeUnit.SECONDS).kind()).isEqualTo(ErrorKind.OVERLOADED);
        assertThat(gate.breakerState()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void anOpenBreakerRefusesWithTheFaultAndWhatFollows() {
        open();
        Diagnosis refusal = gate.refusal(TOPIC, nanos);
        assertThat(refusal).isNotNull();
        assertThat(refusal.kind()).isEqualTo(ErrorKind.UNREACHABLE);
        assertThat(refusal.what()).contains(TOPIC);
        assertThat(refusal.cause())
                .contains("breaker of producer 'app.orders' is open")
                .contains("planted cause");
        assertThat(refusal.cure()).contains("planted cure").contains("by itself");
    }

    @Test
    void aProbeThatDoesNotSetOutMakesWayForAnother() {
        open();
        pass(Duration.ofMillis(1_001));
        assertThat(gate.refusal(TOPIC, nanos)).isNull();
        assertThat(gate.refusal(TOPIC, nanos)).isNotNull();
        gate.turnedBack(nanos);
        assertThat(gate.refusal(TOPIC, nanos)).isNull();
        assertThat(gate.enter(TOPIC, 1, nanos, System.nanoTime())).isNull();
        gate.turnedBack(1, nanos);
        assertThat(gate.refusal(TOPIC, nanos)).isNull();
        assertThat(budget.records()).isZero();
    }

    @Test
    void aFullBudgetWithAcknowledgementsIsTheApplicationsMatter() {
        for (int i = 0; i < 100; i++) {
            assertThat(gate.enter(TOPIC, 1, nanos, System.nanoTime())).isNull();
            Diagnosis full = gate.enter(TOPIC, 1, nanos, System.nanoTime());
            assertThat(full).isNotNull();
            assertThat(full.kind()).isEqualTo(ErrorKind.OVERLOADED);
            assertThat(full.cause())
                    .contains("1 records (1 bytes")
                    .contains("'app.orders'")
                    .contains("faster than the brokers take them");
            assertThat(full.cure()).contains("inFlight(...)");
            pass(Duration.ofMillis(700));
            gate.acknowledged(1, nanos);
        }
        assertThat(gate.breakerState()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void aCallerWhoWaitedWhileOthersWereAcknowledgedIsNotStuck() {
        assertThat(gate.enter(TOPIC, 1, nanos, System.nanoTime())).isNull();
        long start = nanos;
        assertThat(gate.enter(TOPIC, 1, start, System.nanoTime())).isNotNull();
        pass(Duration.ofMillis(950));
        gate.acknowledged(1, nanos);
        assertThat(gate.enter(TOPIC, 1, nanos, System.nanoTime()))
                .as("somebody else")
                .isNull();
        Diagnosis full = gate.enter(TOPIC, 1, start, System.nanoTime());
        assertThat(full).isNotNull();
        assertThat(full.cause()).contains("faster than");
    }

    @Test
    void aBudgetThatStaysFullWithoutOneAcknowledgementIsTheClustersFault() {
        assertThat(gate.enter(TOPIC, 1, nanos, System.nanoTime())).isNull();
        for (int i = 0; i < 8; i++) {
            Diagnosis early = gate.enter(TOPIC, 1, nanos, System.nanoTime());
            assertThat(early).isNotNull();
            assertThat(early.cause()).contains("faster than");
            pass(Duration.ofMillis(100));
        }
        for (int i = 0; i < 5; i++) {
            assertThat(gate.breakerState()).isEqualTo(BreakerState.CLOSED);
            Diagnosis stuck = gate.enter(TOPIC, 1, nanos, System.nanoTime());
            assertThat(stuck).isNotNull();
            assertThat(stuck.kind()).isEqualTo(ErrorKind.OVERLOADED);
            assertThat(stuck.cause()).contains("none was acknowledged of late");
        }
        assertThat(gate.breakerState()).isEqualTo(BreakerState.OPEN);
    }

    @Test
    void aBurstBehindALongSilenceIsNotStuck() {
        pass(Duration.ofHours(1));
        assertThat(gate.enter(TOPIC, 1, nanos, System.nanoTime())).isNull();
        assertThat(gate.enter(TOPIC, 1, nanos, System.nanoTime()).cause()).contains("faster than");
        gate.failed(1, nanos, diagnosis(ErrorKind.BAD_RECORD));
        pass(Duration.ofHours(1));
        assertThat(gate.enter(TOPIC, 1, nanos, System.nanoTime())).isNull();
        assertThat(gate.enter(TOPIC, 1, nanos, System.nanoTime()).cause()).contains("faster than");
        assertThat(gate.breakerState()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void anInterruptRefusesAndStaysSet() {
        assertThat(gate.enter(TOPIC, 1, nanos, System.nanoTime())).isNull();
        Thread.currentThread().interrupt();
        Diagnosis refusal = gate.enter(TOPIC, 1, nanos, System.nanoTime() + 10_000_000_000L);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(refusal).isNotNull();
        assertThat(refusal.cause()).contains("interrupted");
        assertThat(budget.records()).isEqualTo(1);
    }

    @Test
    void beyondTheRateLimitRecordsAreHeldBackAndThenRefused() {
        SendGate paced = gate(new Pace(1, Duration.ofSeconds(3)));
        long start = System.nanoTime();
        assertThat(paced.enter(TOPIC, 1, start, start)).isNull();
        paced.acknowledged(1, System.nanoTime());
        Diagnosis refused = null;
        for (int i = 0; i < 3 && refused == null; i++) {
            refused = paced.enter(TOPIC, 1, start, start);
        }
        assertThat(refused).isNotNull();
        assertThat(refused.kind()).isEqualTo(ErrorKind.OVERLOADED);
        assertThat(refused.cause()).contains("rateLimit");
        assertThat(refused.cure()).contains("rateLimit(...)").contains("maxBlock(...)");
        assertThat(budget.records()).isLessThanOrEqualTo(1);
    }

    @Test
    void whoIsInTimeWaitsForItsTurn() {
        SendGate paced = gate(new Pace(20, Duration.ofSeconds(30)));
        long start = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            assertThat(paced.enter(
                            TOPIC, 1, start, start + Duration.ofSeconds(30).toNanos()))
                    .isNull();
            paced.acknowledged(1, System.nanoTime());
        }
        // Two at once, then two each tenth of a second; the first tenth may be nearly over.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(95));
    }

    private SendGate gate(@Nullable Pace pace) {
        ThrottleWatch unthrottled =
                new ThrottleWatch("app.orders", new AccessCures(new SecuritySettings.Plaintext()), Map.of());
        return new SendGate(
                unthrottled,
                new Breaker("test", news, () -> nanos),
                news,
                new SendGate.Limits(budget, pace),
                () -> nanos);
    }

    private void open() {
        for (int i = 0; i < 5; i++) {
            assertThat(gate.enter(TOPIC, 1, nanos, System.nanoTime())).isNull();
            gate.failed(1, nanos, diagnosis(ErrorKind.UNREACHABLE));
        }
        assertThat(gate.breakerState()).isEqualTo(BreakerState.OPEN);
    }

    private static Diagnosis diagnosis(ErrorKind kind) {
        return new Diagnosis(kind, "planted", "planted cause", "planted cure");
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
