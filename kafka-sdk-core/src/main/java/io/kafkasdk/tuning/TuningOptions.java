package io.kafkasdk.tuning;

import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How producers are advised on batches and compression.
 *
 * @param mode how far the advice goes; default {@link TuningMode#SHADOW}
 * @param goal what it is to make better; default {@link TuningGoal#THROUGHPUT}, and {@link TuningGoal#LATENCY} where nobody
 *     gives options and the profile is {@link TuningProfile#LOW_LATENCY}. A linger of that profile is never made longer
 * @param interval the time between two looks at a producer, 10 s to 1 day; default 10 min. The first look is sooner, one
 *     minute after the first record
 * @param sampleBytes how much of the application's records is copied for one trial of codecs, 16 KiB to 16 MiB; default
 *     512 KiB
 * @param maxLinger the longest {@code linger.ms} to advise, 0 to 1 s; default 100 ms
 * @param maxBatchBytes the largest {@code batch.size} to advise, 16 KiB to 1 MiB; default 512 KiB
 */
public record TuningOptions(
        TuningMode mode, TuningGoal goal, Duration interval, int sampleBytes, Duration maxLinger, int maxBatchBytes) {

    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(10);
    private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);
    private static final Duration LONGEST_LINGER = Duration.ofSeconds(1);
    private static final int SMALLEST = 16 << 10;
    private static final int LARGEST_SAMPLE = 16 << 20;
    private static final int LARGEST_BATCH = 1 << 20;

    // Behind the bounds, which check it too.
    /** Advises on throughput each ten minutes, and changes nothing. */
    public static final TuningOptions DEFAULT = new TuningOptions(
            TuningMode.SHADOW,
            TuningGoal.THROUGHPUT,
            Duration.ofMinutes(10),
            512 << 10,
            Duration.ofMillis(100),
            512 << 10);

    /** Checks the ranges. */
    public TuningOptions {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(goal, "goal");
        List<Violation> violations = new ArrayList<>();
        checkRange(violations, "tuning.interval", interval, SHORTEST_INTERVAL, LONGEST_INTERVAL);
        checkRange(violations, "tuning.sampleBytes", sampleBytes, SMALLEST, LARGEST_SAMPLE);
        checkRange(violations, "tuning.maxLinger", maxLinger, Duration.ZERO, LONGEST_LINGER);
        checkRange(violations, "tuning.maxBatchBytes", maxBatchBytes, SMALLEST, LARGEST_BATCH);
        if (!violations.isEmpty()) {
            throw new InvalidSettingsException("the tuning", violations);
        }
    }

    /** Returns a copy with another mode. */
    public TuningOptions mode(TuningMode newMode) {
        return new TuningOptions(newMode, goal, interval, sampleBytes, maxLinger, maxBatchBytes);
    }

    /** Returns a copy with another goal. */
    public TuningOptions goal(TuningGoal newGoal) {
        return new TuningOptions(mode, newGoal, interval, sampleBytes, maxLinger, maxBatchBytes);
    }

    /** Returns a copy with another interval. */
    public TuningOptions interval(Duration newInterval) {
        return new TuningOptions(mode, goal, newInterval, sampleBytes, maxLinger, maxBatchBytes);
    }

    /** Returns a copy with another size of the sample. */
    public TuningOptions sampleBytes(int newSampleBytes) {
        return new TuningOptions(mode, goal, interval, newSampleBytes, maxLinger, maxBatchBytes);
    }

    /** Returns a copy with other bounds of what is advised. */
    public TuningOptions atMost(Duration newMaxLinger, int newMaxBatchBytes) {
        return new TuningOptions(mode, goal, interval, sampleBytes, newMaxLinger, newMaxBatchBytes);
    }

    private static <T extends Comparable<T>> void checkRange(
            List<Violation> violations, String setting, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            violations.add(new Violation(
                    setting,
                    value.toString(),
                    "must be from " + least + " to " + most,
                    "choose a value in this range"));
        }
    }
}
