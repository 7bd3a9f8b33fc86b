package io.kafkasdk.internal;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Lets one message through per interval and counts those it held back, so that a fault in a loop is told without
 * flooding the log.
 *
 * <p><b>Threads:</b> safe for use by several threads.
 */
public final class LogLimiter {

    private final long intervalNanos;
    private final LongSupplier nanoClock;
    private boolean used;
    private long lastNanos;
    private long heldBack;

    /**
     * Makes a limiter that lets its first message through.
     *
     * @param interval the shortest time between two messages
     * @param nanoClock monotonic time in nanoseconds
     */
    public LogLimiter(Duration interval, LongSupplier nanoClock) {
        this.intervalNanos = interval.toNanos();
        this.nanoClock = nanoClock;
    }

    /**
     * Runs the message when one is due.
     *
     * @param message writes the log line; given what to append to it: nothing, or how many were held back
     */
    public void log(Consumer<String> message) {
        String note;
        synchronized (this) {
            long now = nanoClock.getAsLong();
            if (used && now - lastNanos < intervalNanos) {
                heldBack++;
                return;
            }
            note = heldBack == 0 ? "" : " (" + heldBack + " more like this not shown)";
            used = true;
            lastNanos = now;
            heldBack = 0;
        }
        message.accept(note);
    }
}
