package io.kafkasdk.producer;

import io.kafkasdk.internal.Closing;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.FailureText;
import io.kafkasdk.internal.SdkThreads;
import io.kafkasdk.producer.ClientPlace.Successor;
import io.kafkasdk.producer.HandOver.Result;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a Kafka client that works by one with other settings, so that no record is lost, sent twice or overtaken: the
 * next client is made beside it, senders are held for a moment, and go on with the next one once the old one has ended all
 * its records and run all its callbacks. Where it does not come to that in time, they go on with the old one.
 *
 * <p><b>Threads:</b> one at a time; blocks. The old client is flushed on a thread of its own, since Kafka's flush has no
 * bound.
 */
final class ClientHandOver {

    private static final Duration LONGEST_LEARNING = Duration.ofSeconds(5);
    private static final Duration LONGEST_NARROWING = Duration.ofSeconds(20);
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(1);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
    /** What is still under way when senders are held is to be acknowledged in less than half of what they wait at most. */
    private static final Duration LONGEST_DRAIN = Duration.ofMillis(200);

    private static final int DRAINS_IN_A_HOLD = 3;
    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final String clientId;
    private final ClientPlace place;
    private final ClientDoubt doubt;
    private final InFlightBudget budget;
    private final Duration maxBlock;
    private final Ways ways;

    private long heldNanos;

    ClientHandOver(String clientId, ReplaceableClient client, InFlightBudget budget, Duration maxBlock, Ways ways) {
        this.clientId = clientId;
        this.place = client.place();
        this.doubt = client.doubt();
        this.budget = budget;
        this.maxBlock = maxBlock;
        this.ways = ways;
    }

    /**
     * What it stands on.
     *
     * @param threads runs what may block for long
     * @param nanoClock monotonic time in nanoseconds
     * @param pause lets time pass
     */
    record Ways(Executor threads, LongSupplier nanoClock, Pause pause) {

        static Ways real(String clientId) {
            return new Ways(
                    task -> SdkThreads.newThread("drain", clientId, task).start(), System::nanoTime, Pause.REAL);
        }
    }

    /**
     * Hands over. Blocks for some seconds at most.
     *
     * @param maker makes the next client, beside the present one
     * @param later makes those after it, where it is lost
     * @param topics those that the next one must know
     */
    HandOver run(
            Supplier<Producer<Object, Object>> maker,
            Supplier<Producer<Object, Object>> later,
            Collection<String> topics) {
        if (!place.beginHandOver()) {
            return new HandOver(Result.NOT_POSSIBLE, 0, "the producer is closed, or its client is being replaced");
        }
        try {
            return make(maker, later, topics);
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
            return not(Result.NOT_DRAINED, "interrupted");
        } finally {
            budget.widen();
            place.endHandOver();
        }
    }

    private HandOver make(
            Supplier<Producer<Object, Object>> maker,
            Supplier<Producer<Object, Object>> later,
            Collection<String> topics)
            throws InterruptedException {
        if (place.isUnclear()) {
            return unclear();
        }
        Producer<Object, Object> next;
        try {
            next = maker.get();
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            return not(Result.NO_CLIENT, "a client with the new settings cannot be made: " + FailureText.of(e));
        }
        Producer<Object, Object> old = place.current();
        try {
            HandOver refused = learn(next, old, topics);
            refused = refused == null ? narrow() : refused;
            return refused == null ? holdAndTurn(new Successor(next, later)) : refused;
        } finally {
            budget.widen();
            close(place.current() == next ? old : next);
        }
    }

    private HandOver not(Result result, String why) {
        // Whatever it was that failed: the close comes first.
        return place.isClosed()
                ? new HandOver(Result.NOT_POSSIBLE, heldNanos, "the producer was closed meanwhile")
                : new HandOver(result, heldNanos, why);
    }

    private HandOver unclear() {
        return not(
                Result.NOT_DRAINED,
                "within the last minute a record ended without an answer; it may still get into the log, behind later"
                        + " ones of another client");
    }

    /** Has the next client fetch the topics that the present one knows: one that is missing must not hold this up. */
    private @Nullable HandOver learn(
            Producer<Object, Object> next, @Nullable Producer<Object, Object> present, Collection<String> topics) {
        Deadline deadline = Deadline.in(LONGEST_LEARNING, ways.nanoClock());
        for (String topic : topics) {
            // Asking for a topic that is gone takes its time too.
            boolean needed = present != null && !deadline.hasPassed() && knows(present, topic);
            while (needed && !knows(next, topic)) {
                if (deadline.hasPassed() || place.isClosed()) {
                    return not(
                            Result.NO_CLIENT, "the new client did not learn the partitions of topic '" + topic + "'");
                }
            }
        }
        return null;
    }

