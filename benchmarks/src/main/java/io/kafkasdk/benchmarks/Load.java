package io.kafkasdk.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends a number of records with the plain client, at a rate or as fast as it goes.
 *
 * @param topic where to
 * @param values the values, taken in turn
 * @param records how many
 * @param perSecond at which rate, 0 for as fast as it goes
 */
record Load(String topic, List<byte[]> values, int records, int perSecond) {

    Measurement run(String bootstrapServers, Candidate candidate) throws InterruptedException {
        Map<String, Object> config = new HashMap<>(candidate.config());
        config.put("bootstrap.servers", bootstrapServers);
        config.put("max.block.ms", 60_000);
        ByteArraySerializer bytes = new ByteArraySerializer();
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(config, bytes, bytes)) {
            producer.partitionsFor(topic);
            return send(producer);
        }
    }

    private Measurement send(Producer<byte[], byte[]> producer) throws InterruptedException {
        long[] latencies = new long[records];
        CountDownLatch open = new CountDownLatch(records);
        long cpuBefore = cpuNanos();
        long start = System.nanoTime();
        for (int i = 0; i < records; i++) {
            pace(start, i);
            int index = i;
            long sent = System.nanoTime();
            producer.send(new ProducerRecord<>(topic, values.get(i % values.size())), (metadata, failure) -> {
                latencies[index] = System.nanoTime() - sent;
                open.countDown();
            });
        }
        open.await();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Measurement(
                records / seconds,
                (cpuNanos() - cpuBefore) / 1e9,
                metric(producer, "outgoing-byte-total") / records,
                records / metric(producer, "request-total"),
                Measurement.percentile(latencies, 0.5),
                Measurement.percentile(latencies, 0.99));
    }

    private void pace(long start, int index) {
        if (perSecond > 0) {
            long due = start + index * 1_000_000_000L / perSecond;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
        }
    }

    private static double metric(Producer<?, ?> producer, String name) {
        return producer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(name)
                        && metric.metricName().group().equals("producer-metrics"))
                .mapToDouble(metric -> (double) metric.metricValue())
                .sum();
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
