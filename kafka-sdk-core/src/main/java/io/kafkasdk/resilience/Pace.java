package io.kafkasdk.resilience;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Spreads calls so that no more than so many pass in a second.
 *
 * <p><b>Threads:</b> safe for use by any number of threads; takes no lock.
 */
public final class Pace {

    /** How often permits are handed out, where the rate allows. */
    private static final int PORTIONS = 10;

    private final RateLimiter limiter;

    /**
     * Makes a pace.
     *
     * @param perSecond the most calls in a second, from 1
     * @param longestWait the longest time that a caller is ready to wait
     */
    public Pace(int perSecond, Duration longestWait) {
        int portion = Math.max(1, perSecond / PORTIONS);
        long period = portion * TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.limiter = RateLimiter.of(
                "pace",
                RateLimiterConfig.custom()
                        .limitForPeriod(portion)
                        .limitRefreshPeriod(Duration.ofNanos(period))
                        .timeoutDuration(longestWait)
                        .build());
    }

    /**
     * Takes the place of one call. Does not block.
     *
     * @return how long the caller has to wait for it, in nanoseconds, 0 for not at all; negative when that would be longer
     *     than it is ready to wait: then no place was taken
     */
    public long reserve() {
        return limiter.reservePermission();
    }
}
