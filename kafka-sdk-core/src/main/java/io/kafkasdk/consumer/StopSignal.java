package io.kafkasdk.consumer;

import io.kafkasdk.internal.Deadline;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The wish that a consumer ends, with the time it may take. The first wish counts.
 *
 * <p><b>Threads:</b> safe for use by several threads.
 */
final class StopSignal {

    private final LongSupplier nanoClock;
    private volatile @Nullable Plan plan;

    /**
     * The times of an orderly end.
     *
     * @param patience until when running handlers are left alone
     * @param drain until when interrupted handlers are waited for; the rest is for the commit and the goodbye
     * @param end when all must be over
     */
    record Plan(Deadline patience, Deadline drain, Deadline end) {}

    StopSignal(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Asks for the end within this time, and returns the plan that counts. */
    synchronized Plan request(Duration timeout) {
        Plan wanted = plan;
        if (wanted == null) {
            wanted = new Plan(
                    Deadline.in(timeout.dividedBy(2), nanoClock),
                    Deadline.in(timeout.multipliedBy(3).dividedBy(4), nanoClock),
                    Deadline.in(timeout, nanoClock));
            plan = wanted;
        }
        return wanted;
    }

    boolean isRequested() {
        return plan != null;
    }

    /** Returns whether the end is asked for and running handlers had their time. */
    boolean isImpatient() {
        Plan wanted = plan;
        return wanted != null && wanted.patience().hasPassed();
    }
}
