package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.internal.StopSignal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StopSignalTest {

    private static final Duration LONGEST = Duration.ofDays(365);

    @Test
    void byDefaultHandlersHaveTheWholeDrainTimeout() {
        assertThat(plan(StopSignal.Wish.draining(seconds(10)))).isEqualTo("10000/12500/15000");
        assertThat(plan(StopSignal.Wish.draining(seconds(0)))).isEqualTo("0/2500/5000");
    }

    @Test
    void withinATimeoutHandlersHaveHalfOfIt() {
        assertThat(plan(StopSignal.Wish.within(seconds(8)))).isEqualTo("4000/6000/8000");
    }

    @Test
    void theDrainTimeoutIsCutWhereTheTimeoutLeavesTooLittleForTheCommit() {
        assertThat(plan(StopSignal.Wish.draining(seconds(10), seconds(20)))).isEqualTo("10000/15000/20000");
        assertThat(plan(StopSignal.Wish.draining(seconds(10), seconds(12)))).isEqualTo("7000/9500/12000");
        assertThat(plan(StopSignal.Wish.draining(seconds(10), seconds(4)))).isEqualTo("2000/3000/4000");
    }

    @Test
    void timeoutsThatAreNegativeOrHugeAreCut() {
        assertThat(StopSignal.Wish.within(Duration.ofSeconds(Long.MIN_VALUE)).timeout())
                .isZero();
        assertThat(StopSignal.Wish.within(Duration.ofMillis(Long.MAX_VALUE)).timeout())
                .isEqualTo(LONGEST);
        assertThat(StopSignal.Wish.draining(seconds(10), Duration.ofMillis(Long.MAX_VALUE)))
                .isEqualTo(new StopSignal.Wish(LONGEST, seconds(10)));
    }

    @Test
    void theFirstWishCounts() {
        StopSignal stop = new StopSignal(new ManualClock());
        StopSignal.Plan first = stop.request(StopSignal.Wish.within(seconds(8)));
        assertThat(stop.request(StopSignal.Wish.within(seconds(1)))).isSameAs(first);
    }

    private static String plan(StopSignal.Wish wish) {
        StopSignal.Plan plan = new StopSignal(new ManualClock()).request(wish);
        return plan.patience().remaining().toMillis() + "/"
                + plan.drain().remaining().toMillis() + "/"
                + plan.end().remaining().toMillis();
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
