package io.kafkasdk.consumer;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes when the simulation says so. While the poll thread waits for handlers, something may happen each time it
 * looks at the clock, as other threads go on meanwhile.
 */
final class SimulatedClock implements LongSupplier {

    private long nanos = -5_000_000_000L;
    private @Nullable Runnable onLook;
    private boolean looking;

    @Override
    public long getAsLong() {
        Runnable event = onLook;
        if (event != null && !looking) {
            looking = true;
            event.run();
            looking = false;
        }
        return nanos;
    }

    long now() {
        return nanos;
    }

    void advance(long byNanos) {
        nanos += byNanos;
    }

    /** Runs something at another time than now. */
    void at(long time, Runnable action) {
        long before = nanos;
        nanos = time;
        action.run();
        nanos = before;
    }

    /** Runs something that waits by looking at the clock. */
    void whileWaiting(Runnable event, Runnable waiting) {
        Runnable outer = onLook;
        boolean outerLooking = looking;
        onLook = event;
        looking = false;
        try {
            waiting.run();
        } finally {
            onLook = outer;
            looking = outerLooking;
        }
    }
}
