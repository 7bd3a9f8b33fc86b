package io.kafkasdk.benchmarks.child;

import java.util.Arrays;

/** Exact percentiles: every value is kept. */
final class Percentiles {

    private final long[] sorted;

    private Percentiles(long[] sorted) {
        this.sorted = sorted;
    }

    /** Takes a copy of the values; there may be none. */
    static Percentiles of(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Percentiles(sorted);
    }

    /**
     * Returns the least value that so many of all values are not above (the nearest rank); 0 when there is none.
     *
     * @param share above 0, at most 1
     */
    long at(double share) {
        if (sorted.length == 0) {
            return 0;
        }
        // Shares such as 0.999 have no exact double; without the allowance 0.999 of 1,000 would be the 1,000th.
        int rank = (int) Math.ceil(share * sorted.length - 1e-6);
        return sorted[Math.max(rank, 1) - 1];
    }
}
