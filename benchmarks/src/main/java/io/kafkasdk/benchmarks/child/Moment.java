package io.kafkasdk.benchmarks.child;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/**
 * What was counted up to a moment; a stretch is the difference of two.
 *
 * @param nanos on the clock
 * @param cpuNanos of this JVM
 * @param allocatedBytes by the threads that live now
 * @param brokerCpuNanos of all brokers; the system counts in steps of 10 ms
 * @param wireBytes that the Kafka producer sent
 * @param requests that it sent
 */
record Moment(long nanos, long cpuNanos, long allocatedBytes, long brokerCpuNanos, long wireBytes, long requests) {

    static Moment now(SendingSide side, List<ProcessHandle> brokers) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long brokerCpu = brokers.stream()
                .map(broker -> broker.info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToLong(Duration::toNanos)
                .sum();
        return new Moment(
                System.nanoTime(),
                system.getProcessCpuTime(),
                HeapWatch.allocated(),
                brokerCpu,
                (long) side.metric("outgoing-byte-total"),
                (long) side.metric("request-total"));
    }

    SendResult.Usage usageSince(Moment start) {
        return new SendResult.Usage(
                wireBytes - start.wireBytes,
                requests - start.requests,
                cpuNanos - start.cpuNanos,
                allocatedBytes - start.allocatedBytes);
    }
}
