package io.kafkasdk.transaction;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds the one Kafka client of a transactional producer, and makes the next one when it is gone.
 *
 * <p><b>Threads:</b> one at a time, but for {@link #stop} and {@link #close}.
 */
final class ClientSlot {

    private final Supplier<TransactionClient> maker;
    private final Recovery recovery;
    private final Pause pause;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable TransactionClient current;

    ClientSlot(Supplier<TransactionClient> maker, Recovery recovery) {
        this(maker, recovery, (stopped, time) -> stopped.await(time.toNanos(), TimeUnit.NANOSECONDS));
    }

    ClientSlot(Supplier<TransactionClient> maker, Recovery recovery, Pause pause) {
        this.maker = maker;
        this.recovery = recovery;
        this.pause = pause;
    }

    /** Waits for the time or the stop, whichever comes first; returns whether it was the stop. */
    interface Pause {
        boolean await(CountDownLatch stopped, Duration time) throws InterruptedException;
    }

    /** Returns whether it makes no client any more. */
    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /**
     * Returns a client that can begin a transaction. Blocks where one must be made: for the pause that {@link Recovery}
     * wants, and while the transactional.id is taken over.
     *
     * @return null when stopped
     * @throws InterruptedException when interrupted in the pause
     * @throws RuntimeException when there is none; the next call tries again
     */
    @Nullable
    TransactionClient ready() throws InterruptedException {
        TransactionClient live = current;
        if (live != null) {
            return live;
        }
        Duration delay = recovery.delay();
        boolean stoppedMeanwhile = !delay.isZero() && pause.await(stopped, delay);
        if (stoppedMeanwhile || isStopped()) {
            return null;
        }
        try {
            TransactionClient fresh = maker.get();
            current = fresh;
            if (isStopped()) {
                // Whoever closed may have come before there was something to close.
                discard();
                return null;
            }
            fresh.init();
            recovery.started();
            return fresh;
        } catch (RuntimeException e) {
            recovery.startFailed();
            discard();
            throw e;
        }
    }

    /** Gives the client up; the next one aborts what it left open. */
    void discard() {
        TransactionClient gone = current;
        current = null;
        if (gone != null) {
            gone.close(Duration.ZERO);
        }
    }

    /** Makes no client any more, and ends a pause. */
    void stop() {
        stopped.countDown();
    }

    /** Stops, and closes the client. */
    void close(Duration timeout) {
        stop();
        TransactionClient last = current;
        if (last != null) {
            last.close(timeout);
        }
    }
}
