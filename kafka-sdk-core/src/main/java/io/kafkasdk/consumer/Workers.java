package io.kafkasdk.consumer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run handlers, at most as many as the declared concurrency, and the line in which lanes wait for them.
 *
 * <p>Lanes come in heaps, one heap per poll. Waking a thread for each would cost more than a handler that has little to do,
 * so one is woken, and whoever is woken and finds that more wait wakes the next one. While handlers wait for something,
 * all threads are up within moments; while they are quick, few stay busy. For the same reason a worker takes several
 * lanes at a time when there are many more than workers.
 *
 * <p><b>Threads:</b> safe for use by several threads.
 */
final class Workers {

    private static final Duration LONGEST_IDLE = Duration.ofMinutes(1);
    private static final int MOST_LANES = 16;

    private final Shift shift;
    private final long idleNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Deque<Lane> line = new ArrayDeque<>();
    private final List<Desk> desks = new CopyOnWriteArrayList<>();
    /** What each worker has taken and not come to yet; others may take it away. */
    private final List<AtomicReferenceArray<@Nullable Lane>> heaps = new CopyOnWriteArrayList<>();

    private int idle;
    private boolean waking;
    private volatile boolean ended;

    /**
     * Who works, and how.
     *
     * @param threads makes the threads
     * @param most how many there are at most
     * @param completions told of what is finished
     * @param turn the most records of one turn
     */
    record Shift(ThreadFactory threads, int most, Completions completions, int turn) {}

    Workers(Shift shift) {
        this(shift, LONGEST_IDLE);
    }

    /**
     * Makes workers without a thread yet.
     *
     * @param shift who works, and how
     * @param longestIdle a thread that finds no work for so long ends
     */
    Workers(Shift shift, Duration longestIdle) {
        this.shift = shift;
        this.idleNanos = longestIdle.toNanos();
    }

    /** Lets a lane have its turn; after the end it is dropped. */
    void submit(Lane lane) {
        lock.lock();
        try {
            if (!ended) {
                line.add(lane);
                wakeOne();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets lanes have their turns. */
    void submit(Collection<Lane> lanes) {
        lock.lock();
        try {
            if (!ended && !lanes.isEmpty()) {
                line.addAll(lanes);
                wakeOne();
            }
        } finally {
            lock.unlock();
        }
    }

    private void wakeOne() {
        if (waking) {
            return;
        }
        if (idle > 0) {
            waking = true;
            work.signal();
        } else if (desks.size() < shift.most()) {
            startOne();
        }
    }

    private void startOne() {
        Desk desk = seat(shift.threads().newThread(this::work));
        try {
            desk.thread().start();
            waking = true;
        } catch (Throwable e) {
            // Whoever submits may be a thread of the application that keeps it to itself, and the lanes would wait for
            // ever.
            desks.remove(desk);
            shift.completions().fatal(e);
        }
    }

    /** Gives a thread its place. */
    Desk seat(Thread thread) {
        Desk desk = new Desk(thread, shift.completions(), shift.turn());
        desks.add(desk);
        return desk;
    }

    /** Runs the next lane on the calling thread, which has this place; returns false when none waits. */
    boolean runNext(Desk desk) {
        Lane next;
        lock.lock();
        try {
            next = line.poll();
        } finally {
            lock.unlock();
        }
        if (next != null) {
            next.run(desk);
        }
        return next != null;
    }

    private void work() {
        Desk desk = deskOf(Thread.currentThread());
        AtomicReferenceArray<@Nullable Lane> heap = new AtomicReferenceArray<>(MOST_LANES);
        heaps.add(heap);
        try {
            for (boolean any = take(desk, heap, true); any; any = take(desk, heap, false)) {
                for (int i = 0; i < MOST_LANES && !ended; i++) {
                    Lane lane = heap.getAndSet(i, null);
                    if (lane != null) {
                        lane.run(desk);
                    }
                }
            }
        } finally {
            heaps.remove(heap);
            desks.remove(desk);
        }
    }

    /** Takes the next lanes; false at the end, or after a long time without any. */
    private boolean take(Desk desk, AtomicReferenceArray<@Nullable Lane> heap, boolean isNew) {
        lock.lock();
        try {
            if (isNew) {
                waking = false;
            }
            long patience = idleNanos;
            while (line.isEmpty() && !ended && !takeOver()) {
                if (patience <= 0) {
                    // Under the lock: whoever submits next must not count on this thread.
                    desks.remove(desk);
                    return false;
                }
                patience = awaitWork(patience);
            }
            int count = Math.min(MOST_LANES, Math.max(1, line.size() / (2 * Math.max(1, shift.most()))));
            for (int i = 0; i < count && !line.isEmpty(); i++) {
                heap.set(i, line.remove());
            }
            if (!line.isEmpty()) {
                wakeOne();
            }
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    /** Puts into the line what others took and did not come to yet: the handler that they run may take its time. */
    private boolean takeOver() {
        for (AtomicReferenceArray<@Nullable Lane> heap : heaps) {
            for (int i = 0; i < heap.length(); i++) {
                Lane lane = heap.get(i) == null ? null : heap.getAndSet(i, null);
                if (lane != null) {
                    line.add(lane);
                }
            }
        }
        return !line.isEmpty();
    }

    @SuppressWarnings("WaitNotInLoop") // The caller's loop looks again.
    private long awaitWork(long patience) {
        idle++;
        try {
            return work.awaitNanos(patience);
        } catch (InterruptedException e) {
            // A late interrupt of a handler that has ended; at the end of all, the flag says so.
            return patience;
        } finally {
            idle--;
            waking = false;
        }
    }

    private Desk deskOf(Thread thread) {
        return desks.stream()
                .filter(desk -> desk.thread() == thread)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the places of the threads that live; a copy. */
    List<Desk> desks() {
        return List.copyOf(desks);
    }

    /** Returns whether no worker has a record of this assignment in hand, and nothing of it goes on without one. */
    boolean isIdle(OwnedPartition owner) {
        for (Desk desk : desks) {
            Work current = desk.current();
            if (current != null && current.owner() == owner) {
                return false;
            }
        }
        return !owner.isPending();
    }

    /** Returns whether no worker has a record in hand. */
    boolean areIdle() {
        return desks.stream().allMatch(desk -> desk.current() == null);
    }

    /** Returns whether the caller is one of these threads, which must not wait for the handlers to end. */
    boolean runTheCaller() {
        Thread caller = Thread.currentThread();
        return desks.stream().anyMatch(desk -> desk.thread() == caller);
    }

    /** Starts no further lane and interrupts the handlers that run. */
    void interrupt() {
        end();
        desks.forEach(desk -> desk.thread().interrupt());
    }

    /** Starts no further lane. */
    void end() {
        lock.lock();
        try {
            ended = true;
            line.clear();
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
