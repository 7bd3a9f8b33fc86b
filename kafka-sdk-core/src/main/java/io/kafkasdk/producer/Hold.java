package io.kafkasdk.producer;

import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of senders and their records while a Kafka client hands over to its successor. A record that has entered the
 * budget is in one of three places: with a sender that is held, with the old client, or on the way to one of these. So the
 * old one has none left, and no sender on its way to it, when as many are under way as senders are held.
 *
 * <p><b>Threads:</b> all but {@link #old} and {@link #unclear} under the lock of its {@link ReplaceableClient}.
 */
final class Hold {

    /**
     * A record that ended without an answer may still be on its way for so long: a broker that did not answer may have the
     * request. Longer than a usual request.timeout.ms and what a broker is given before it counts as dead.
     */
    static final long UNCLEAR_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Set from the begin of the hold to its end. */
    private volatile @Nullable Producer<Object, Object> old;
    /** When a record last ended without an answer; zero for never. */
    private volatile long unclearNanos;

    private boolean underWay;
    private int senders;
    private long passed;

    /** Notes that a hand-over begins. */
    void prepare() {
        underWay = true;
    }

    /** Notes that the hand-over has ended, whatever came of it. */
    void finish() {
        underWay = false;
    }

    /** Returns whether a hand-over has begun and not ended. */
    boolean isUnderWay() {
        return underWay;
    }

    /** From now on senders are held. */
    void begin(Producer<Object, Object> client) {
        old = client;
        // Whoever still empties the client for an earlier hold has another mark.
        passed++;
    }

    /** Lets the senders go on. */
    void end() {
        old = null;
    }

    /** Returns the client that is to be emptied; null while nobody is held. */
    @Nullable
    Producer<Object, Object> old() {
        return old;
    }

    /** Notes that somebody is held, with a record that has entered the budget or without one. */
    void senderCame(boolean withRecord) {
        senders += withRecord ? 1 : 0;
    }

    /** Notes that the same is held no longer. */
    void senderWent(boolean withRecord) {
        senders -= withRecord ? 1 : 0;
    }

    /** Notes that a record goes to the old client all the same: its sender is the thread that empties it. */
    void senderPassed() {
        passed++;
    }

    /** Returns a number that changes with each record that passed, where the old client has none left; else -1. */
    long drained(InFlightBudget budget) {
        return old != null && budget.records() <= senders ? passed : -1;
    }

    /** Notes that a record ended, or may have been taken, without an answer. */
    void unclear(long nowNanos) {
        unclearNanos = nowNanos == 0 ? 1 : nowNanos;
    }

    /** Returns whether a record without an answer may still get into the log. */
    boolean isUnclear(long nowNanos) {
        long last = unclearNanos;
        return last != 0 && nowNanos - last < UNCLEAR_NANOS;
    }
}
