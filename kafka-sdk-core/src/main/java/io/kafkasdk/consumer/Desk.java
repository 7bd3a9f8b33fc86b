package io.kafkasdk.consumer;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The place of one worker: what it has in hand, so that others can see it, and what it finished and has not yet counted.
 *
 * <p><b>Threads:</b> one worker writes; any thread may look at {@link #current()}, {@link #running()} and {@link #thread()}.
 */
final class Desk {

    private final Thread thread;
    private final Completions completions;
    private final Work[] works;
    private volatile @Nullable Work current;
    private volatile long since;
    private @Nullable OwnedPartition counted;
    private int records;
    private long bytes;

    /**
     * Makes an empty desk.
     *
     * @param thread who works here
     * @param completions told of what is finished
     * @param turn the most records of one turn
     */
    Desk(Thread thread, Completions completions, int turn) {
        this.thread = thread;
        this.completions = completions;
        this.works = new Work[turn];
    }

    Thread thread() {
        return thread;
    }

    /** Returns the records of this turn; the first so many count. */
    Work[] works() {
        return works;
    }

    /** Returns what is being handled now, if anything. */
    @Nullable
    Work current() {
        return current;
    }

    /** Asks to start on a record; false when nobody wants it any more. */
    boolean enter(Work work, long now) {
        if (counted != work.owner()) {
            // With another record in hand the other partition looks idle: by then its last commit must know all.
            count();
        }
        since = now;
        // Show it first, look second; whoever stops the partition sets first and looks at desks second.
        current = work;
        if (work.owner().isStopped()) {
            count();
            current = null;
            return false;
        }
        return true;
    }

    /** Turns to a record that was entered before, whose handler starts now. */
    void handles(Work work, long now) {
        since = now;
        current = work;
    }

    /** Any thread: returns what runs here, if anything. */
    Optional<RunningHandler> running() {
        Work work = current;
        // Written before the record is shown, so it is never of an earlier one.
        long start = since;
        return work == null
                ? Optional.empty()
                : Optional.of(new RunningHandler(
                        thread, work.owner().partition(), work.record().offset(), start));
    }

    /** Has nothing in hand while it waits to start on a record. */
    void rest() {
        count();
        current = null;
        completions.signal();
    }

    /** Marks a record as finished; it is counted with its neighbours. */
    void finished(Work work) {
        work.finish();
        if (counted != work.owner()) {
            count();
            counted = work.owner();
        }
        records++;
        bytes += work.heapBytes();
    }

    /** Counts what was finished. */
    void count() {
        OwnedPartition owner = counted;
        if (owner != null && records > 0) {
            owner.finished(records, bytes);
            completions.finished(records);
            records = 0;
            bytes = 0;
        }
        counted = null;
    }

    /** Has nothing in hand any more. */
    void leave() {
        count();
        Arrays.fill(works, null);
        current = null;
        completions.signal();
    }
}
