package io.kafkasdk.benchmarks.child;

import java.util.Optional;

/**
 * What a {@link TrafficChild} measured: one line of its output.
 *
 * @param start how long the first records took
 * @param load what the steady load cost
 * @param memory what it holds
 * @param lag what telling the lag cost
 */
public record TrafficResult(Start start, Load load, Memory memory, Lag lag) {

    private static final double MEBIBYTE = 1 << 20;

    /**
     * How long the first records took, in nanoseconds.
     *
     * @param mainToAck from {@code main} to the first acknowledgement
     * @param mainToHandled from {@code main} to the first handled record
     * @param launchToMain from when the trial started the process to {@code main}
     */
    public record Start(long mainToAck, long mainToHandled, long launchToMain) {}

    /**
     * What the steady load cost.
     *
     * @param records handled in the stretch
     * @param nanos of the stretch
     * @param cpuNanos of the process in it
     * @param allocated bytes, by all threads in it
     */
    public record Load(long records, long nanos, long cpuNanos, long allocated) {}

    /**
     * What it holds after a full collection.
     *
     * @param heap live bytes
     * @param resident bytes of the process, 0 where the system does not tell
     * @param direct bytes of buffers outside the heap
     * @param threads that live
     */
    public record Memory(long heap, long resident, long direct, long threads) {}

    /**
     * What telling the lag cost.
     *
     * @param monitorNanos processor time of the SDK's monitor threads in the stretch of {@link Load}
     * @param samples of running Java code that a flight recording took afterwards, 0 where there was none
     * @param lagSamples of these, those that told the lag of this process
     * @param groupSamples of these, those that looked at whole groups
     */
    public record Lag(long monitorNanos, long samples, long lagSamples, long groupSamples) {}

    /** Returns the line to print. */
    public String line() {
        return ResultLine.of(
                start.mainToAck,
                start.mainToHandled,
                start.launchToMain,
                load.records,
                load.nanos,
                load.cpuNanos,
                load.allocated,
                memory.heap,
                memory.resident,
                memory.direct,
                memory.threads,
                lag.monitorNanos,
                lag.samples,
                lag.lagSamples,
                lag.groupSamples);
    }

    /** Reads a line of the child; empty when it says something else. */
    public static Optional<TrafficResult> parse(String line) {
        return ResultLine.parse(line)
                .map(all -> new TrafficResult(
                        new Start(all[0], all[1], all[2]),
                        new Load(all[3], all[4], all[5], all[6]),
                        new Memory(all[7], all[8], all[9], all[10]),
                        new Lag(all[11], all[12], all[13], all[14])));
    }

    /** Returns the share of one processor that the steady load took, in percent. */
    public double cpuPercent() {
        return load.nanos == 0 ? 0 : 100.0 * load.cpuNanos / load.nanos;
    }

    /** Returns the bytes allocated for each record, all that goes on beside it included. */
    public double allocatedPerRecord() {
        return load.records == 0 ? 0 : (double) load.allocated / load.records;
    }

    /** Returns the share of the monitor threads in the processor time of the process, in percent. */
    public double monitorPercent() {
        return load.cpuNanos == 0 ? 0 : 100.0 * lag.monitorNanos / load.cpuNanos;
    }

    /** Returns the share of the samples that told the lag, in percent. */
    public double lagPercent() {
        return lag.samples == 0 ? 0 : 100.0 * lag.lagSamples / lag.samples;
    }

    /** Returns the share of the samples that looked at whole groups, in percent. */
    public double groupPercent() {
        return lag.samples == 0 ? 0 : 100.0 * lag.groupSamples / lag.samples;
    }

    /** Returns the live heap in MiB. */
    public double heapMebibytes() {
        return memory.heap / MEBIBYTE;
    }

    /** Returns the resident memory of the process in MiB. */
    public double residentMebibytes() {
        return memory.resident / MEBIBYTE;
    }
}
