package io.kafkasdk.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Stops calls to what does not answer: opens when of the last twenty outcomes, and at least five, half are faults;
 * waits one second, longer from time to time up to five; lets one call through as a probe, and closes when it succeeds.
 * A success that comes in late, of a call from before, closes it too: it proves as much.
 *
 * <p>The normal state costs one volatile read a call: outcomes count from the first fault on only.
 *
 * <p><b>Threads:</b> safe for use by any number of threads. The listener is called by the thread that changed the state,
 * under no lock, in the order of the changes and never twice at a time; it must not throw.
 */
public final class Breaker {

    private static final int WINDOW = 20;
    private static final int FEWEST = 5;
    private static final float HALF = 50;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final double GROWTH = 2;
    /** A probe without an outcome for so long is taken for lost, and another one follows. */
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(10);

    private final CircuitBreaker breaker;
    private final Consumer<BreakerState> listener;
    private final LongSupplier nanoClock;
    private final Object following = new Object();
    /** Changes that the listener was not told yet, and how many: whoever finds none before his own tells them all. */
    private final Queue<BreakerState> untold = new ConcurrentLinkedQueue<>();

    private final AtomicInteger telling = new AtomicInteger();
    private volatile BreakerState state = BreakerState.CLOSED;
    private volatile long changedNanos;
    /** When the call began that passed last while the breaker was not closed. */
    private volatile long probeNanos;
    /** Whether there is a fault among the last outcomes: without one, successes change nothing and are not counted. */
    private volatile boolean doubtful;

    /**
     * Makes a closed breaker.
     *
     * @param name for the texts of Resilience4j
     * @param listener told of every change
     * @param nanoClock monotonic time in nanoseconds, {@code System::nanoTime}
     */
    public Breaker(String name, Consumer<BreakerState> listener, LongSupplier nanoClock) {
        this.listener = listener;
        this.nanoClock = nanoClock;
        this.changedNanos = nanoClock.getAsLong();
        this.breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindow(WINDOW, FEWEST, SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(HALF)
                        .recordResult(Boolean.FALSE::equals)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitIntervalFunctionInOpenState(
                                IntervalFunction.ofExponentialBackoff(FIRST_WAIT, GROWTH, LONGEST_WAIT))
                        .clock(new MonotonicClock(nanoClock))
                        .build());
    }

    /** Returns whether calls pass now. */
    public BreakerState state() {
        return state;
    }

    /**
     * Returns whether a call may pass. Each call that passed ends in one of {@link #succeeded}, {@link #failed} and
     * {@link #answered}, {@link #unanswered}. Never blocks.
     *
     * @param startNanos when the call began, by the monotonic clock: the same number ends it
     */
    public boolean tryPass(long startNanos) {
        if (state == BreakerState.CLOSED) {
            return true;
        }
        boolean passed = breaker.tryAcquirePermission();
        if (passed) {
            probeNanos = startNanos;
        } else if (state == BreakerState.HALF_OPEN && since(probeNanos) > PROBE_LIMIT.toNanos()) {
            giveUpProbe();
        }
        follow();
        return passed;
    }

    private void giveUpProbe() {
        synchronized (following) {
            if (breaker.getState() == CircuitBreaker.State.HALF_OPEN) {
                breaker.transitionToOpenState();
            }
        }
    }

    /** Returns whether successes matter now; lets the normal case save the call of {@link #succeeded}. */
    public boolean wantsSuccesses() {
        return doubtful || state != BreakerState.CLOSED;
    }

    /** Notes that a call succeeded. */
    public void succeeded() {
        if (state == BreakerState.CLOSED) {
            countSuccess();
        } else if (state == BreakerState.HALF_OPEN || since(changedNanos) >= FIRST_WAIT.toNanos()) {
            // While it is freshly open, this may be an answer that was on its way when the fault began.
            close();
        }
    }

    /**
     * Notes that a call failed, and that what lies behind seems to live. That is weaker than a success: it does not close
     * an open breaker, and of a half-open one only the probe does.
     *
     * @param startNanos when the call began, by the monotonic clock
     */
    public void answered(long startNanos) {
        BreakerState now = state;
        if (now == BreakerState.CLOSED) {
            countSuccess();
        } else if (now == BreakerState.HALF_OPEN && isOfThisState(startNanos)) {
            close();
        }
    }

    private void countSuccess() {
        if (doubtful) {
            breaker.onResult(0, TimeUnit.NANOSECONDS, true);
            doubtful = breaker.getMetrics().getNumberOfFailedCalls() > 0;
            follow();
        }
    }

    private void close() {
        synchronized (following) {
            if (breaker.getState() != CircuitBreaker.State.CLOSED) {
                breaker.transitionToClosedState();
                doubtful = false;
            }
        }
        follow();
    }

    /**
     * Notes that a call ended in a fault of what lies behind. One that began before the present state says nothing new.
     *
     * @param startNanos when the call began, by the monotonic clock
     */
    public void failed(long startNanos) {
        if (isOfThisState(startNanos) && state != BreakerState.OPEN) {
            doubtful = true;
            breaker.onResult(0, TimeUnit.NANOSECONDS, false);
            follow();
        }
    }

    /**
     * Notes that a call ended without telling anything about what lies behind: another one may be the probe.
     *
     * @param startNanos when the call began, by the monotonic clock
     */
    public void unanswered(long startNanos) {
        if (state == BreakerState.HALF_OPEN && isOfThisState(startNanos)) {
            breaker.releasePermission();
        }
    }

    /** The probe itself begins a moment before the state that it brings about. */
    private boolean isOfThisState(long startNanos) {
        return startNanos - (state == BreakerState.HALF_OPEN ? probeNanos : changedNanos) >= 0;
    }

    private long since(long nanos) {
        return nanoClock.getAsLong() - nanos;
    }

    /** Takes over the state of Resilience4j's breaker, which changes inside its calls. */
    private void follow() {
        BreakerState now = stateOf(breaker);
        if (now == state) {
            return;
        }
        synchronized (following) {
            now = stateOf(breaker);
            if (now == state) {
                return;
            }
            changedNanos = nanoClock.getAsLong();
            state = now;
            untold.add(now);
        }
        tell();
    }

    private void tell() {
        if (telling.getAndIncrement() > 0) {
            return;
        }
        do {
            BreakerState next = untold.poll();
            if (next != null) {
                listener.accept(next);
            }
        } while (telling.decrementAndGet() > 0);
    }

    private static BreakerState stateOf(CircuitBreaker breaker) {
        return switch (breaker.getState()) {
            case CLOSED, DISABLED, METRICS_ONLY -> BreakerState.CLOSED;
            case OPEN, FORCED_OPEN -> BreakerState.OPEN;
            case HALF_OPEN -> BreakerState.HALF_OPEN;
        };
    }

    /** Resilience4j takes the end of a wait from a wall clock; this one never jumps. */
    private static final class MonotonicClock extends Clock {

        private final LongSupplier nanoClock;

        MonotonicClock(LongSupplier nanoClock) {
            this.nanoClock = nanoClock;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(0, nanoClock.getAsLong());
        }
    }
}
