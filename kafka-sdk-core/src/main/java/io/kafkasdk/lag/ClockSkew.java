package io.kafkasdk.lag;

import java.time.Duration;

/**
 * By how much the timestamps of records are behind this process's clock when they arrive: the least of the last five
 * minutes, because each look has the time of the fetch on top.
 *
 * <p><b>Threads:</b> none of its own; its owner sees to that.
 */
final class ClockSkew {

    private static final long HALF_NANOS = Duration.ofSeconds(150).toNanos();
    private static final long NONE = Long.MAX_VALUE;

    private long before = NONE;
    private long now = NONE;
    private long turnedNanos;

    /** Takes the age by its timestamp of a record that was appended just now, in milliseconds; negative is possible. */
    void observe(long ageMillis, long atNanos) {
        turn(atNanos);
        now = Math.min(now, ageMillis);
    }

    /** Returns the skew in milliseconds; 0 while no record was seen that came at once. */
    long millis() {
        long least = Math.min(before, now);
        return least == NONE ? 0 : least;
    }

    private void turn(long atNanos) {
        if (now == NONE) {
            turnedNanos = atNanos;
        } else if (atNanos - turnedNanos >= HALF_NANOS) {
            before = atNanos - turnedNanos < 2 * HALF_NANOS ? now : NONE;
            now = NONE;
            turnedNanos = atNanos;
        }
    }
}
