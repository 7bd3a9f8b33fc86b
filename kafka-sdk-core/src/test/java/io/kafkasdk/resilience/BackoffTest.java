package io.kafkasdk.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));

    @RepeatedTest(20)
    void doublesFromTheFirstWaitSpreadByAQuarter() {
        assertThat(backoff.delay(1)).isBetween(Duration.ofMillis(149), Duration.ofMillis(251));
        assertThat(backoff.delay(3)).isBetween(Duration.ofMillis(599), Duration.ofMillis(1_001));
    }

    @Test
    void neverExceedsTheLongestWaitHoweverManyTriesFail() {
        for (int attempt : new int[] {9, 40, 60, 61, 5_000, Integer.MAX_VALUE}) {
            assertThat(backoff.delay(attempt)).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
        }
    }
}
