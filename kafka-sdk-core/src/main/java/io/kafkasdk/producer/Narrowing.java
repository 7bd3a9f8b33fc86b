package io.kafkasdk.producer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Lets less and less be under way, until that is so little that it is acknowledged within a moment. Meanwhile senders go on
 * with half of the rate at which records are acknowledged: behind a flood there may be a second or more of records.
 *
 * <p><b>Threads:</b> one at a time; blocks.
 */
final class Narrowing {

    /** So few are not worth a wait. */
    static final long FEWEST = 100;

    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** Before that the rate is not known. */
    private static final long MEASURE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** How far back the rate reaches. */
    private static final long MEMORY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final InFlightBudget budget;
    private final LongSupplier nanoClock;
    private final Pause pause;

    /** Records that ended, by nanosecond. */
    private double rate;

    Narrowing(InFlightBudget budget, LongSupplier nanoClock, Pause pause) {
        this.budget = budget;
        this.nanoClock = nanoClock;
        this.pause = pause;
    }

    /**
     * How long things may take.
     *
     * @param target in which what is left is to be acknowledged
     * @param stall without one acknowledgement; then it gives up, so that nobody waits longer
     * @param most the whole; it gives up sooner where that will not do
     */
    record Limits(Duration target, Duration stall, Duration most) {}

    /**
     * Narrows the budget, which stays so until somebody widens it.
     *
     * @param stop whether to give up
     * @return whether little enough is under way
     * @throws InterruptedException when the caller shall stop
     */
    boolean run(Limits limits, BooleanSupplier stop) throws InterruptedException {
        long start = nanoClock.getAsLong();
        long before = start;
        long progress = start;
        long mark = budget.left();
        long early = 0;
        long limit = Long.MAX_VALUE;
        while (true) {
            long now = nanoClock.getAsLong();
            long left = budget.left();
            long ended = InFlightBudget.recordsBetween(mark, left);
            mark = left;
            progress = ended > 0 ? now : progress;
            boolean measured = now - start >= MEASURE_NANOS;
            if (measured) {
                note(early + ended, now - before);
                before = now;
            }
            early = measured ? 0 : early + ended;
            long target = Math.max(FEWEST, (long) (rate * limits.target().toNanos()));
            long inFlight = budget.records();
            if (inFlight <= target) {
                budget.narrow(target);
                return true;
            }
            if (stop.getAsBoolean()
                    || now - progress >= limits.stall().toNanos()
                    || isHopeless(inFlight - target, limits.most().toNanos(), now - start)) {
                return false;
            }
            if (measured) {
                // Room for half of what ended just now, and by half of it less than before.
                limit = Math.max(target, Math.min(limit - ended / 2, inFlight + ended / 2));
                budget.narrow(limit);
            }
            pause.nanos(STEP_NANOS);
        }
    }

    /** Returns whether it takes too long, as things go, until so many records less are under way. */
    private boolean isHopeless(long records, long mostNanos, long spentNanos) {
        double nanos = rate == 0 ? 0 : records / (rate / 2);
        return spentNanos >= mostNanos || (spentNanos >= MEMORY_NANOS && nanos > mostNanos - spentNanos);
    }

    private void note(long ended, long tookNanos) {
        double now = (double) ended / Math.max(1, tookNanos);
        double weight = rate == 0 ? 1 : Math.min(1, (double) tookNanos / MEMORY_NANOS);
        rate += (now - rate) * weight;
    }
}
