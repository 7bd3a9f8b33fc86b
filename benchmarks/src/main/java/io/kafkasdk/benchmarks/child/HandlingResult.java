package io.kafkasdk.benchmarks.child;

import java.util.Optional;

/**
 * What a child measured: one line of its output.
 *
 * @param records handled in the measured stretch
 * @param nanos of the stretch
 * @param cpuNanos of the child in the stretch
 * @param allocatedBytes by the threads that live at its end, in the stretch
 * @param workedNanos that handlers took in the stretch
 * @param peakHeap bytes, garbage included
 * @param disorder records out of order, again, or beside another one of their key, since the start
 */
public record HandlingResult(
        long records, long nanos, long cpuNanos, long allocatedBytes, long workedNanos, long peakHeap, long disorder) {

    /** Returns the line to print. */
    public String line() {
        return ResultLine.of(records, nanos, cpuNanos, allocatedBytes, workedNanos, peakHeap, disorder);
    }

    /** Reads a line of the child; empty when it says something else. */
    public static Optional<HandlingResult> parse(String line) {
        return ResultLine.parse(line)
                .map(all -> new HandlingResult(all[0], all[1], all[2], all[3], all[4], all[5], all[6]));
    }

    /** Returns records a second; 0 when the order of a key was not kept, because a fast wrong result is none. */
    public double perSecond() {
        return disorder > 0 ? 0 : records * 1e9 / nanos;
    }

    /** Returns the processor time of a record in microseconds. */
    public double cpuMicros() {
        return cpuNanos / 1e3 / records;
    }

    /** Returns the bytes allocated for each record, all that goes on beside it included. */
    public double allocatedPerRecord() {
        return (double) allocatedBytes / records;
    }

    /** Returns how long a handler really took, in milliseconds. */
    public double workMillis() {
        return workedNanos / 1e6 / records;
    }

    /** Returns the peak of the heap in MiB. */
    public double peakMebibytes() {
        return peakHeap / (double) (1 << 20);
    }
}
