package io.kafkasdk.internal;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A point in monotonic time by which something must be done. Immune to changes of the wall clock.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class Deadline {

    private final LongSupplier nanoClock;
    private final long atNanos;

    private Deadline(LongSupplier nanoClock, long atNanos) {
        this.nanoClock = nanoClock;
        this.atNanos = atNanos;
    }

    /** Returns a deadline this far from now. */
    public static Deadline in(Duration duration) {
        return in(duration, System::nanoTime);
    }

    /** Returns a deadline this far from now, by the given clock in nanoseconds. */
    public static Deadline in(Duration duration, LongSupplier nanoClock) {
        return new Deadline(nanoClock, nanoClock.getAsLong() + duration.toNanos());
    }

    /** Returns the time left, zero once it has passed. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, atNanos - nanoClock.getAsLong()));
    }

    /** Returns whether the time is up. */
    public boolean hasPassed() {
        return atNanos - nanoClock.getAsLong() <= 0;
    }
}
