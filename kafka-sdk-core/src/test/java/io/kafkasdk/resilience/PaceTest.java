package io.kafkasdk.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Duration AN_HOUR = Duration.ofHours(1);

    @Test
    void whoComesTooFastWaitsLongerFromCallToCall() {
        Pace pace = new Pace(1, AN_HOUR);
        assertThat(pace.reserve()).isZero();
        long start = System.nanoTime();
        long last = 0;
        for (int i = 1; i <= 100; i++) {
            last = pace.reserve();
        }
        long passed = System.nanoTime() - start;
        // The hundredth behind the first has its turn 100 s later, less the part of a second that had begun.
        assertThat(last).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(99) - passed);
        assertThat(last).isLessThanOrEqualTo(TimeUnit.SECONDS.toNanos(100));
    }

    @Test
    void whoWouldWaitTooLongTakesNoPlace() {
        Pace pace = new Pace(1, Duration.ofSeconds(3));
        for (int i = 0; i < 3; i++) {
            assertThat(pace.reserve()).isNotNegative();
        }
        int refused = 0;
        for (int i = 0; i < 1_000; i++) {
            long wait = pace.reserve();
            refused += wait < 0 ? 1 : 0;
            assertThat(wait).isLessThanOrEqualTo(TimeUnit.SECONDS.toNanos(3));
        }
        assertThat(refused).isGreaterThan(900);
    }

    @Test
    void aTenthOfASecondsWorthGoesAtOnce() {
        Pace pace = new Pace(1_000, AN_HOUR);
        for (int i = 0; i < 100; i++) {
            assertThat(pace.reserve()).isZero();
        }
    }

    @Test
    void theRateHoldsOverManyCalls() {
        int perSecond = 37;
        Pace pace = new Pace(perSecond, AN_HOUR);
        long start = System.nanoTime();
        long last = 0;
        for (int i = 0; i < perSecond * 60; i++) {
            last = pace.reserve();
        }
        long passed = System.nanoTime() - start;
        assertThat(last + passed).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(59_500));
        assertThat(last).isLessThan(TimeUnit.MILLISECONDS.toNanos(60_500));
    }
}
