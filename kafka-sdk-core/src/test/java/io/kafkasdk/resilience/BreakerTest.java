package io.kafkasdk.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private final List<BreakerState> told = new ArrayList<>();
    private long nanos = -3_000_000_000L;
    private final Breaker breaker = new Breaker("test", told::add, () -> nanos);

    @Test
    void fourFaultsAreTooFewToOpenIt() {
        fail(4);
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
        assertThat(told).isEmpty();
        fail(1);
        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
        assertThat(breaker.tryPass(nanos)).isFalse();
        assertThat(told).containsExactly(BreakerState.OPEN);
    }

    @Test
    void itOpensWhenHalfOfTheLastTwentyAreFaults() {
        fail(1);
        for (int i = 0; i < 9; i++) {
            breaker.succeeded();
            breaker.succeeded();
            breaker.failed(nanos);
        }
        // Of the last 20 of 28 outcomes, 7 are faults: one of three.
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
        fail(4);
        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
    }

    @Test
    void successesWithoutAFaultChangeNothingAndAreNotWanted() {
        assertThat(breaker.wantsSuccesses()).isFalse();
        for (int i = 0; i < 100; i++) {
            assertThat(breaker.tryPass(nanos)).isTrue();
            breaker.succeeded();
            breaker.unanswered(nanos);
            breaker.answered(nanos);
        }
        assertThat(breaker.wantsSuccesses()).isFalse();
        assertThat(told).isEmpty();
    }

    @Test
    void afterAFaultSuccessesAreWantedUntilItLeftTheWindow() {
        fail(1);
        assertThat(breaker.wantsSuccesses()).isTrue();
        for (int i = 0; i < 20; i++) {
            breaker.succeeded();
        }
        assertThat(breaker.wantsSuccesses()).isFalse();
        fail(4);
        assertThat(breaker.state()).as("4 faults of 20 outcomes").isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void itLetsOneProbeThroughAfterASecond() {
        fail(5);
        pass(Duration.ofMillis(999));
        assertThat(breaker.tryPass(nanos)).isFalse();
        pass(Duration.ofMillis(2));
        assertThat(breaker.tryPass(nanos)).isTrue();
        assertThat(breaker.tryPass(nanos)).as("a second one").isFalse();
        assertThat(told).containsExactly(BreakerState.OPEN, BreakerState.HALF_OPEN);
    }

    @Test
    void theProbesSuccessClosesIt() {
        fail(5);
        pass(Duration.ofMillis(1_001));
        assertThat(breaker.tryPass(nanos)).isTrue();
        breaker.succeeded();
        assertThat(breaker.tryPass(nanos)).isTrue();
        assertThat(told).containsExactly(BreakerState.OPEN, BreakerState.HALF_OPEN, BreakerState.CLOSED);
    }

    @Test
    void theProbesFaultOpensItAgainThoughTheProbeBeganBeforeTheHalfOpenState() {
        fail(5);
        pass(Duration.ofMillis(1_001));
        long start = nanos;
        // Time passes between the begin of a send and its question to the breaker.
        nanos += 1_000;
        assertThat(breaker.tryPass(start)).isTrue();
        pass(Duration.ofMillis(900));
        breaker.failed(start);
        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
    }

    @Test
    void whoFollowsTheProbeDoesNotMakeItsFaultAnOldOne() {
        fail(5);
        pass(Duration.ofMillis(1_001));
        long start = nanos;
        assertThat(breaker.tryPass(start)).isTrue();
        nanos += 1_000;
        assertThat(breaker.tryPass(nanos)).isFalse();
        breaker.failed(start);
        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
    }

    @Test
    void theWaitGrowsFromOneSecondToFive() {
        fail(5);
        for (int seconds : new int[] {1, 2, 4, 5, 5}) {
            pass(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(breaker.tryPass(nanos)).as("just before %s s", seconds).isFalse();
            pass(Duration.ofMillis(2));
            assertThat(breaker.tryPass(nanos)).as("just after %s s", seconds).isTrue();
            breaker.failed(nanos);
            assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
        }
        pass(Duration.ofSeconds(6));
        assertThat(breaker.tryPass(nanos)).isTrue();
        breaker.succeeded();
        fail(5);
        pass(Duration.ofMillis(1_001));
        assertThat(breaker.tryPass(nanos)).as("begins anew with a second").isTrue();
    }

    @Test
    void aLateSuccessClosesItAfterASecondAndNotBefore() {
        fail(5);
        pass(Duration.ofMillis(999));
        breaker.succeeded();
        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
        pass(Duration.ofMillis(1));
        breaker.succeeded();
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void faultsFromBeforeItClosedDoNotOpenItAgain() {
        long old = nanos;
        fail(5);
        pass(Duration.ofSeconds(2));
        breaker.succeeded();
        for (int i = 0; i < 100; i++) {
            breaker.failed(old);
        }
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
        assertThat(breaker.wantsSuccesses()).isFalse();
    }

    @Test
    void faultsFromBeforeDoNotCountForTheProbe() {
        long old = nanos;
        fail(5);
        pass(Duration.ofMillis(1_001));
        assertThat(breaker.tryPass(nanos)).isTrue();
        breaker.failed(old);
        breaker.unanswered(old);
        breaker.answered(old);
        assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
        assertThat(breaker.tryPass(nanos)).isFalse();
    }

    @Test
    void aProbeWithoutAnAnswerMakesWayForAnother() {
        fail(5);
        pass(Duration.ofMillis(1_001));
        assertThat(breaker.tryPass(nanos)).isTrue();
        breaker.unanswered(nanos);
        assertThat(breaker.tryPass(nanos)).isTrue();
        assertThat(breaker.tryPass(nanos)).isFalse();
    }

    @Test
    void aProbeThatIsLostIsGivenUpAfterTenSeconds() {
        fail(5);
        pass(Duration.ofMillis(1_001));
        long lost = nanos;
        assertThat(breaker.tryPass(lost)).isTrue();
        pass(Duration.ofSeconds(10));
        assertThat(breaker.tryPass(nanos)).isFalse();
        assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
        pass(Duration.ofMillis(1));
        assertThat(breaker.tryPass(nanos)).isFalse();
        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
        pass(Duration.ofMillis(2_001));
        assertThat(breaker.tryPass(nanos)).as("the next probe").isTrue();
        breaker.failed(lost);
        assertThat(breaker.state()).as("by the fault of the lost one").isEqualTo(BreakerState.HALF_OPEN);
    }

    @Test
    void theTenSecondsBeginWithTheProbeAndNotWithTheState() {
        fail(5);
        pass(Duration.ofMillis(1_001));
        assertThat(breaker.tryPass(nanos)).isTrue();
        pass(Duration.ofSeconds(9));
        breaker.unanswered(nanos);
        assertThat(breaker.tryPass(nanos)).isTrue();
        pass(Duration.ofSeconds(2));
        assertThat(breaker.tryPass(nanos)).isFalse();
        assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
    }

    @Test
    void anAnswerClosesItAsAProbeOnly() {
        fail(5);
        pass(Duration.ofMillis(1_001));
        breaker.answered(nanos);
        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
        assertThat(breaker.tryPass(nanos)).isTrue();
        breaker.answered(nanos);
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void aListenerThatChangesItIsToldInOrder() {
        List<BreakerState> order = new ArrayList<>();
        Breaker[] self = new Breaker[1];
        self[0] = new Breaker(
                "test",
                state -> {
                    if (state == BreakerState.OPEN) {
                        nanos += 2_000_000_000L;
                        self[0].succeeded();
                    }
                    order.add(state);
                },
                () -> nanos);
        for (int i = 0; i < 5; i++) {
            self[0].failed(nanos);
        }
        assertThat(order).containsExactly(BreakerState.OPEN, BreakerState.CLOSED);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed(nanos);
        }
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
