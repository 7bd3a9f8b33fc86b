package io.kafkasdk.accuracy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/**
 * What is true of one partition, whose records are handled in order: when each became readable, and which are handled. The
 * lag in time is the age of the oldest record that is not.
 */
final class LagTruth {

    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Map<Long, Long> unfinished = new ConcurrentSkipListMap<>();
    private final Deque<Moment> moments = new ArrayDeque<>();
    private volatile long lastHandledMillis;
    private long handledTo = -1;

    private record Moment(long nanos, double seconds) {}

    /** The least and the most that the lag was during some time, in seconds. */
    record Range(double least, double most) {

        /** Returns how far an estimate is from any of what was true, in seconds. */
        double error(double estimate) {
            return Math.max(0, Math.max(least - estimate, estimate - most));
        }
    }

    /** Takes note that a record is in the log, and readable. */
    synchronized void appended(long offset, long nanos) {
        // The handler may be through before the producer hears of it.
        if (offset > handledTo) {
            unfinished.put(offset, nanos);
        }
    }

    /** Takes note that a handler returned. */
    synchronized void handled(long offset, long timestampMillis) {
        unfinished.remove(offset);
        handledTo = Math.max(handledTo, offset);
        lastHandledMillis = timestampMillis;
    }

    /** Takes a look; to be called all the time. */
    synchronized void look() {
        long now = System.nanoTime();
        moments.add(new Moment(now, seconds(now)));
        while (now - moments.getFirst().nanos() > KEPT_NANOS) {
            moments.removeFirst();
        }
    }

    private double seconds(long now) {
        return unfinished.values().stream()
                .findFirst()
                .map(appended -> Math.max(0, now - appended) / 1e9)
                .orElse(0.0);
    }

    /**
     * Returns what was true from the time at which the consumer was last looked at until now.
     *
     * @param nanos when the consumer was asked
     * @param sampleAgeSeconds how old its answer was
     */
    synchronized Range since(long nanos, double sampleAgeSeconds) {
        look();
        long oldest = nanos - (long) (sampleAgeSeconds * 1e9) - TimeUnit.MILLISECONDS.toNanos(200);
        double least = Double.MAX_VALUE;
        double most = 0;
        for (Moment moment : moments) {
            if (moment.nanos() >= oldest) {
                least = Math.min(least, moment.seconds());
                most = Math.max(most, moment.seconds());
            }
        }
        return new Range(least, most);
    }

    /** Returns the lag as it is often measured: the age of the last record by its timestamp. */
    double naive() {
        return lastHandledMillis == 0 ? 0 : Math.abs(System.currentTimeMillis() - lastHandledMillis) / 1e3;
    }
}
