package io.kafkasdk.internal;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A point in monotonic time by which something must be done. Immune to changes of the wall clock.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class Deadline {

    /** Kafka's users write Long.MAX_VALUE milliseconds for "no limit", which is no number of nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(365);

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

    /** Returns a deadline this far from now, by the given clock in nanoseconds; a year at most. */
    public static Deadline in(Duration duration, LongSupplier nanoClock) {
        return new Deadline(nanoClock, nanoClock.getAsLong() + bounded(duration).toNanos());
    }

    /** Returns the time as a limit that can be counted with: none at the least, a year at the most. */
    public static Duration bounded(Duration duration) {
        if (duration.isNegative()) {
            return Duration.ZERO;
        }
        return duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
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
