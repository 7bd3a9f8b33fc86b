package io.kafkasdk.lag;

import java.time.Duration;
import java.util.Arrays;

/**
 * When the end of a partition's log was seen where: enough to tell when any offset was appended that it passed since,
 * without trust in timestamps. Never extrapolates.
 *
 * <p>Nobody knows at which instant a broker looked: only that it was after it was asked, and before the answer was here.
 * So each end has both times, and the truth is always between them.
 *
 * <p>When it is full, what is long ago is known less exactly: within 2 s for about five minutes of steady traffic, then
 * within one percent of its age for an hour.
 *
 * <p><b>Threads:</b> none of its own; its owner sees to that.
 */
final class EndTable {

    private static final int MOST = 600;
    private static final int FIRST = 8;
    /** Younger ends are all kept. */
    private static final long FRESH_NANOS = Duration.ofSeconds(100).toNanos();
    /** Two looks that are no further apart count as one in the end. */
    private static final long LEAST_GAP_NANOS = Duration.ofSeconds(3).toNanos();

    private long[] offsets = new long[FIRST];
    private long[] afterNanos = new long[FIRST];
    private long[] byNanos = new long[FIRST];
    private int size;

    /**
     * When an offset was appended.
     *
     * @param hasAfter whether it is known to have been appended after {@code afterNanos}
     * @param afterNanos the log was seen without it then, in monotonic time
     * @param hasBy whether it is known to have been appended by {@code byNanos}
     * @param byNanos the log was seen with it then, in monotonic time
     */
    record Bracket(boolean hasAfter, long afterNanos, boolean hasBy, long byNanos) {

        boolean isClosed() {
            return hasAfter && hasBy;
        }
    }

    /**
     * Takes a look at the end. An end that went back is of another log: nothing of before counts.
     *
     * @param end the end
     * @param fromNanos the broker looked no earlier than then
     * @param atNanos it looked no later than then
     */
    void seen(long end, long fromNanos, long atNanos) {
        if (size > 0 && end < offsets[size - 1]) {
            size = 0;
        }
        // What is beyond this end was not there either when a smaller one was seen.
        long after = size > 0 && afterNanos[size - 1] - fromNanos > 0 ? afterNanos[size - 1] : fromNanos;
        if (size > 0 && offsets[size - 1] == end) {
            afterNanos[size - 1] = after;
            return;
        }
        if (size == MOST) {
            thin(atNanos);
        }
        if (size == offsets.length) {
            int larger = Math.min(MOST, 2 * size);
            offsets = Arrays.copyOf(offsets, larger);
            afterNanos = Arrays.copyOf(afterNanos, larger);
            byNanos = Arrays.copyOf(byNanos, larger);
        }
        offsets[size] = end;
        afterNanos[size] = after;
        byNanos[size] = atNanos;
        size++;
    }

    /** Returns what is known of the time at which this offset was appended. */
    Bracket appended(long offset) {
        int by = firstAbove(offset);
        return new Bracket(by > 0, by > 0 ? afterNanos[by - 1] : 0, by < size, by < size ? byNanos[by] : 0);
    }

    /** Returns until when nothing can have passed unseen; there must be a look. */
    long lastNanos() {
        return afterNanos[size - 1];
    }

    int size() {
        return size;
    }

    private int firstAbove(long offset) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (offsets[middle] > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Makes room for a quarter: gaps may be the larger the older they are, and as small as that allows. */
    private void thin(long now) {
        double share = 1.0 / 512;
        while (size > MOST * 3 / 4) {
            thin(now, share);
            share *= 1.25;
        }
    }

    private void thin(long now, double share) {
        int kept = 1;
        for (int i = 1; i < size; i++) {
            boolean isLast = i == size - 1;
            long age = isLast ? 0 : now - byNanos[i + 1];
            long gap = isLast ? 0 : byNanos[i + 1] - afterNanos[kept - 1];
            if (isLast || age < FRESH_NANOS || gap > Math.max(LEAST_GAP_NANOS, (long) (age * share))) {
                offsets[kept] = offsets[i];
                afterNanos[kept] = afterNanos[i];
                byNanos[kept] = byNanos[i];
                kept++;
            }
        }
        size = kept;
    }
}
