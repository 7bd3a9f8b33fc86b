package io.kafkasdk.benchmarks.child;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Counts acknowledgements, one object for all records.
 *
 * <p><b>Threads:</b> told by any.
 */
final class AckCount implements Acks {

    private static final long POLL_NANOS = 200_000;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final AtomicLong told = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    @Override
    public void accept(@Nullable Object result, @Nullable Throwable failure) {
        if (failure != null && failed.getAndIncrement() == 0) {
            // Its name only: messages of failures may hold what was sent.
            System.err.println("A record failed: " + failure.getClass().getName());
        }
        told.incrementAndGet();
    }

    /** Waits for so many records, failed ones included; gives up when none came for a minute. */
    void await(long records) {
        long seen = told.get();
        long since = System.nanoTime();
        while (seen < records) {
            LockSupport.parkNanos(POLL_NANOS);
            long now = told.get();
            if (now > seen) {
                seen = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > PATIENCE_NANOS) {
                throw new IllegalStateException(
                        (records - seen) + " records were neither acknowledged nor failed within a minute");
            }
        }
    }

    long failed() {
        return failed.get();
    }
}
