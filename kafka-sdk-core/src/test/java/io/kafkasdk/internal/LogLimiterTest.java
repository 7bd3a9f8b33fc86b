package io.kafkasdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogLimiterTest {

    @Test
    void letsOneMessageThroughPerIntervalAndCountsTheRest() {
        AtomicLong nanos = new AtomicLong(-7);
        List<String> notes = new ArrayList<>();
        LogLimiter limiter = new LogLimiter(Duration.ofSeconds(5), nanos::get);
        limiter.log(notes::add);
        limiter.log(notes::add);
        limiter.log(notes::add);
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        limiter.log(notes::add);
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        limiter.log(notes::add);
        assertThat(notes).containsExactly("", " (2 more like this not shown)", "");
    }
}
