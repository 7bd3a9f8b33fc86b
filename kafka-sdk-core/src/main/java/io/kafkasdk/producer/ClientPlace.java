package io.kafkasdk.producer;

import io.kafkasdk.internal.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Who is the Kafka client now, and who waits for the next one: while one is {@linkplain ReplaceableClient replaced}, and
 * while one {@linkplain ClientHandOver hands over}. Only one of these at a time, and none after a close.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 */
final class ClientPlace {

    private final String clientId;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Hold hold = new Hold();
    /** Null for a client that stays. */
    private volatile @Nullable Supplier<Producer<Object, Object>> maker;
    /** Null while one is replaced by the next, and where the next one could not be made. */
    private volatile @Nullable Producer<Object, Object> current;

    private boolean replacing;
    private boolean closed;

    ClientPlace(
            String clientId,
            @Nullable Producer<Object, Object> first,
            @Nullable Supplier<Producer<Object, Object>> maker) {
        this.clientId = clientId;
        this.current = first;
        this.maker = maker;
    }

    /** Returns what makes the next clients; null where the first one stays. */
    @Nullable
    Supplier<Producer<Object, Object>> maker() {
        return maker;
    }

    /** Returns the client to send by, null while there is none. */
    @Nullable
    Producer<Object, Object> current() {
        return current;
    }

    /** Returns the client, not to send by, null while there is none: one that hands over is there to the end. */
    @Nullable
    Producer<Object, Object> serving() {
        // In this order: when senders go on with the next client, the old one is let go of a moment later.
        Producer<Object, Object> client = current;
        Producer<Object, Object> old = client == null ? hold.old() : client;
        return old == null ? current : old;
    }

    /** Returns the client to send by; blocks while there is none, until the time is over. */
    Producer<Object, Object> toSendBy(long untilNanos) {
        Producer<Object, Object> client = current;
        return client == null ? await(untilNanos, true) : client;
    }

    /** Returns the client, not to send by; blocks while it is being replaced, until the time is over. */
    Producer<Object, Object> ready(long untilNanos) {
        Producer<Object, Object> client = serving();
        return client == null ? await(untilNanos, false) : client;
    }

    private Producer<Object, Object> await(long untilNanos, boolean withRecord) {
        try {
            lock.lockInterruptibly();
            hold.senderCame(withRecord);
            try {
                Producer<Object, Object> client = available(withRecord);
                while (client == null) {
                    long left = untilNanos - System.nanoTime();
                    if (left <= 0) {
                        throw new TimeoutException("The Kafka client of producer '" + clientId
                                + "' is being replaced or not there yet, and the next one was not ready in time");
                    }
                    changed.await(left, TimeUnit.NANOSECONDS);
                    client = available(withRecord);
                }
                return client;
            } finally {
                hold.senderWent(withRecord);
                lock.unlock();
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private @Nullable Producer<Object, Object> available(boolean withRecord) {
        Producer<Object, Object> client = current;
        if (client != null) {
            return client;
        }
        if (closed) {
            throw new IllegalStateException("Producer '" + clientId + "' is closed");
        }
        Producer<Object, Object> old = hold.old();
        if (withRecord && old != null && WriteClients.isIoThread(clientId, Thread.currentThread())) {
            // The client's own thread cannot wait until the client has no records left: it is the one that ends them.
            hold.senderPassed();
            return old;
        }
        return withRecord ? null : old;
    }

    /** Notes that a record ended, or may have been taken, without an answer. */
    void unclear() {
        hold.unclear(System.nanoTime());
    }

    /** Returns whether a record that ended without an answer may still get into the log. */
    boolean isUnclear() {
        return hold.isUnclear(System.nanoTime());
    }

    /**
     * Takes the client away. Returns false where it is closed, in other hands or another one by now; else {@link #put} ends
     * it.
     */
    boolean takeAway(@Nullable Producer<Object, Object> expected) {
        lock.lock();
        try {
            if (closed || replacing || hold.isUnderWay() || current != expected) {
                return false;
            }
            replacing = true;
            current = null;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Puts the next client into its place, and says that it is done: a close waits for that, and closes it. */
    void put(@Nullable Producer<Object, Object> next) {
        lock.lock();
        try {
            current = next;
            replacing = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Begins a hand-over; nothing is replaced until {@link #endHandOver}. Returns whether it is possible now. */
    boolean beginHandOver() {
        lock.lock();
        try {
            if (closed || replacing || hold.isUnderWay() || maker == null || current == null) {
                return false;
            }
            hold.prepare();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a hand-over, whatever came of it. */
    void endHandOver() {
        lock.lock();
        try {
            hold.finish();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Has senders wait from now on, until {@link #turn} or {@link #release}; returns the client to be emptied, if any. */
    @Nullable
    Producer<Object, Object> hold() {
        lock.lock();
        try {
            Producer<Object, Object> old = closed ? null : current;
            if (old != null) {
                hold.begin(old);
                current = null;
            }
            return old;
        } finally {
            lock.unlock();
        }
    }

    boolean isHeld() {
        return hold.old() != null;
    }

    /** Returns a mark for {@link #turn} where the held client has no record left, and none on the way to it; else -1. */
    long drained(InFlightBudget budget) {
        lock.lock();
        try {
            return hold.drained(budget);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has senders go on with the next client.
     *
     * @param mark as drained it must still be
     * @param doubt forgets what it knew of the old one
     * @return whether it has turned
     */
    boolean turn(long mark, InFlightBudget budget, Successor next, ClientDoubt doubt) {
        lock.lock();
        try {
            if (closed || isUnclear() || hold.drained(budget) != mark) {
                return false;
            }
            doubt.replaced();
            maker = next.maker();
            current = next.client();
            hold.end();
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Who takes over.
     *
     * @param client the next client
     * @param maker makes those after it
     */
    record Successor(Producer<Object, Object> client, Supplier<Producer<Object, Object>> maker) {}

    /** Has senders go on with the client that was held, if they are still held. */
    void release() {
        lock.lock();
        try {
            Producer<Object, Object> old = hold.old();
            if (old != null) {
                current = old;
                hold.end();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for {@link #turn}, {@link #release} or a close, or until the time is over. */
    void awaitEndOfHold(Deadline deadline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (isHeld() && !deadline.hasPassed()) {
                changed.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether {@link #close} was called. */
    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no client any more. Waits for the end of a replacement, and returns the client that is to be closed. */
    @Nullable
    Producer<Object, Object> close() {
        lock.lock();
        try {
            closed = true;
            release();
            changed.signalAll();
            while (replacing) {
                changed.awaitUninterruptibly();
            }
            return current;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a hand-over: it notices a close by itself, and closes the client that did not take over. */
    void awaitEndOfHandOver(Deadline deadline) {
        lock.lock();
        try {
            while (hold.isUnderWay() && !deadline.hasPassed()) {
                changed.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
