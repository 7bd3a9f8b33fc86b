package io.kafkasdk.consumer;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records that must be handled one at a time, in order. An idle lane costs no thread, and neither does one that waits to
 * try a record again: a worker takes the lane, runs a few records, and goes to the end of the line.
 *
 * <p>A lane outlives assignments: when a partition goes while its handler runs and then comes back, the first record of
 * the new assignment waits for that handler.
 *
 * <p><b>Threads:</b> the poll thread adds, discards and resumes; one worker at a time runs it. The lock is never held
 * while user code runs.
 */
final class Lane implements Runnable {

    /** Records that a worker runs before it lets other lanes have their turn. */
    private static final int TURN = 16;

    private enum State {
        IDLE,
        SCHEDULED,
        WAITING
    }

    private final Executor workers;
    private final Step step;
    private final Consumer<Throwable> onEscape;
    private final Deque<Work> queue = new ArrayDeque<>();
    private @Nullable Work current;
    private State state = State.IDLE;

    /** What a worker does with one record. */
    @FunctionalInterface
    interface Step {

        /** Runs the record; returns false when the lane was {@linkplain #park parked} with it, to be resumed. */
        boolean run(Lane lane, Work work);
    }

    /**
     * Makes an empty lane.
     *
     * @param workers run it
     * @param step what to do with each record
     * @param onEscape told of whatever the step throws; the lane does not go on after it
     */
    Lane(Executor workers, Step step, Consumer<Throwable> onEscape) {
        this.workers = workers;
        this.step = step;
        this.onEscape = onEscape;
    }

    /** Adds records behind those that are there. */
    void add(Collection<Work> works) {
        synchronized (this) {
            queue.addAll(works);
            if (state != State.IDLE) {
                return;
            }
            state = State.SCHEDULED;
        }
        workers.execute(this);
    }

    @Override
    public void run() {
        try {
            takeTurn();
        } catch (Throwable escaped) {
            // The lane would stay scheduled for ever, and its partition would stand still without a word.
            onEscape.accept(escaped);
        }
    }

    private void takeTurn() {
        Work work = first();
        for (int i = 0; work != null && i < TURN; i++) {
            if (!step.run(this, work)) {
                return;
            }
            work = next();
        }
        if (work != null) {
            workers.execute(this);
        }
    }

    /** Makes the lane wait with this record; returns false when nobody wants the record any more. */
    synchronized boolean park(Work work) {
        if (work.owner().isStopped()) {
            return false;
        }
        state = State.WAITING;
        return true;
    }

    /** Tries the record again for which the lane waits; does nothing when it does not wait for it any more. */
    void resume(Work work) {
        synchronized (this) {
            if (state != State.WAITING || current != work) {
                return;
            }
            state = State.SCHEDULED;
        }
        workers.execute(this);
    }

    /** Drops the records of an assignment that are not running. */
    void discard(OwnedPartition owner) {
        synchronized (this) {
            queue.removeIf(work -> work.owner() == owner);
            if (state != State.WAITING || current == null || current.owner() != owner) {
                return;
            }
            current = null;
            state = State.SCHEDULED;
        }
        workers.execute(this);
    }

    private synchronized @Nullable Work first() {
        return current == null ? next() : current;
    }

    private synchronized @Nullable Work next() {
        current = queue.poll();
        if (current == null) {
            state = State.IDLE;
        }
        return current;
    }
}
