package io.kafkasdk.consumer;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Time that passes when a test says so, or a little at each look where the test waits for a deadline. */
final class ManualClock implements LongSupplier {

    private long nanos = -5_000_000_000L;
    private long tickNanos;
    private @Nullable Runnable next;

    @Override
    public long getAsLong() {
        Runnable due = next;
        next = null;
        if (due != null) {
            due.run();
        }
        nanos += tickNanos;
        return nanos;
    }

    void advance(Duration duration) {
        nanos += duration.toNanos();
    }

    /** Has something happen when somebody looks the next time. */
    void then(Runnable event) {
        next = event;
    }

    /** Lets time pass by so much whenever somebody looks. */
    void tick(Duration duration) {
        tickNanos = duration.toNanos();
    }
}
