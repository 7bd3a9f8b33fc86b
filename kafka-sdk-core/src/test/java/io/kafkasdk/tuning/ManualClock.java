package io.kafkasdk.tuning;

import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until a test moves it. */
final class ManualClock {

    private long nanos = -3_000_000_000L;

    long nanos() {
        return nanos;
    }

    void advance(Duration time) {
        nanos += time.toNanos();
    }

    Clocks clocks() {
        return new Clocks(() -> nanos, () -> Instant.EPOCH.plusNanos(nanos));
    }
}
