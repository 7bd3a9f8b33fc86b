package io.kafkasdk.producer;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Reads the clock for acknowledgements, and not for each one where that is not needed: a reading makes the processor wait
 * for all that it has begun, which costs more than the rest of an acknowledgement. When eight in a row came close upon one
 * another, the next fifteen share the reading before; but one that was sent after that reading always gets its own.
 *
 * <p><b>Threads:</b> for the client's I/O thread; where there are two, they share readings now and then.
 */
final class AckClock {

    /** In place of a reading that was spared. */
    static final long NOT_READ = Long.MIN_VALUE;

    private static final long CLOSE_NANOS = TimeUnit.MICROSECONDS.toNanos(62);
    private static final int IN_A_ROW = 8;
    private static final int SPARED = 15;

    private final boolean eachTime;
    private final LongSupplier nanoClock;
    private long lastNanos;
    private int closeTogether;
    private int spared;

    /**
     * Makes a clock.
     *
     * @param eachTime whether somebody needs the time of each acknowledgement
     * @param nanoClock monotonic time in nanoseconds
     */
    AckClock(boolean eachTime, LongSupplier nanoClock) {
        this.eachTime = eachTime;
        this.nanoClock = nanoClock;
        this.lastNanos = nanoClock.getAsLong();
    }

    /** Returns the time of an acknowledgement, or {@link #NOT_READ}; the record was sent at the given one. */
    long read(long startNanos) {
        boolean dense = closeTogether >= IN_A_ROW;
        if (dense && spared < SPARED && startNanos - lastNanos < 0 && !eachTime) {
            spared++;
            return NOT_READ;
        }
        long now = nanoClock.getAsLong();
        // After those that were spared the time since the last reading says nothing about the last one.
        closeTogether = spared > 0 || now - lastNanos < CLOSE_NANOS ? closeTogether + 1 : 0;
        spared = 0;
        lastNanos = now;
        return now;
    }
}
