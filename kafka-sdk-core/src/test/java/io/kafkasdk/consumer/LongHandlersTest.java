package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LongHandlersTest {

    /** Monotonic time begins anywhere. */
    private static final long ORIGIN = -Duration.ofDays(900).toNanos();

    private final LongHandlers handlers = new LongHandlers();
    private long second;

    private RunningHandler started() {
        return new RunningHandler(
                null, MockMember.P0, second, ORIGIN + Duration.ofSeconds(second).toNanos());
    }

    private void pass(int seconds, RunningHandler... running) {
        for (int i = 0; i < seconds; i++) {
            second++;
            handlers.look(List.of(running), ORIGIN + Duration.ofSeconds(second).toNanos());
        }
    }

    private long longest() {
        return handlers.longest().toSeconds();
    }

    @Test
    void oneThatEndsCountsAsLongAsItWasSeen() {
        pass(1);
        pass(30, started());
        assertThat(longest()).as("it may never end").isZero();
        pass(1);
        assertThat(longest()).isEqualTo(30);
    }

    @Test
    void oneThatNeverEndsDoesNotCount() {
        pass(3_000, started());
        assertThat(longest()).isZero();
    }

    @Test
    void shortOnesDoNotCount() {
        pass(9, started());
        pass(1);
        assertThat(longest()).isZero();
    }

    @Test
    void theLongestCounts() {
        RunningHandler first = started();
        pass(20, first);
        RunningHandler second = started();
        pass(15, first, second);
        pass(1, first);
        assertThat(longest()).isEqualTo(15);
        pass(1);
        assertThat(longest()).isEqualTo(36);
    }

    @Test
    void isForgottenAfterFiveToTenMinutes() {
        pass(200);
        pass(50, started());
        pass(300);
        assertThat(longest()).isEqualTo(50);
        pass(301);
        assertThat(longest()).isZero();
    }
}
