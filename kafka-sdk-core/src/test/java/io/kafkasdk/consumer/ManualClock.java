package io.kafkasdk.consumer;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Time that passes when a test says so, or a little at each look where the test waits for a deadline. */
final class ManualClock implements LongSupplier {

    private long nanos = -5_000_000_000L;
    private long tickNanos;

    @Override
    public long getAsLong() {
        nanos += tickNanos;
        return nanos;
    }

    void advance(Duration duration) {
        nanos += duration.toNanos();
    }

    /** Lets time pass by so much whenever somebody looks. */
    void tick(Duration duration) {
        tickNanos = duration.toNanos();
    }
}
