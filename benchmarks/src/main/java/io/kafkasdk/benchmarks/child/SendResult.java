package io.kafkasdk.benchmarks.child;

import java.util.Optional;

/**
 * What a child that sends measured: one line of its output.
 *
 * @param records acknowledged in the measured stretch
 * @param failed records of the stretch that were not; a run with any is not a result
 * @param nanos from the first send to the last acknowledgement
 * @param payloadBytes of all values
 * @param client what the child did meanwhile
 * @param brokerCpuNanos of all brokers together
 * @param latency from when a record was due to its acknowledgement; zeros in a flood
 */
public record SendResult(
        long records, long failed, long nanos, long payloadBytes, Usage client, long brokerCpuNanos, Latency latency) {

    /**
     * What the child did.
     *
     * @param wireBytes that the Kafka producer sent
     * @param requests that it sent
     * @param cpuNanos of the whole JVM
     * @param allocatedBytes by the threads that lived at the end
     */
    public record Usage(long wireBytes, long requests, long cpuNanos, long allocatedBytes) {}

    /**
     * From when a record was due to its acknowledgement, in nanoseconds.
     *
     * @param p50 half of the records took no longer
     * @param p99 99 of 100
     * @param p999 999 of 1,000
     */
    public record Latency(long p50, long p99, long p999) {}

    /** Returns the line to print. */
    public String line() {
        return ResultLine.of(
                records,
                failed,
                nanos,
                payloadBytes,
                client.wireBytes,
                client.requests,
                client.cpuNanos,
                client.allocatedBytes,
                brokerCpuNanos,
                latency.p50,
                latency.p99,
                latency.p999);
    }

    /** Reads a line of the child; empty when it says something else. */
    public static Optional<SendResult> parse(String line) {
        return ResultLine.parse(line)
                .map(all -> new SendResult(
                        all[0],
                        all[1],
                        all[2],
                        all[3],
                        new Usage(all[4], all[5], all[6], all[7]),
                        all[8],
                        new Latency(all[9], all[10], all[11])));
    }

    /** Returns records a second. */
    public double perSecond() {
        return records * 1e9 / nanos;
    }

    /** Returns millions of bytes of values a second. */
    public double megabytesPerSecond() {
        return payloadBytes * 1e3 / nanos;
    }

    /** Returns the bytes that a record took on the wire, requests and headers included. */
    public double wireBytesPerRecord() {
        return client.wireBytes / (double) records;
    }

    /** Returns the processor time of a record in the child, in microseconds. */
    public double cpuMicros() {
        return client.cpuNanos / 1e3 / records;
    }

    /** Returns the processor time of a record in all brokers, in microseconds. */
    public double brokerCpuMicros() {
        return brokerCpuNanos / 1e3 / records;
    }

    /** Returns the bytes that the child allocated for a record. */
    public double allocatedPerRecord() {
        return client.allocatedBytes / (double) records;
    }

    /** Returns requests a second. */
    public double requestsPerSecond() {
        return client.requests * 1e9 / nanos;
    }

    /** Returns how many records shared a request. */
    public double recordsPerRequest() {
        return records / (double) client.requests;
    }
}
