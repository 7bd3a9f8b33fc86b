package io.kafkasdk.resilience;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;

/**
 * Waits that double from try to try up to a limit, spread by chance so that those who failed together do not come back
 * together.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class Backoff {

    private static final double GROWTH = 2;
    private static final double SPREAD = 0.25;
    /** From here on every wait is the longest; keeps the power below from overflowing. */
    private static final int LAST_STEP = 60;

    private final IntervalFunction waits;
    private final Duration longest;

    /**
     * Makes a backoff.
     *
     * @param first the wait behind the first try, before it is spread by up to a quarter
     * @param longest no wait is longer
     */
    public Backoff(Duration first, Duration longest) {
        this.waits = IntervalFunction.ofExponentialRandomBackoff(first, GROWTH, SPREAD, longest);
        this.longest = longest;
    }

    /**
     * Returns how long to wait behind a try that failed.
     *
     * @param attempt how many tries failed, from 1
     */
    public Duration delay(int attempt) {
        Duration wait = Duration.ofMillis(waits.apply(Math.min(attempt, LAST_STEP)));
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}
