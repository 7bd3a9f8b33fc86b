package io.kafkasdk.benchmarks;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Reads a topic with the plain client: what is there already, and what comes in at a rate.
 *
 * @param bootstrapServers the cluster
 * @param topic where from
 * @param partitions how many it has
 */
record Reading(String bootstrapServers, String topic, int partitions) {

    /**
     * What one run showed.
     *
     * @param recordsPerSecond read
     * @param recordsPerFetch how many records shared an answer
     * @param medianMillis of send to poll; NaN for a backlog
     * @param p99Millis of send to poll; NaN for a backlog
     */
    record Result(double recordsPerSecond, double recordsPerFetch, double medianMillis, double p99Millis) {}

    /** Reads from the beginning. */
    Result backlog(Map<String, Object> config, int records) {
        try (Consumer<byte[], byte[]> consumer = consumer(config)) {
            consumer.seekToBeginning(consumer.assignment());
            long start = System.nanoTime();
            for (int read = 0; read < records; ) {
                read += consumer.poll(Duration.ofSeconds(1)).count();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Result(records / seconds, records / fetches(consumer), Double.NaN, Double.NaN);
        }
    }

    /** Reads what another thread sends meanwhile at a rate, without linger. */
    Result tail(Map<String, Object> config, List<byte[]> values, int records, int perSecond)
            throws InterruptedException {
        try (Consumer<byte[], byte[]> consumer = consumer(config)) {
            consumer.seekToEnd(consumer.assignment());
            consumer.assignment().forEach(consumer::position);
            CountDownLatch ready = new CountDownLatch(1);
            Thread sender = new Thread(() -> send(values, records, perSecond, ready), "sender");
            sender.start();
            ready.await();
            long[] latencies = new long[records];
            double fetchesBefore = fetches(consumer);
            long start = System.nanoTime();
            for (int read = 0; read < records; ) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    latencies[read++] =
                            System.nanoTime() - ByteBuffer.wrap(record.key()).getLong();
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            sender.join();
            Arrays.sort(latencies);
            return new Result(
                    records / seconds,
                    records / (fetches(consumer) - fetchesBefore),
                    Measurement.percentile(latencies, 0.5),
                    Measurement.percentile(latencies, 0.99));
        }
    }

    private void send(List<byte[]> values, int records, int perSecond, CountDownLatch ready) {
        ByteArraySerializer bytes = new ByteArraySerializer();
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 0);
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(config, bytes, bytes)) {
            producer.partitionsFor(topic);
            ready.countDown();
            long start = System.nanoTime();
            for (int i = 0; i < records; i++) {
                long due = start + i * 1_000_000_000L / perSecond;
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                byte[] sentAt = ByteBuffer.allocate(Long.BYTES)
                        .putLong(System.nanoTime())
                        .array();
                producer.send(new ProducerRecord<>(topic, i % partitions, sentAt, values.get(i % values.size())));
            }
        }
    }

    private Consumer<byte[], byte[]> consumer(Map<String, Object> properties) {
        Map<String, Object> config = new HashMap<>(properties);
        config.put("bootstrap.servers", bootstrapServers);
        config.put("enable.auto.commit", false);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes);
        consumer.assign(IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList());
        return consumer;
    }

    private static double fetches(Consumer<?, ?> consumer) {
        return consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("fetch-total")
                        && metric.metricName().group().equals("consumer-fetch-manager-metrics"))
                .mapToDouble(metric -> (double) metric.metricValue())
                .sum();
    }
}
