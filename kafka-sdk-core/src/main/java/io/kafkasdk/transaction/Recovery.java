package io.kafkasdk.transaction;

import io.kafkasdk.resilience.Backoff;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Decides when the next Kafka client may be made. The first fencing costs nothing: that is how an instance takes over
 * from another. Two instances that share a transactional.id would fence each other for ever, so that the second fencing
 * within {@link #FENCE_MEMORY} and those behind it wait longer and longer; so does a client that cannot be prepared.
 *
 * <p><b>Threads:</b> one at a time; the one whose turn it is.
 */
final class Recovery {

    /** Longer than any wait behind a fencing, so that two instances that share an id are noticed as such. */
    static final Duration FENCE_MEMORY = Duration.ofMinutes(5);

    private final Backoff afterFencing = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(30));
    private final Backoff afterFailedStart = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));
    private final LongSupplier nanoClock;
    private int fencings;
    private long lastFencedNanos;
    private int failedStarts;
    private long notBeforeNanos;
    private boolean waiting;

    Recovery(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Notes that another instance took the transactional.id; returns how often that was so within the memory. */
    int fenced() {
        long now = nanoClock.getAsLong();
        boolean forgotten = now - lastFencedNanos > FENCE_MEMORY.toNanos();
        fencings = fencings == 0 || forgotten ? 1 : fencings + 1;
        lastFencedNanos = now;
        if (fencings > 1) {
            waitFor(afterFencing.delay(fencings - 1));
        }
        return fencings;
    }

    /** Notes that a new client could not be made or prepared. */
    void startFailed() {
        failedStarts++;
        waitFor(afterFailedStart.delay(failedStarts));
    }

    /** Notes that a new client is ready. */
    void started() {
        failedStarts = 0;
        waiting = false;
    }

    /** Returns how long to wait before the next client is made; mostly zero. */
    Duration delay() {
        return waiting ? Duration.ofNanos(Math.max(0, notBeforeNanos - nanoClock.getAsLong())) : Duration.ZERO;
    }

    private void waitFor(Duration delay) {
        long until = nanoClock.getAsLong() + delay.toNanos();
        if (!waiting || until - notBeforeNanos > 0) {
            notBeforeNanos = until;
        }
        waiting = true;
    }
}
