package io.kafkasdk.share;

import io.kafkasdk.internal.Deadline;
import io.kafkasdk.share.Results.Broken;
import io.kafkasdk.share.Results.Finished;
import io.kafkasdk.share.Results.Held;
import io.kafkasdk.share.Results.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heart of a member: takes what workers finished, acknowledges, keeps locks alive, polls, hands out. Never runs a
 * handler or a deserializer.
 *
 * <p><b>Threads:</b> one thread, the owner of the Kafka client.
 */
final class ShareLoop {

    private static final Logger log = LoggerFactory.getLogger(ShareLoop.class);
    private static final Duration LONGEST_POLL = Duration.ofMillis(100);
    private static final long SHORTEST_WAIT_NANOS = Duration.ofMillis(1).toNanos();

    private final Parts parts;
    private final ShareTrouble trouble;
    private final BooleanSupplier paused;
    private final List<Held> held = new ArrayList<>();
    private boolean worked;
    private boolean draining;
    private Deadline leaveAlone;

    /**
     * What it works with.
     *
     * @param holdings the records that are taken
     * @param locks keeps them
     * @param lockTime how long the brokers lock a record
     * @param results what workers finished
     * @param workers take records
     * @param nanoClock monotonic time in nanoseconds
     */
    record Parts(
            Holdings holdings,
            LockKeeper locks,
            Supplier<Duration> lockTime,
            Results results,
            Consumer<Taken> workers,
            LongSupplier nanoClock) {}

    ShareLoop(Parts parts, ShareTrouble trouble, BooleanSupplier paused) {
        this.parts = parts;
        this.trouble = trouble;
        this.paused = paused;
        this.leaveAlone = Deadline.in(Duration.ZERO, parts.nanoClock());
    }

    /** Goes round once; throws what cannot be cured. */
    void runOnce() {
        collect(0);
        parts.locks().keepIfDue();
        parts.holdings().flushIfDue();
        if (mayPoll()) {
            poll();
        } else {
            collect(nanosToNext());
        }
    }

    /** Goes round without new records until no handler runs, or the time is over. */
    void drain(Deadline until) {
        if (!draining) {
            draining = true;
            parts.holdings().releaseUnclaimed();
            held.forEach(this::giveBack);
            held.clear();
        }
        while (parts.holdings().isBusy() && !until.hasPassed()) {
            runOnce();
        }
        collect(0);
    }

    private boolean mayPoll() {
        boolean wanted =
                !(draining || paused.getAsBoolean()) || parts.holdings().isRenewing();
        return wanted && parts.holdings().mayPoll() && leaveAlone.hasPassed();
    }

    private void poll() {
        long start = parts.nanoClock().getAsLong();
        try {
            List<Taken> fresh = parts.holdings().poll(LONGEST_POLL);
            trouble.over();
            if (!fresh.isEmpty()) {
                worked = true;
                parts.locks().locked(start, parts.lockTime().get());
                fresh.forEach(this::handOut);
            }
        } catch (WakeupException e) {
            // Somebody wants to close, to pause or to resume.
        } catch (RuntimeException e) {
            leaveAlone = Deadline.in(waitAfter(e), parts.nanoClock());
        }
    }

    private Duration waitAfter(RuntimeException error) {
        if (draining && error instanceof KafkaException) {
            log.debug("Poll while leaving failed; leaving without", error);
            return Duration.ofDays(1);
        }
        return trouble.waitAfter(error, worked);
    }

    private void handOut(Taken taken) {
        if (draining) {
            parts.holdings().finish(taken, AcknowledgeType.RELEASE);
        } else {
            parts.workers().accept(taken);
        }
    }

    /** Takes what workers finished, waiting for the first of it at most so long. */
    private void collect(long waitNanos) {
        goOnWithHeld();
        @Nullable Result result = parts.results().next(waitNanos);
        while (result != null) {
            take(result);
            result = parts.results().next(0);
        }
    }

    private void take(Result result) {
        if (result instanceof Finished finished) {
            parts.holdings().finish(finished.taken(), finished.how());
        } else if (result instanceof Held one) {
            if (draining) {
                giveBack(one);
            } else {
                held.add(one);
            }
        } else if (result instanceof Broken broken && !draining) {
            throw broken.why();
        }
    }

    private void giveBack(Held one) {
        parts.holdings().finish(one.taken(), AcknowledgeType.RELEASE);
    }

    private void goOnWithHeld() {
        long now = parts.nanoClock().getAsLong();
        for (Iterator<Held> each = held.iterator(); each.hasNext(); ) {
            Held one = each.next();
            if (one.untilNanos() - now <= 0) {
                each.remove();
                one.then().run();
            }
        }
    }

    private long nanosToNext() {
        long now = parts.nanoClock().getAsLong();
        long nanos = LONGEST_POLL.toNanos();
        if (!parts.holdings().isEmpty()) {
            nanos = Math.min(nanos, parts.locks().nanosToNext());
        }
        for (Held one : held) {
            nanos = Math.min(nanos, one.untilNanos() - now);
        }
        return Math.max(SHORTEST_WAIT_NANOS, nanos);
    }
}
