package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.settings.InFlightLimits;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NarrowingTest {

    private static final Narrowing.Limits LIMITS =
            new Narrowing.Limits(Duration.ofMillis(200), Duration.ofMillis(250), Duration.ofSeconds(20));
    private static final int FULL = 100_000;

    private final AtomicLong nanos = new AtomicLong();
    private final InFlightBudget budget = new InFlightBudget(new InFlightLimits(FULL, 1L << 30));
    private long entered;
    private int steps;
    private long fewestEntered = Long.MAX_VALUE;

    @Test
    void whereLittleIsUnderWayThereIsNothingToWaitFor() throws Exception {
        enter(Narrowing.FEWEST);
        assertThat(narrowing(0, 0).run(LIMITS, () -> false)).isTrue();
        assertThat(nanos).hasValue(0);
        assertThat(budget.tryEnter(1)).as("no more than that").isFalse();
        budget.widen();
        assertThat(budget.tryEnter(1)).isTrue();
    }

    @Test
    void aFloodComesDownToWhatIsAcknowledgedInAMomentWhileSendersGoOnAtHalfTheRate() throws Exception {
        enter(FULL);
        // 100 records a millisecond are acknowledged, and the flood takes all the room there is.
        assertThat(narrowing(100, FULL).run(LIMITS, () -> false)).isTrue();
        assertThat(budget.records()).isBetween(15_000L, 20_500L);
        assertThat(fewestEntered).as("in 10 ms, of 1,000").isGreaterThanOrEqualTo(499);
        assertThat(Duration.ofNanos(nanos.get())).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void aSlowFloodComesDownToo() throws Exception {
        enter(FULL);
        assertThat(narrowing(10, FULL).run(LIMITS, () -> false)).isTrue();
        assertThat(budget.records()).isLessThanOrEqualTo(2_100);
        assertThat(Duration.ofNanos(nanos.get())).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void withoutAcknowledgementsItGivesUpBeforeSendersWaitLong() throws Exception {
        enter(FULL);
        assertThat(narrowing(0, FULL).run(LIMITS, () -> false)).isFalse();
        assertThat(Duration.ofNanos(nanos.get())).isBetween(Duration.ofMillis(250), Duration.ofMillis(270));
    }

    @Test
    void givesUpAsSoonAsItIsClearThatItTakesTooLongOrWhenIsToldTo() throws Exception {
        enter(FULL);
        assertThat(narrowing(1, FULL).run(LIMITS, () -> false)).isFalse();
        assertThat(Duration.ofNanos(nanos.get())).isBetween(Duration.ofMillis(500), Duration.ofMillis(520));
        assertThat(narrowing(1, FULL).run(LIMITS, () -> true)).isFalse();
    }

    private void enter(long records) {
        for (long i = 0; i < records; i++) {
            assertThat(budget.tryEnter(10)).isTrue();
        }
    }

    /** In each step so many are acknowledged per millisecond, and up to so many wait to enter. */
    private Narrowing narrowing(long acknowledgedPerMilli, long waiting) {
        return new Narrowing(budget, nanos::get, step -> {
            nanos.addAndGet(step);
            // Who waits for room is woken by each step, and not for each record.
            entered = 0;
            while (entered < waiting && budget.tryEnter(10)) {
                entered++;
            }
            steps++;
            fewestEntered = steps > 1 ? Math.min(fewestEntered, entered) : fewestEntered;
            long ended = Math.min(budget.records(), acknowledgedPerMilli * step / 1_000_000);
            for (long i = 0; i < ended; i++) {
                budget.leave(10);
            }
        });
    }
}
