package io.kafkasdk.internal;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The wish that a consumer ends, with the time it may take. The first wish counts.
 *
 * <p><b>Threads:</b> safe for use by several threads.
 */
public final class StopSignal {

    private final LongSupplier nanoClock;
    private volatile @Nullable Plan plan;

    /**
     * The times that somebody wants to give to an end.
     *
     * @param timeout the longest time to take, 0 to a year
     * @param patience how much of it running handlers are left alone
     */
    public record Wish(Duration timeout, Duration patience) {

        private static final Duration TIME_TO_LEAVE = Duration.ofSeconds(5);

        /** Gives handlers half of the timeout. */
        public static Wish within(Duration timeout) {
            Duration total = Deadline.bounded(timeout);
            return new Wish(total, total.dividedBy(2));
        }

        /** Gives handlers the drain timeout, and then some seconds to commit and leave. */
        public static Wish draining(Duration drainTimeout) {
            return new Wish(drainTimeout.plus(TIME_TO_LEAVE), drainTimeout);
        }

        /** Gives handlers the drain timeout, or what the timeout allows with time left to commit and leave. */
        public static Wish draining(Duration drainTimeout, Duration timeout) {
            Duration total = Deadline.bounded(timeout);
            Duration rest = shorter(TIME_TO_LEAVE, total.dividedBy(2));
            return new Wish(total, shorter(drainTimeout, total.minus(rest)));
        }

        private static Duration shorter(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? one : other;
        }
    }

    /**
     * The times of an orderly end.
     *
     * @param patience until when running handlers are left alone
     * @param drain until when interrupted handlers are waited for; the rest is for the commit and the goodbye
     * @param end when all must be over
     */
    public record Plan(Deadline patience, Deadline drain, Deadline end) {}

    /** Makes a signal that nobody has given yet. */
    public StopSignal(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Asks for the end, and returns the plan that counts. */
    public synchronized Plan request(Wish wish) {
        Plan wanted = plan;
        if (wanted == null) {
            // Half of what patience leaves is for interrupted handlers.
            Duration drain = wish.timeout().plus(wish.patience()).dividedBy(2);
            wanted = new Plan(
                    Deadline.in(wish.patience(), nanoClock),
                    Deadline.in(drain, nanoClock),
                    Deadline.in(wish.timeout(), nanoClock));
            plan = wanted;
        }
        return wanted;
    }

    /** Returns whether the end is asked for. */
    public boolean isRequested() {
        return plan != null;
    }

    /** Returns the time until all must be over, at most the given one. */
    public Duration leftOf(Duration most) {
        Plan wanted = plan;
        if (wanted == null) {
            return most;
        }
        Duration left = wanted.end().remaining();
        return left.compareTo(most) < 0 ? left : most;
    }

    /** Returns whether the end is asked for and running handlers had their time. */
    public boolean isImpatient() {
        Plan wanted = plan;
        return wanted != null && wanted.patience().hasPassed();
    }
}
