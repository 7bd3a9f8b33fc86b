package io.kafkasdk.consumer;

import io.kafkasdk.error.KafkaSdkException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a consumer is in its life; the only place that moves it on.
 *
 * <p><b>Threads:</b> safe for use by several threads. The listener is told outside of the lock.
 */
final class Lifecycle {

    private final ConsumerEvents events;
    private ConsumerState state = ConsumerState.CREATED;
    private boolean pauseWanted;
    private @Nullable KafkaSdkException failure;

    Lifecycle(ConsumerEvents events) {
        this.events = events;
    }

    synchronized ConsumerState state() {
        return state;
    }

    synchronized Optional<KafkaSdkException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Moves to RUNNING, or PAUSED when that was asked for before, and returns which; leaves it to the caller to tell. */
    synchronized ConsumerState started() {
        if (state != ConsumerState.CREATED) {
            throw new IllegalStateException("started already or closed: the state is " + state);
        }
        state = pauseWanted ? ConsumerState.PAUSED : ConsumerState.RUNNING;
        return state;
    }

    /** Moves back to CREATED, where it can be started again; returns false when somebody closes it. */
    boolean startUndone() {
        synchronized (this) {
            if (state != ConsumerState.RUNNING && state != ConsumerState.PAUSED) {
                return false;
            }
            state = ConsumerState.CREATED;
        }
        events.stateChanged(ConsumerState.CREATED);
        return true;
    }

    void paused() {
        pause(ConsumerState.RUNNING, ConsumerState.PAUSED);
    }

    void resumed() {
        pause(ConsumerState.PAUSED, ConsumerState.RUNNING);
    }

    /** Moves to DRAINING; returns false when it is not running. */
    boolean draining() {
        synchronized (this) {
            if (state != ConsumerState.RUNNING && state != ConsumerState.PAUSED) {
                return false;
            }
            state = ConsumerState.DRAINING;
        }
        events.stateChanged(ConsumerState.DRAINING);
        return true;
    }

    /** Moves to FAILED, unless it was closed before; returns whether it did. */
    boolean failed(KafkaSdkException why) {
        synchronized (this) {
            if (state == ConsumerState.CLOSED || state == ConsumerState.FAILED) {
                return false;
            }
            state = ConsumerState.FAILED;
            failure = why;
        }
        events.stateChanged(ConsumerState.FAILED);
        return true;
    }

    /** Moves from CREATED to CLOSED; returns false when it was started. */
    boolean closedUnused() {
        return close(ConsumerState.CREATED);
    }

    /** Moves from DRAINING to CLOSED. */
    void drained() {
        close(ConsumerState.DRAINING);
    }

    /** Moves to CLOSED from any state. */
    void closed() {
        close(null);
    }

    private boolean close(@Nullable ConsumerState only) {
        synchronized (this) {
            if (state == ConsumerState.CLOSED || (only != null && state != only)) {
                return false;
            }
            state = ConsumerState.CLOSED;
            failure = null;
        }
        events.stateChanged(ConsumerState.CLOSED);
        return true;
    }

    private void pause(ConsumerState from, ConsumerState to) {
        synchronized (this) {
            pauseWanted = to == ConsumerState.PAUSED;
            if (state != from) {
                return;
            }
            state = to;
        }
        events.stateChanged(to);
    }
}