    /** Asks once; Kafka's own bound is a slice of maxBlock. */
    private boolean knows(Producer<Object, Object> client, String topic) {
        try {
            return !client.partitionsFor(topic).isEmpty();
        } catch (InterruptException e) {
            throw e;
        } catch (TimeoutException e) {
            return false;
        } catch (KafkaException | IllegalStateException e) {
            // Closed, or a topic that may not be seen: as good as unknown. It said so at once, and is asked again.
            LockSupport.parkNanos(LOOK_NANOS);
            return false;
        }
    }

    private @Nullable HandOver narrow() throws InterruptedException {
        Duration longest = longestHold();
        Duration share = longest.dividedBy(DRAINS_IN_A_HOLD);
        Duration drain = share.compareTo(LONGEST_DRAIN) < 0 ? share : LONGEST_DRAIN;
        Narrowing narrowing = new Narrowing(budget, ways.nanoClock(), ways.pause());
        Narrowing.Limits limits = new Narrowing.Limits(drain, longest.dividedBy(2), LONGEST_NARROWING);
        return narrowing.run(limits, place::isClosed)
                ? null
                : not(
                        Result.NOT_DRAINED,
                        budget.records()
                                + " records are under way, too many for the rate at which they are acknowledged");
    }

    private Duration longestHold() {
        Duration half = maxBlock.dividedBy(2);
        return half.compareTo(LONGEST_HOLD) < 0 ? half : LONGEST_HOLD;
    }

    private HandOver holdAndTurn(Successor next) {
        long start = ways.nanoClock().getAsLong();
        Deadline deadline = Deadline.in(longestHold(), ways.nanoClock());
        Producer<Object, Object> old = place.hold();
        if (old == null) {
            return not(Result.NOT_DRAINED, "there is no client to take over from");
        }
        Drain drain = new Drain(old, next, deadline);
        try {
            ways.threads().execute(drain);
            place.awaitEndOfHold(deadline);
        } catch (InterruptedException e) {
            // It may have turned all the same.
            Thread.currentThread().interrupt();
        } finally {
            place.release();
            drain.stop();
            heldNanos = ways.nanoClock().getAsLong() - start;
        }
        if (place.current() == next.client()) {
            return new HandOver(Result.DONE, heldNanos, "");
        }
        return place.isUnclear()
                ? unclear()
                : not(
                        Result.NOT_DRAINED,
                        "the records under way were not all acknowledged within "
                                + longestHold().toMillis() + " ms");
    }

    /** Waits for the end of a client that has no records; a dependent of a future may hold its thread. */
    private void close(@Nullable Producer<Object, Object> idle) {
        if (idle != null) {
            Closing.start(clientId, () -> idle.close(LONGEST_CLOSE)).await(LONGEST_CLOSE);
        }
    }

    /** Empties the old client, and turns to the next one. */
    private final class Drain implements Runnable {

        private final Producer<Object, Object> old;
        private final Successor next;
        private final Deadline deadline;
        private volatile @Nullable Thread flushing;

        Drain(Producer<Object, Object> old, Successor next, Deadline deadline) {
            this.old = old;
            this.next = next;
            this.deadline = deadline;
        }

        @Override
        public void run() {
            flushing = Thread.currentThread();
            try {
                while (place.isHeld() && !deadline.hasPassed()) {
                    long mark = place.drained(budget);
                    // Sends what lingers; and of records that have ended it waits for the callbacks, of which the next
                    // client must not run later ones before.
                    old.flush();
                    if (mark >= 0 && place.turn(mark, budget, next, doubt)) {
                        return;
                    }
                    ways.pause().nanos(LOOK_NANOS);
                }
            } catch (InterruptedException | KafkaException | IllegalStateException e) {
                // Stopped, or closed meanwhile: whoever waits finds that nothing was turned.
                return;
            } finally {
                flushing = null;
            }
        }

        /** Ends a flush that came to nothing: while it lasts, the client's batches do not linger. */
        void stop() {
            Thread thread = flushing;
            if (thread != null && thread != Thread.currentThread()) {
                thread.interrupt();
            }
        }
    }
}
