package io.kafkasdk.reliability.report;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Median, 99th percentile and largest of some times. */
final class Spread {

    private final double[] sorted;

    private Spread(double[] sorted) {
        this.sorted = sorted;
    }

    /** Of times in nanoseconds. */
    static Spread ofNanos(Collection<Long> nanos) {
        double[] seconds = nanos.stream().mapToDouble(time -> time / 1e9).toArray();
        Arrays.sort(seconds);
        return new Spread(seconds);
    }

    int count() {
        return sorted.length;
    }

    /** Returns the time in seconds that this share of them is not above; null when there are none. */
    @Nullable
    Double at(double share) {
        return sorted.length == 0 ? null : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
    }

    /** Returns the largest in seconds; null when there are none. */
    @Nullable
    Double most() {
        return sorted.length == 0 ? null : sorted[sorted.length - 1];
    }
}
