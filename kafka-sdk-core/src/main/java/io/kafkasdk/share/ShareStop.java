package io.kafkasdk.share;

import io.kafkasdk.internal.Deadline;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The wish that a member ends, with the time it may take. The first wish counts.
 *
 * <p><b>Threads:</b> safe for use by several threads.
 */
final class ShareStop {

    private static final Duration TIME_TO_LEAVE = Duration.ofSeconds(5);

    private final LongSupplier nanoClock;
    private volatile @Nullable Plan plan;

    ShareStop(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /**
     * The times that somebody wants to give to an end.
     *
     * @param timeout the longest time to take
     * @param patience how much of it running handlers are left alone
     */
    record Wish(Duration timeout, Duration patience) {

        /** Gives handlers half of the timeout. */
        static Wish within(Duration timeout) {
            Duration total = Deadline.bounded(timeout);
            return new Wish(total, total.dividedBy(2));
        }

        /** Gives handlers the drain timeout, and then some seconds to leave. */
        static Wish draining(Duration drainTimeout) {
            return new Wish(drainTimeout.plus(TIME_TO_LEAVE), drainTimeout);
        }

        /** Gives handlers the drain timeout, or what the timeout allows with time left to leave. */
        static Wish draining(Duration drainTimeout, Duration timeout) {
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
     * @param drain until when interrupted handlers are waited for
     * @param end when all must be over
     */
    record Plan(Deadline patience, Deadline drain, Deadline end) {}

    /** Asks for the end, and returns the plan that counts. */
    synchronized Plan request(Wish wish) {
        Plan wanted = plan;
        if (wanted == null) {
            Duration drain = wish.timeout().plus(wish.patience()).dividedBy(2);
            wanted = new Plan(
                    Deadline.in(wish.patience(), nanoClock),
                    Deadline.in(drain, nanoClock),
                    Deadline.in(wish.timeout(), nanoClock));
            plan = wanted;
        }
        return wanted;
    }

    boolean isRequested() {
        return plan != null;
    }
}
