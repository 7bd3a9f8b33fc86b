package io.kafkasdk.producer;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.resilience.Breaker;
import io.kafkasdk.resilience.BreakerState;
import io.kafkasdk.resilience.Pace;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a record may set out: the circuit breaker first, which costs nothing, then the rate limit, then the
 * budget of what is in flight. The last two may hold the caller up, until its time is over.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 */
final class SendGate {

    /**
     * Without one acknowledgement for so long, a full budget is the cluster's fault and not the application's. Shorter than
     * the usual maxBlock, so that the first caller who found no room notices it.
     */
    private static final long STUCK_NANOS = TimeUnit.MILLISECONDS.toNanos(800);

    /** Whoever acknowledged a record that recently is alive: what failed meanwhile was no fault of the whole cluster. */
    private static final long ALIVE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long COARSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long NOT_FULL = Long.MIN_VALUE;

    private final ThrottleWatch throttle;
    private final String clientId;
    private final Breaker breaker;
    private final BreakerNews news;
    private final InFlightBudget budget;
    private final @Nullable Pace pace;
    private final LongSupplier nanoClock;
    /** Since when records wait for room without one acknowledgement in between. */
    private volatile long fullSinceNanos = NOT_FULL;
    /** When a record was last acknowledged, to within a hundredth of a second. */
    private volatile long progressNanos;
    /** When a record last waited for room. */
    private volatile long lastFullNanos;

    /**
     * What the producer's own settings allow.
     *
     * @param budget how much may be under way
     * @param pace how fast records may come; null sets no limit
     */
    record Limits(InFlightBudget budget, @Nullable Pace pace) {}

    SendGate(ThrottleWatch throttle, Breaker breaker, BreakerNews news, Limits limits, LongSupplier nanoClock) {
        this.throttle = throttle;
        this.clientId = throttle.clientId();
        this.breaker = breaker;
        this.news = news;
        this.budget = limits.budget();
        this.pace = limits.pace();
        this.nanoClock = nanoClock;
        this.progressNanos = nanoClock.getAsLong() - ALIVE_NANOS;
    }

    /** Returns why nothing passes now, or null; then exactly one of the methods below tells the end of it. */
    @Nullable
    Diagnosis refusal(String topic, long startNanos) {
        return breaker.tryPass(startNanos) ? null : Refusals.broken(clientId, topic, news.lastFault());
    }

    /**
     * Lets a record set out, or says why not. Blocks until its time is over at the longest.
     *
     * @param sizeBytes its serialized key and value
     * @param startNanos when its send began
     * @param untilNanos when its caller's time is over
     */
    @Nullable
    Diagnosis enter(String topic, int sizeBytes, long startNanos, long untilNanos) {
        try {
            if (pace != null && !keepPace(pace, untilNanos)) {
                breaker.unanswered(startNanos);
                return Refusals.tooFast(clientId, topic);
            }
            if (budget.tryEnter(sizeBytes)) {
                return null;
            }
            if (mayNotWait()) {
                if (budget.tryEnterAtOnce(sizeBytes)) {
                    return null;
                }
                breaker.unanswered(startNanos);
                return Refusals.full(clientId, topic, budget, false);
            }
            noteFull();
            if (budget.await(sizeBytes, untilNanos)) {
                return null;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            breaker.unanswered(startNanos);
            return Refusals.interrupted(topic);
        }
        return full(topic, startNanos);
    }

    /**
     * Notes that a record that had set out was acknowledged. Runs on the client's thread, for every record.
     *
     * @param nowNanos {@link AckClock#NOT_READ} for one that was acknowledged right after another one
     */
    void acknowledged(int sizeBytes, long nowNanos) {
        if (nowNanos != AckClock.NOT_READ && nowNanos - progressNanos > COARSE_NANOS) {
            progressNanos = nowNanos;
        }
        if (fullSinceNanos != NOT_FULL) {
            fullSinceNanos = NOT_FULL;
        }
        budget.leave(sizeBytes);
        if (breaker.wantsSuccesses()) {
            breaker.succeeded();
        }
    }

    /** Notes that a record that had set out failed. */
    void failed(int sizeBytes, long startNanos, Diagnosis diagnosis) {
        budget.leave(sizeBytes);
        if (isFaultOfTheCluster(diagnosis.kind()) && !isAlive()) {
            news.fault(diagnosis);
            breaker.failed(startNanos);
        } else if (brokersAnswered(diagnosis.kind())) {
            breaker.answered(startNanos);
        } else {
            breaker.unanswered(startNanos);
        }
    }

    /** Notes that a record that the breaker let pass did not set out, for a reason of its own. */
    void turnedBack(long startNanos) {
        breaker.unanswered(startNanos);
    }

    /** Notes that a record that had entered does not set out after all. */
    void turnedBack(int sizeBytes, long startNanos) {
        budget.leave(sizeBytes);
        breaker.unanswered(startNanos);
    }

    BreakerState breakerState() {
        return breaker.state();
    }

    InFlightBudget budget() {
        return budget;
    }

    private boolean keepPace(Pace pace, long untilNanos) throws InterruptedException {
        long wait = pace.reserve();
        if (wait <= 0) {
            return wait == 0;
        }
        if (mayNotWait()) {
            // Its turn is taken all the same, so the rate holds: others wait for it.
            return true;
        }
        long due = System.nanoTime() + wait;
        if (due - untilNanos > 0) {
            return false;
        }
        for (long left = wait; left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }

    /** Begins to measure; a full budget of long ago, that ended without an acknowledgement, says nothing about this one. */
    private void noteFull() {
        long now = nanoClock.getAsLong();
        if (fullSinceNanos == NOT_FULL || (now - lastFullNanos > STUCK_NANOS && !budget.hasWaiting())) {
            fullSinceNanos = now;
        }
        lastFullNanos = now;
    }

    private Diagnosis full(String topic, long startNanos) {
        long since = fullSinceNanos;
        long now = nanoClock.getAsLong();
        lastFullNanos = now;
        // Throttled by a quota a producer is silent for that long, and the cluster is well.
        boolean stuck = since != NOT_FULL && now - since >= STUCK_NANOS + throttle.longestNanos();
        Diagnosis full = Refusals.full(clientId, topic, budget, stuck);
        Diagnosis quota = stuck ? null : throttle.diagnose(full.what(), Refusals.amount(clientId, budget));
        Diagnosis diagnosis = quota == null ? full : quota;
        if (stuck) {
            news.fault(diagnosis);
            breaker.failed(startNanos);
        } else {
            breaker.unanswered(startNanos);
        }
        return diagnosis;
    }

    /** The client's own thread brings the acknowledgements that it would wait for. Asked only where somebody would wait. */
    private boolean mayNotWait() {
        return WriteClients.isIoThread(clientId, Thread.currentThread());
    }

    private boolean isAlive() {
        return nanoClock.getAsLong() - progressNanos < ALIVE_NANOS;
    }

    private static boolean isFaultOfTheCluster(ErrorKind kind) {
        return switch (kind) {
            // Misconfigured is what an address is that answers in another protocol: no send can get through.
            case UNREACHABLE, TIMED_OUT, UNAUTHENTICATED, MISCONFIGURED -> true;
            default -> false;
        };
    }

    private static boolean brokersAnswered(ErrorKind kind) {
        return switch (kind) {
            case SHORT_ISR, NO_LEADER, TOPIC_MISSING, UNAUTHORIZED -> true;
            default -> false;
        };
    }
}
