package io.kafkasdk.share;

import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.error.KafkaSdkException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a member is in its life; the only place that moves it on.
 *
 * <p><b>Threads:</b> safe for use by several threads. The listener is told outside of the lock.
 */
final class ShareLifecycle {

    private static final Set<ConsumerState> AT_WORK = Set.of(ConsumerState.RUNNING, ConsumerState.PAUSED);

    private final ShareEvents events;
    private ConsumerState state = ConsumerState.CREATED;
    private boolean pauseWanted;
    private @Nullable KafkaSdkException failure;

    ShareLifecycle(ShareEvents events) {
        this.events = events;
    }

    synchronized ConsumerState state() {
        return state;
    }

    synchronized Optional<KafkaSdkException> failure() {
        return Optional.ofNullable(failure);
    }

    void started() {
        ConsumerState entered;
        synchronized (this) {
            if (state != ConsumerState.CREATED) {
                throw new IllegalStateException("started already or closed: the state is " + state);
            }
            state = pauseWanted ? ConsumerState.PAUSED : ConsumerState.RUNNING;
            entered = state;
        }
        events.stateChanged(entered);
    }

    /** Moves back to CREATED, where it can be started again; returns false when somebody closes it. */
    boolean startUndone() {
        return move(AT_WORK, ConsumerState.CREATED);
    }

    void paused() {
        synchronized (this) {
            pauseWanted = true;
        }
        move(Set.of(ConsumerState.RUNNING), ConsumerState.PAUSED);
    }

    void resumed() {
        synchronized (this) {
            pauseWanted = false;
        }
        move(Set.of(ConsumerState.PAUSED), ConsumerState.RUNNING);
    }

    boolean draining() {
        return move(AT_WORK, ConsumerState.DRAINING);
    }

    /** Moves to FAILED, unless it ended before. */
    void failed(KafkaSdkException why) {
        synchronized (this) {
            if (state == ConsumerState.CLOSED || state == ConsumerState.FAILED) {
                return;
            }
            state = ConsumerState.FAILED;
            failure = why;
        }
        events.stateChanged(ConsumerState.FAILED);
    }

    /** Moves from CREATED to CLOSED; returns false when it was started. */
    boolean closedUnused() {
        return move(Set.of(ConsumerState.CREATED), ConsumerState.CLOSED);
    }

    /** Moves from DRAINING to CLOSED: a member that failed stays so until it is closed. */
    void drained() {
        move(Set.of(ConsumerState.DRAINING), ConsumerState.CLOSED);
    }

    /** Moves to CLOSED from any state. */
    void closed() {
        move(Set.of(ConsumerState.values()), ConsumerState.CLOSED);
    }

    private boolean move(Set<ConsumerState> from, ConsumerState to) {
        synchronized (this) {
            if (state == to || !from.contains(state)) {
                return false;
            }
            state = to;
            if (to == ConsumerState.CLOSED) {
                failure = null;
            }
        }
        events.stateChanged(to);
        return true;
    }
}
