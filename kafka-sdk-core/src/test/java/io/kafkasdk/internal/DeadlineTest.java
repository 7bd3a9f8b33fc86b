package io.kafkasdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10);

    @Test
    void survivesTheWrapOfTheMonotonicClock() {
        Deadline deadline = Deadline.in(Duration.ofNanos(100), clock::get);
        clock.addAndGet(60);
        assertThat(deadline.hasPassed()).isFalse();
        assertThat(deadline.remaining()).isEqualTo(Duration.ofNanos(40));
        clock.addAndGet(40);
        assertThat(deadline.hasPassed()).isTrue();
        assertThat(deadline.remaining()).isZero();
    }

    @Test
    void noLimitInMillisecondsIsALongTimeAndNoOverflow() {
        Deadline deadline = Deadline.in(Duration.ofMillis(Long.MAX_VALUE), clock::get);
        assertThat(deadline.hasPassed()).isFalse();
        assertThat(deadline.remaining()).isGreaterThan(Duration.ofDays(300));
    }

    @Test
    void aNegativeDurationHasPassed() {
        assertThat(Deadline.in(Duration.ofSeconds(-1), clock::get).hasPassed()).isTrue();
    }
}
