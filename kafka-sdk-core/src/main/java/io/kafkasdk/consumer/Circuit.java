package io.kafkasdk.consumer;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.settings.FailurePolicy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells bad records from a bad handler: when so many records in a row would be given up and none was handled, it opens, and
 * no further record is given up. While it is open one record may try now and then; the first one that is handled closes it.
 *
 * <p><b>Threads:</b> safe for use by several threads.
 */
final class Circuit {

    private static final Logger log = LoggerFactory.getLogger(Circuit.class);

    private final int limit;
    private final long pauseNanos;
    private final ConsumerEvents events;
    private final LongSupplier nanoClock;
    private final AtomicInteger inARow = new AtomicInteger();
    private final AtomicInteger closings = new AtomicInteger();
    private final AtomicLong nextTry = new AtomicLong();
    private volatile boolean open;
    private volatile long openedNanos;

    /**
     * Makes a closed circuit.
     *
     * @param limit how many records in a row may be given up
     * @param pause the time between tries while it is open
     * @param events told when it opens and closes
     * @param nanoClock monotonic time in nanoseconds
     */
    Circuit(int limit, Duration pause, ConsumerEvents events, LongSupplier nanoClock) {
        this.limit = limit;
        this.pauseNanos = pause.toNanos();
        this.events = events;
        this.nanoClock = nanoClock;
    }

    /** Makes the circuit of a policy; policies that give up no record have one that stays closed. */
    static Circuit of(FailurePolicy policy, ConsumerEvents events, LongSupplier nanoClock) {
        int limit = Integer.MAX_VALUE;
        if (policy instanceof FailurePolicy.DeadLetterTopic deadLetter) {
            limit = deadLetter.circuit();
        } else if (policy instanceof FailurePolicy.Skip skip) {
            limit = skip.circuit();
        }
        return new Circuit(limit, policy.maxDelay(), events, nanoClock);
    }

    /** Takes note that a record was handled. */
    void handled() {
        // Once per record: two reads, no write, while all is well. It may have opened just after the count was cleared.
        if (inARow.get() != 0 || open) {
            close();
        }
    }

    /** Asks to give a record up, and counts it; false opens the circuit. */
    boolean mayGiveUp() {
        if (limit == Integer.MAX_VALUE) {
            return true;
        }
        int count = inARow.updateAndGet(n -> Math.min(n, limit) + 1);
        if (count <= limit) {
            return true;
        }
        open();
        return false;
    }

    boolean isOpen() {
        return open;
    }

    /** Returns since when it is open, in monotonic time; without meaning while it is not. */
    long openedNanos() {
        return openedNanos;
    }

    /**
     * Returns whether nothing more is to be fetched. While nothing is in flight, because the partitions of all that waited
     * here have gone, something must be fetched: without a record that may try, it would stay open for ever.
     */
    boolean stopsFetching(int recordsInFlight) {
        return open && recordsInFlight > 0;
    }

    /** Asks to run a handler; while open, yes only now and then. */
    boolean mayTry(long now) {
        if (!open) {
            return true;
        }
        long next = nextTry.get();
        return now - next >= 0 && nextTry.compareAndSet(next, now + pauseNanos);
    }

    /** Returns when the next record may try. */
    long nextTryNanos() {
        return nextTry.get();
    }

    /** Returns how often it was closed; a change means that what waits for it may go on. */
    int closings() {
        return closings.get();
    }

    /** Returns what is wrong and what to do while it is open. */
    Diagnosis diagnosis() {
        return new Diagnosis(
                ErrorKind.HANDLER_FAILED,
                "Consumer group '" + events.group() + "' gives up no more records",
                limit + " records in a row failed for good and none was handled, so it is not the records",
                "find out why the handler fails; one record tries every " + Duration.ofNanos(pauseNanos)
                        + ", and the first that is handled, or ManagedConsumer.resume(), lets all go on");
    }

    private void open() {
        synchronized (this) {
            if (open) {
                return;
            }
            openedNanos = nanoClock.getAsLong();
            nextTry.set(openedNanos + pauseNanos);
            open = true;
        }
        log.error("{} Fetching is paused.", diagnosis().text());
        events.circuitOpened(diagnosis());
    }

    /** Closes it, if it is open; starts to count anew. */
    void close() {
        synchronized (this) {
            inARow.set(0);
            if (!open) {
                return;
            }
            open = false;
            closings.incrementAndGet();
        }
        log.info("Consumer group '{}': the circuit closed, records flow again", events.group());
        events.circuitClosed();
    }
}
