package io.kafkasdk.consumer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records that are handled one after the other. An idle lane costs no thread: a worker takes it, runs a few records, and
 * sends it to the end of the line.
 *
 * <p>A record that has to wait (for its next attempt, for an asynchronous handler, for its dead letter to be written) is
 * parked. Records that are ordered behind it are parked with it; the others in the lane go on.
 *
 * <p>A lane outlives assignments: when a partition goes while its handler runs and then comes back, the records of the new
 * assignment that are ordered behind it wait for that handler.
 *
 * <p><b>Threads:</b> the poll thread stages, publishes and discards, anyone may resume, one worker at a time runs it. The
 * lock is never held while user code runs.
 */
final class Lane {

    private final Workers workers;
    private final Step step;
    private final OrderRule order;
    private final Consumer<Throwable> onEscape;
    private final List<Work> staged = new ArrayList<>(2);
    private final Deque<Work> queue = new ArrayDeque<>(4);
    private final List<Parked> parked = new ArrayList<>(0);
    private boolean scheduled;
    private int resumable;
    /** Whether the present turn has to look at what is parked; belongs to the worker. */
    private boolean divertsInTurn;

    /** What a worker does with the records of one turn. */
    @FunctionalInterface
    interface Step {

        /** Runs the first so many records of the desk. */
        void run(Lane lane, Desk desk, int count);

        /** Poll thread: looks after what goes on without a worker. */
        default void look() {}

        /** Returns what goes on without a worker; a copy. */
        default List<RunningHandler> running() {
            return List.of();
        }
    }

    /** What waits in the order of one key: the record that has to wait, and those behind it. */
    private static final class Parked {
        private final Work first;
        private final Deque<Work> works = new ArrayDeque<>(2);
        private boolean runs;
        private boolean goesOn;

        private Parked(Work first, boolean runs) {
            this.first = first;
            this.runs = runs;
            works.add(first);
        }
    }

    /**
     * Makes an empty lane.
     *
     * @param workers run it
     * @param step what to do with records
     * @param order which records wait for one another
     * @param onEscape told of whatever the step throws; the lane does not go on after it
     */
    Lane(Workers workers, Step step, OrderRule order, Consumer<Throwable> onEscape) {
        this.workers = workers;
        this.step = step;
        this.order = order;
        this.onEscape = onEscape;
    }

    /** Poll thread: puts a record aside until {@link #publish()}; returns whether it is the first. */
    boolean stage(Work work) {
        staged.add(work);
        return staged.size() == 1;
    }

    /** Poll thread: adds what was staged behind what is there; returns whether the lane now needs a turn. */
    boolean publish() {
        synchronized (this) {
            queue.addAll(staged);
            staged.clear();
            boolean needsTurn = !scheduled;
            scheduled = true;
            return needsTurn;
        }
    }

    /** A worker: has one turn. */
    void run(Desk desk) {
        try {
            int count = take(desk.works());
            step.run(this, desk, count);
        } catch (Throwable escaped) {
            // The lane would stay scheduled for ever, and its keys would stand still without a word.
            onEscape.accept(escaped);
            return;
        } finally {
            desk.leave();
        }
        if (endTurn()) {
            workers.submit(this);
        }
    }

    private synchronized int take(Work[] works) {
        if (resumable > 0) {
            unpark();
        }
        divertsInTurn = !parked.isEmpty();
        int count = 0;
        while (count < works.length && !queue.isEmpty()) {
            works[count++] = queue.remove();
        }
        return count;
    }

    /** Puts what goes on in front of the queue: what is ordered behind it there came later. */
    private void unpark() {
        for (Iterator<Parked> each = parked.iterator(); each.hasNext(); ) {
            Parked place = each.next();
            if (place.goesOn) {
                each.remove();
                while (!place.works.isEmpty()) {
                    queue.addFirst(place.works.removeLast());
                }
            }
        }
        resumable = 0;
    }

    private synchronized boolean endTurn() {
        scheduled = !queue.isEmpty() || resumable > 0;
        return scheduled;
    }

    /** A worker, in its turn: puts the record to those that wait if it is ordered behind one; returns whether it did. */
    boolean divert(Work work) {
        if (!divertsInTurn) {
            return false;
        }
        synchronized (this) {
            Parked place = placeBefore(work);
            if (place != null) {
                place.works.add(work);
            }
            return place != null;
        }
    }

    private @Nullable Parked placeBefore(Work work) {
        for (Parked place : parked) {
            if (place.first != work && order.isOrdered(place.first, work)) {
                return place;
            }
        }
        return null;
    }

    /** A worker, in its turn: lets the record wait to be resumed; false when nobody wants it any more. */
    synchronized boolean park(Work work) {
        if (work.owner().isStopped()) {
            return false;
        }
        park(work, false);
        return true;
    }

    /** A worker, in its turn: lets those behind this record wait while it goes on without a worker. */
    synchronized void parkRunning(Work work) {
        park(work, true);
    }

    private void park(Work work, boolean runs) {
        parked.add(new Parked(work, runs));
        divertsInTurn = true;
    }

    /** Lets a record that went on without a worker wait to be resumed. */
    synchronized void stopRunning(Work work) {
        Parked place = placeOf(work);
        if (place != null) {
            place.runs = false;
        }
    }

    /** Lets a parked record have another turn; does nothing when it is not here any more. */
    void resume(Work work) {
        goOn(work, false);
    }

    /** Ends a parked record; those behind it go on. */
    void done(Work work) {
        goOn(work, true);
    }

    private void goOn(Work work, boolean isDone) {
        synchronized (this) {
            Parked place = placeOf(work);
            if (place == null || place.goesOn) {
                return;
            }
            if (isDone || work.owner().isStopped()) {
                place.works.remove(work);
            }
            place.runs = false;
            if (!letGoOn(place)) {
                return;
            }
        }
        workers.submit(this);
    }

    /** Marks a place for the next turn; returns whether the lane needs one. */
    private boolean letGoOn(Parked place) {
        place.goesOn = true;
        resumable++;
        boolean needsTurn = !scheduled;
        scheduled = true;
        return needsTurn;
    }

    private @Nullable Parked placeOf(Work work) {
        for (Parked place : parked) {
            if (place.first == work) {
                return place;
            }
        }
        return null;
    }

    /** Poll thread: drops the records of an assignment that are not running. */
    void discard(OwnedPartition owner) {
        boolean needsTurn = false;
        synchronized (this) {
            queue.removeIf(work -> work.owner() == owner);
            for (Parked place : List.copyOf(parked)) {
                place.works.removeIf(work -> work.owner() == owner && !(place.runs && work == place.first));
                if (!place.goesOn && !place.runs && place.first.owner() == owner) {
                    needsTurn |= letGoOn(place);
                }
            }
        }
        if (needsTurn) {
            workers.submit(this);
        }
    }

    /** Adds the records that wait or go on without a worker to a list, for whoever asks why nothing moves. */
    synchronized void listParked(Collection<Work> into) {
        for (Parked place : parked) {
            // Without it, the place is only that of the records behind one that has ended.
            if (place.works.peek() == place.first) {
                into.add(place.first);
            }
        }
    }
}
