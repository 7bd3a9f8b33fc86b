package io.kafkasdk.consumer;

import java.util.Arrays;
import java.util.StringJoiner;

/**
 * Offsets of one partition that are finished although something in front of them is not. Offsets that do not exist
 * (compacted away, transaction markers) may be among them or not.
 *
 * <p>It also carries the leader epoch of the last record that was read when this was noted. After an unclean election a
 * log can be cut and go on with other records at the same offsets; those are of a later epoch, and were never handled.
 *
 * <p><b>Threads:</b> immutable.
 */
final class FinishedOffsets {

    static final FinishedOffsets NONE = new FinishedOffsets(new long[0], FetchedBatch.NO_EPOCH);

    /** First and last offset of each run, in rising order, an unfinished offset between any two runs. */
    private final long[] bounds;

    private final int leaderEpoch;

    private FinishedOffsets(long[] bounds, int leaderEpoch) {
        this.bounds = bounds;
        this.leaderEpoch = leaderEpoch;
    }

    boolean isEmpty() {
        return bounds.length == 0;
    }

    boolean contains(long offset) {
        int found = Arrays.binarySearch(bounds, offset);
        // Between the first and the last offset of a run the place to insert is odd.
        return found >= 0 || (-found - 1) % 2 == 1;
    }

    /** Returns whether these offsets may be of other records than those the log has now, up to this leader epoch. */
    boolean isBefore(int epoch) {
        return leaderEpoch != FetchedBatch.NO_EPOCH && epoch > leaderEpoch;
    }

    int leaderEpoch() {
        return leaderEpoch;
    }

    int runs() {
        return bounds.length / 2;
    }

    long first(int run) {
        return bounds[2 * run];
    }

    long last(int run) {
        return bounds[2 * run + 1];
    }

    /** Returns the highest of the offsets, -1 when there is none. */
    long last() {
        return isEmpty() ? -1 : bounds[bounds.length - 1];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FinishedOffsets that
                && leaderEpoch == that.leaderEpoch
                && Arrays.equals(bounds, that.bounds);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bounds) + leaderEpoch;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "[", "]");
        for (int run = 0; run < runs(); run++) {
            text.add(first(run) + ".." + last(run));
        }
        return text.toString();
    }

    /**
     * Collects runs from offsets that are told in rising order. What is left out between two of them does not exist: it
     * goes with the finished side where there is one, and with the unfinished where both are. So a run ends only at an
     * unfinished record, which makes them few.
     *
     * <p><b>Threads:</b> one.
     */
    static final class Collector {

        private long[] bounds = new long[16];
        private int size;
        private long next;
        private long lastFinished = -1;

        /** Makes a collector of offsets from the first one on. */
        Collector(long first) {
            this.next = first;
        }

        void finished(long last) {
            lastFinished = last;
        }

        void unfinished(long first, long last) {
            endRun(first - 1);
            next = last + 1;
        }

        FinishedOffsets collect(int leaderEpoch) {
            endRun(lastFinished);
            return size == 0 ? NONE : new FinishedOffsets(Arrays.copyOf(bounds, size), leaderEpoch);
        }

        private void endRun(long last) {
            if (lastFinished < next) {
                return;
            }
            if (size == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * size);
            }
            bounds[size++] = next;
            bounds[size++] = last;
            next = last + 1;
        }
    }
}
