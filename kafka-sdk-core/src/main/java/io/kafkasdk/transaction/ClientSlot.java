package io.kafkasdk.transaction;

import io.kafkasdk.internal.Closing;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Holds the one Kafka client of a transactional producer, and makes the next one when it is gone.
 *
 * <p><b>Threads:</b> one at a time, but for {@link #stop}, {@link #close}, {@link #retries} and {@link #metrics}.
 */
final class ClientSlot {

    /** For the end of a client's thread, which mostly takes some milliseconds. */
    private static final Duration THREAD_END = Duration.ofMillis(500);
    /** For the end of the client before, which Kafka bounds by request.timeout.ms. */
    private static final Duration LAST_CLIENT = Duration.ofSeconds(10);

    private final Supplier<TransactionClient> maker;
    private final Recovery recovery;
    private final TransactionContext context;
    private final Runnable onClosed;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean closedReported = new AtomicBoolean();
    private volatile @Nullable TransactionClient current;
    private volatile @Nullable Closing leaving;

    ClientSlot(Supplier<TransactionClient> maker, Recovery recovery, TransactionContext context, Runnable onClosed) {
        this.maker = maker;
        this.recovery = recovery;
        this.context = context;
        this.onClosed = onClosed;
    }

    /** Returns whether it makes no client any more. */
    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /**
     * Returns a client that can begin a transaction. Blocks where one must be made: for the pause that {@link Recovery}
     * wants, for the end of the one before, and while the transactional.id is taken over.
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
        boolean stoppedMeanwhile = !delay.isZero() && context.pause().await(stopped, delay);
        if (stoppedMeanwhile || isStopped()) {
            return null;
        }
        try {
            awaitTheOneBefore();
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

    /** What a client that is given up still has on its way would fence the next one. */
    private void awaitTheOneBefore() throws InterruptedException {
        Closing before = leaving;
        if (before != null && !before.hasEndedWithin(LAST_CLIENT)) {
            throw new TimeoutException("The Kafka client that was given up before has not ended yet");
        }
        leaving = null;
    }

    /** Gives the client up; the next one aborts what it left open. Blocks up to 500 ms, mostly far less. */
    void discard() {
        TransactionClient gone = current;
        current = null;
        if (gone != null) {
            Closing closing = Closing.start(context.clientId(), () -> gone.close(Duration.ZERO));
            leaving = closing;
            closing.await(THREAD_END);
        }
    }

    /** Returns by topic the records that the client sent again since the last call. For one caller. */
    Map<String, Long> retries() {
        TransactionClient live = current;
        return live == null ? Map.of() : live.retries();
    }

    /** Returns the meters of the client, none where there is none. */
    Map<MetricName, ? extends Metric> metrics() {
        TransactionClient live = current;
        return live == null ? Map.of() : live.metrics();
    }

    /** Makes no client any more, and ends a pause. */
    void stop() {
        stopped.countDown();
    }

    /** Stops, and closes the client. Blocks up to the timeout and 500 ms; what takes longer ends in the background. */
    void close(Duration timeout) {
        stop();
        TransactionClient last = current;
        Closing before = leaving;
        if (last == null && (before == null || before.hasEnded())) {
            reportClosed();
        } else {
            Closing.start(context.clientId(), () -> end(last, before, timeout)).await(timeout.plus(THREAD_END));
        }
    }

    private void end(@Nullable TransactionClient last, @Nullable Closing before, Duration timeout) {
        try {
            if (last != null) {
                last.close(timeout);
            }
            if (before != null) {
                before.await(LAST_CLIENT);
            }
        } finally {
            reportClosed();
        }
    }

    private void reportClosed() {
        if (closedReported.compareAndSet(false, true)) {
            onClosed.run();
        }
    }
}
