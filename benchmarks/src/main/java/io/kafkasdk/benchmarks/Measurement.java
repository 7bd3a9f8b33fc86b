package io.kafkasdk.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one run of one candidate showed.
 *
 * @param recordsPerSecond acknowledged, from the first send to the last acknowledgement
 * @param cpuSeconds processor time of this JVM
 * @param wireBytesPerRecord all bytes the client sent, divided by the records
 * @param recordsPerRequest how many records shared a request
 * @param medianMillis of send to acknowledgement
 * @param p99Millis of send to acknowledgement
 */
record Measurement(
        double recordsPerSecond,
        double cpuSeconds,
        double wireBytesPerRecord,
        double recordsPerRequest,
        double medianMillis,
        double p99Millis) {

    static double median(List<Measurement> runs, ToDoubleFunction<Measurement> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    static double percentile(long[] nanos, double share) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))] / 1e6;
    }
}
