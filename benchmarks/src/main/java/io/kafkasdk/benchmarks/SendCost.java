package io.kafkasdk.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * What sending one record cost, on average over some.
 *
 * @param allocatedBytes on the heap by the sending thread
 * @param senderNanos processor time of the sending thread
 * @param ioNanos processor time of the Kafka client's I/O thread
 * @param elapsedNanos from the first send to the last acknowledgement
 */
record SendCost(double allocatedBytes, double senderNanos, double ioNanos, double elapsedNanos) {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Measures some sends of this thread, up to the last acknowledgement. */
    static SendCost of(SendSide<?> side, int records, Runnable sends) {
        long sender = Thread.currentThread().getId();
        long io = ioThread(side.clientId());
        long failures = side.failures();
        long ioBefore = THREADS.getThreadCpuTime(io);
        long senderBefore = THREADS.getThreadCpuTime(sender);
        long start = System.nanoTime();
        long allocatedBefore = THREADS.getThreadAllocatedBytes(sender);
        sends.run();
        long allocated = THREADS.getThreadAllocatedBytes(sender) - allocatedBefore;
        long senderCpu = THREADS.getThreadCpuTime(sender) - senderBefore;
        side.flush();
        long elapsed = System.nanoTime() - start;
        long ioCpu = THREADS.getThreadCpuTime(io) - ioBefore;
        if (side.failures() > failures) {
            throw new IllegalStateException(side.label() + ": records failed, the figures mean nothing");
        }
        double each = 1.0 / records;
        return new SendCost(allocated * each, senderCpu * each, ioCpu * each, elapsed * each);
    }

    /** Returns the processor time of both threads. That of the whole JVM comes in steps of 10 ms, too coarse for a slice. */
    double clientNanos() {
        return senderNanos + ioNanos;
    }

    private static long ioThread(String clientId) {
        String name = KafkaProducer.NETWORK_THREAD_PREFIX + " | " + clientId;
        return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No thread " + name))
                .getThreadId();
    }
}
