package io.kafkasdk.share;

import io.kafkasdk.internal.LogLimiter;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the locks of records alive while their handlers run: renews them at half of their time. Where the brokers cannot
 * (before 4.2, or {@code share.renew.acknowledge.enable=false}), it gives back what no handler has begun when four fifths
 * of the time are over, and says so.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class LockKeeper {

    private static final Logger log = LoggerFactory.getLogger(LockKeeper.class);

    private final String group;
    private final Holdings holdings;
    private final LongSupplier nanoClock;
    private final LogLimiter limiter;
    private long lockNanos;
    private long sinceNanos;
    private boolean gaveBack;

    LockKeeper(String group, Holdings holdings, LongSupplier nanoClock) {
        this.group = group;
        this.holdings = holdings;
        this.nanoClock = nanoClock;
        this.limiter = new LogLimiter(Duration.ofMinutes(10), nanoClock);
    }

    /**
     * Takes note that records were taken.
     *
     * @param startNanos no lock is older than this
     * @param lock how long the brokers keep it
     */
    void locked(long startNanos, Duration lock) {
        sinceNanos = startNanos;
        lockNanos = lock.toNanos();
        gaveBack = false;
    }

    /** Returns how long until there is something to do. */
    long nanosToNext() {
        return sinceNanos + dueAfter() - nanoClock.getAsLong();
    }

    /** Renews, or gives back, when it is time. */
    void keepIfDue() {
        if (holdings.isEmpty() || nanosToNext() > 0) {
            return;
        }
        if (holdings.isRenewable()) {
            long start = nanoClock.getAsLong();
            holdings.renew(Duration.ofNanos(lockNanos / 4));
            sinceNanos = start;
        } else if (!gaveBack) {
            gaveBack = true;
            giveBack();
        }
    }

    private long dueAfter() {
        if (!holdings.isRenewable()) {
            return gaveBack ? Long.MAX_VALUE / 2 : lockNanos / 5 * 4;
        }
        // A renewal without an answer: what is in hand is renewed once more, so that a poll may fetch the answer.
        return holdings.isRenewing() ? lockNanos / 4 : lockNanos / 2;
    }

    private void giveBack() {
        int released = holdings.releaseUnclaimed();
        limiter.log(note -> log.warn(
                "Share group '{}': {} records were given back and {} handlers still run shortly before the lock of their "
                        + "records ends ({} ms), and these brokers do not renew locks: such records are handled again, "
                        + "and each time counts as a delivery. Cure: let the cluster's owner raise "
                        + "share.record.lock.duration.ms of the group, or allow share.renew.acknowledge.enable; or lower "
                        + "maxInFlight of ShareSettings{}",
                group,
                released,
                holdings.size(),
                Duration.ofNanos(lockNanos).toMillis(),
                note));
    }
}
