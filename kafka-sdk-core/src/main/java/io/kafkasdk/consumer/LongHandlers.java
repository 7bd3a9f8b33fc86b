package io.kafkasdk.consumer;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long handlers take that take long: who is slow by nature does not stand still. Looked at once a second, so only
 * what takes many seconds is seen, and one that never ends does not count.
 *
 * <p><b>Threads:</b> {@link #look} is for the poll thread, {@link #longest} for any.
 */
final class LongHandlers {

    private static final long WORTH_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long HALF_NANOS = Duration.ofMinutes(5).toNanos();

    private Map<RunningHandler, Long> running = new HashMap<>();
    private volatile long longest;
    private long before;
    private long sinceTurn;
    private boolean turns;
    private long turnedNanos;

    /** Takes a look at the handlers that run. */
    void look(List<RunningHandler> now, long nanos) {
        if (!turns) {
            // Monotonic time begins anywhere, also far below 0.
            turns = true;
            turnedNanos = nanos;
        }
        Map<RunningHandler, Long> next = new HashMap<>();
        for (RunningHandler handler : now) {
            long age = nanos - handler.sinceNanos();
            if (age >= WORTH_NANOS) {
                next.put(handler, age);
            }
        }
        for (Map.Entry<RunningHandler, Long> seen : running.entrySet()) {
            if (!next.containsKey(seen.getKey())) {
                sinceTurn = Math.max(sinceTurn, seen.getValue());
            }
        }
        running = next;
        if (nanos - turnedNanos >= HALF_NANOS) {
            turnedNanos = nanos;
            before = sinceTurn;
            sinceTurn = 0;
        }
        longest = Math.max(before, sinceTurn);
    }

    /** Returns the longest of those that ended in the last five to ten minutes, to the second; 0 when none took 10 s. */
    Duration longest() {
        return Duration.ofNanos(longest);
    }
}
