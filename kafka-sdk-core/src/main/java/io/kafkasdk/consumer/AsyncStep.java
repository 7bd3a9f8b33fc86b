package io.kafkasdk.consumer;

import io.kafkasdk.internal.RecordReader;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs an {@link AsyncHandler}: as many stages under way at a time as the concurrency says. A worker that finds no room waits
 * for it.
 *
 * <p><b>Threads:</b> worker threads start stages; stages end on whatever thread completes them; the poll thread looks for
 * those that take too long.
 */
final class AsyncStep<K, V> implements Lane.Step {

    private final RecordReader<K, V> reader;
    private final AsyncHandler<K, V> handler;
    private final Attempts attempts;
    private final Semaphore room;
    private final Duration timeout;
    private final Set<Stage> underWay = ConcurrentHashMap.newKeySet();

    /**
     * Makes a step.
     *
     * @param reader deserializes
     * @param handler starts stages
     * @param attempts what follows from an end
     * @param concurrency the most stages under way
     * @param timeout the longest time for one
     */
    AsyncStep(
            RecordReader<K, V> reader,
            AsyncHandler<K, V> handler,
            Attempts attempts,
            int concurrency,
            Duration timeout) {
        this.reader = reader;
        this.handler = handler;
        this.attempts = attempts;
        this.room = new Semaphore(concurrency);
        this.timeout = timeout;
    }

    @Override
    public void run(Lane lane, Desk desk, int count) {
        Work[] works = desk.works();
        for (int i = 0; i < count; i++) {
            Work work = works[i];
            long now = attempts.now();
            if (!lane.divert(work) && desk.enter(work, now)) {
                cancelIfLate(work);
                if (attempts.mayRun(lane, desk, work, now)) {
                    start(lane, desk, work);
                }
            }
        }
    }

    private void start(Lane lane, Desk desk, Work work) {
        if (!room.tryAcquire() && !awaitRoom(desk, work)) {
            return;
        }
        CompletionStage<?> stage;
        long start = attempts.now();
        try {
            stage = Objects.requireNonNull(
                    handler.handle(reader.read(work.record())), "the AsyncHandler returned null instead of a stage");
        } catch (Throwable failure) {
            room.release();
            attempts.failed(lane, desk, work, failure, attempts.now() - start);
            return;
        } finally {
            Thread.interrupted();
        }
        work.owner().started();
        lane.parkRunning(work);
        Stage running = new Stage(lane, work, stage, start);
        underWay.add(running);
        try {
            stage.whenComplete((value, failure) -> running.end(failure));
        } catch (RuntimeException e) {
            // A stage of the application's own making that takes no dependents.
            running.end(e);
        }
    }

    /** Returns false, without room, when the partition goes meanwhile: the record is its next owner's. */
    private boolean awaitRoom(Desk desk, Work work) {
        // What waits here has not started, and holds up no rebalance.
        desk.rest();
        while (!work.owner().isStopped()) {
            try {
                room.acquire();
            } catch (InterruptedException e) {
                // The consumer ends, then all is stopped; or it was meant for a handler that has ended.
                continue;
            }
            if (desk.enter(work, attempts.now())) {
                return true;
            }
            room.release();
        }
        return false;
    }

    /** A stage that ran out of time is told so here, because cancelling may run code of the application. */
    private static void cancelIfLate(Work work) {
        CompletionStage<?> late = work.lateStage();
        if (late != null) {
            work.lateStage(null);
            try {
                late.toCompletableFuture().cancel(true);
            } catch (RuntimeException e) {
                // Not every stage can be cancelled.
            }
        }
    }

    /** Ends the attempts that take too long. */
    @Override
    public void look() {
        long now = attempts.now();
        for (Stage running : underWay) {
            if (now - running.startNanos > timeout.toNanos()) {
                running.late();
            }
        }
    }

    @Override
    public List<RunningHandler> running() {
        return underWay.stream()
                .map(stage -> new RunningHandler(
                        null,
                        stage.work.owner().partition(),
                        stage.work.record().offset(),
                        stage.startNanos))
                .toList();
    }

    /** One attempt that is under way. */
    private final class Stage {

        private final Lane lane;
        private final Work work;
        private final CompletionStage<?> stage;
        private final long startNanos;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Stage(Lane lane, Work work, CompletionStage<?> stage, long startNanos) {
            this.lane = lane;
            this.work = work;
            this.stage = stage;
            this.startNanos = startNanos;
        }

        private void late() {
            if (ended.compareAndSet(false, true)) {
                work.lateStage(stage);
                failed(new TimeoutException("the stage did not complete within asyncTimeout " + timeout));
                leave();
            }
        }

        private void end(@Nullable Throwable failure) {
            if (ended.compareAndSet(false, true)) {
                try {
                    ended(failure);
                } catch (Throwable escaped) {
                    // The stage would keep it to itself.
                    attempts.escaped(escaped);
                } finally {
                    leave();
                }
            }
        }

        private void ended(@Nullable Throwable failure) {
            if (failure == null) {
                attempts.handledElsewhere(lane, work, attempts.now() - startNanos);
            } else {
                failed(
                        failure instanceof CompletionException wrapped && wrapped.getCause() != null
                                ? wrapped.getCause()
                                : failure);
            }
        }

        /** What follows is for a worker: this thread belongs to the application, or is the poll thread. */
        private void failed(Throwable failure) {
            attempts.failedElsewhere(work, attempts.now() - startNanos);
            work.failedWith(failure);
            lane.resume(work);
        }

        private void leave() {
            underWay.remove(this);
            room.release();
            attempts.left(work);
        }
    }
}
