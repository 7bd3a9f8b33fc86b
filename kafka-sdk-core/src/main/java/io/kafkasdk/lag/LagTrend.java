package io.kafkasdk.lag;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The lag of one topic over the last five minutes.
 *
 * <p><b>Threads:</b> none of its own; its owner sees to that.
 */
final class LagTrend {

    private static final long WINDOW_NANOS = Duration.ofMinutes(5).toNanos();
    /** A slope of fewer looks says nothing. */
    private static final int LEAST_LOOKS = 4;
    /** In records per second: slower than this is neither growing nor shrinking. */
    private static final double DEAD_BAND = 1;

    private final Deque<Look> looks = new ArrayDeque<>();
    private Set<TopicPartition> of = Set.of();

    private record Look(long nanos, long records, double seconds) {}

    /** Says of which partitions the next looks are; the lag of others says nothing about how it goes with these. */
    void of(Set<TopicPartition> partitions) {
        if (!of.equals(partitions)) {
            of = partitions;
            looks.clear();
        }
    }

    /**
     * Takes a look.
     *
     * @param records the lag
     * @param seconds the time lag, NaN where unknown
     */
    void add(long nanos, long records, double seconds) {
        looks.add(new Look(nanos, records, seconds));
        for (Look first = looks.peek(); first != null && nanos - first.nanos() > WINDOW_NANOS; first = looks.peek()) {
            looks.remove();
        }
    }

    /** Returns how fast the lag grows in records per second, by least squares; NaN while there are too few looks. */
    double velocity() {
        if (looks.size() < LEAST_LOOKS) {
            return Double.NaN;
        }
        double slope = slope();
        return Math.abs(slope) < DEAD_BAND ? 0 : slope;
    }

    private double slope() {
        long origin = looks.getFirst().nanos();
        double meanTime = looks.stream()
                .mapToDouble(look -> seconds(look, origin))
                .average()
                .orElseThrow();
        double meanLag = looks.stream().mapToDouble(Look::records).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (Look look : looks) {
            double time = seconds(look, origin) - meanTime;
            covariance += time * (look.records() - meanLag);
            variance += time * time;
        }
        return variance == 0 ? 0 : covariance / variance;
    }

    /**
     * Returns whether it falls behind: over the whole window it never was level, and both the lag and its time grew. A
     * consumer that catches up now and then does not, however long that takes.
     */
    boolean fallsBehind(long now) {
        Look first = looks.peek();
        if (first == null
                || now - first.nanos() < WINDOW_NANOS - Duration.ofSeconds(15).toNanos()) {
            return false;
        }
        boolean neverLevel = looks.stream().allMatch(look -> look.records() > 0);
        // Also false while one of them is unknown.
        boolean older = looks.getLast().seconds() > first.seconds();
        return neverLevel && older && velocity() > 0 && outgrowsItsSwings(first);
    }

    /** A saw-tooth has a slope too, by where it is cut: of two teeth or more no more than half their height. */
    private boolean outgrowsItsSwings(Look first) {
        long least = looks.stream().mapToLong(Look::records).min().orElse(0);
        long most = looks.stream().mapToLong(Look::records).max().orElse(0);
        return velocity() * seconds(looks.getLast(), first.nanos()) > (most - least) / 2.0;
    }

    private static double seconds(Look look, long origin) {
        return (look.nanos() - origin) / 1e9;
    }
}
