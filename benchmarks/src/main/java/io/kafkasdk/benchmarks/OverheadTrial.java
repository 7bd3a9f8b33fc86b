package io.kafkasdk.benchmarks;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.tuning.TuningProfile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the SDK costs beside the plain client with the same properties: records per second of a producer that floods, and
 * of a consumer whose handler does nothing. Prints the SDK's medians as ratios to the plain client's in the same run.
 *
 * <p>Usage: {@code OverheadTrial FILE.ndjson [ROUNDS]}.
 */
public final class OverheadTrial {

    private static final int RECORDS = 300_000;
    private static final String TOPIC = "overhead";

    private final String bootstrapServers;
    private final List<byte[]> events;
    private int groups;

    private OverheadTrial(String bootstrapServers, List<byte[]> events) {
        this.bootstrapServers = bootstrapServers;
        this.events = events;
    }

    /**
     * Runs the trial and prints two lines.
     *
     * @param args the file with one event a line, and the number of rounds (default 7)
     * @throws IOException when the file cannot be read
     * @throws InterruptedException when stopped
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<byte[]> events = Files.readAllLines(Path.of(args[0])).stream()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 7;
        try (KafkaCluster cluster = KafkaCluster.builder().brokers(3).start()) {
            cluster.createTopic(TOPIC, 6, 3, Map.of("min.insync.replicas", "2"));
            new OverheadTrial(cluster.bootstrapServers(), events).run(rounds);
        }
    }

    private void run(int rounds) throws InterruptedException {
        producePlain();
        produceWithSdk();
        List<Double> plainOut = new ArrayList<>();
        List<Double> sdkOut = new ArrayList<>();
        List<Double> plainIn = new ArrayList<>();
        List<Double> sdkIn = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            plainOut.add(perSecond(producePlain()));
            sdkOut.add(perSecond(produceWithSdk()));
            plainIn.add(perSecond(consumePlain()));
            sdkIn.add(perSecond(consumeWithSdk()));
            System.err.println("round " + round + " of " + rounds);
        }
        print("producer that floods", plainOut, sdkOut);
        print("consumer without work", plainIn, sdkIn);
    }

    private long producePlain() throws InterruptedException {
        Map<String, Object> config =
                new HashMap<>(TuningProfile.BALANCED.producer().toKafkaConfig());
        config.put("bootstrap.servers", bootstrapServers);
        ByteArraySerializer bytes = new ByteArraySerializer();
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(config, bytes, bytes)) {
            producer.partitionsFor(TOPIC);
            CountDownLatch open = new CountDownLatch(RECORDS);
            long start = System.nanoTime();
            for (int i = 0; i < RECORDS; i++) {
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(TOPIC, events.get(i % events.size()));
                producer.send(record, (metadata, failure) -> open.countDown());
            }
            open.await();
            return System.nanoTime() - start;
        }
    }

    private long produceWithSdk() throws InterruptedException {
        try (KafkaSdk sdk = sdk()) {
            ByteArraySerializer bytes = new ByteArraySerializer();
            // The plain client waits a minute for room in its buffer; so that both block alike, this one does too.
            GuardedProducer<byte[], byte[]> producer = sdk.producer(ProducerSettings.named("overhead", bytes, bytes)
                    .topics(TOPIC)
                    .maxBlock(Duration.ofSeconds(60)));
            CountDownLatch open = new CountDownLatch(RECORDS);
            long start = System.nanoTime();
            for (int i = 0; i < RECORDS; i++) {
                producer.send(TOPIC, null, events.get(i % events.size()))
                        .whenComplete((receipt, failure) -> open.countDown());
            }
            open.await();
            return System.nanoTime() - start;
        }
    }

    private long consumePlain() {
        Map<String, Object> config =
                new HashMap<>(TuningProfile.BALANCED.consumer().toKafkaConfig());
        config.put("bootstrap.servers", bootstrapServers);
        config.put("group.id", "plain-" + ++groups);
        config.put("auto.offset.reset", "earliest");
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes)) {
            consumer.subscribe(List.of(TOPIC));
            int seen = 0;
            long start = 0;
            while (seen < RECORDS) {
                seen += consumer.poll(Duration.ofMillis(100)).count();
                start = start == 0 && seen > 0 ? System.nanoTime() : start;
            }
            return System.nanoTime() - start;
        }
    }

    private long consumeWithSdk() throws InterruptedException {
        try (KafkaSdk sdk = sdk()) {
            ByteArrayDeserializer bytes = new ByteArrayDeserializer();
            CountDownLatch first = new CountDownLatch(1);
            CountDownLatch open = new CountDownLatch(RECORDS);
            ManagedConsumer consumer = sdk.consumer(
                    ConsumerSettings.group("sdk-" + ++groups, bytes, bytes).topics(TOPIC), record -> {
                        first.countDown();
                        open.countDown();
                    });
            consumer.start();
            first.await();
            long start = System.nanoTime();
            open.await();
            return System.nanoTime() - start;
        }
    }

    private KafkaSdk sdk() {
        return KafkaSdk.builder()
                .cluster(ClusterSettings.of(bootstrapServers))
                .application("overhead")
                .meterRegistry(new SimpleMeterRegistry())
                .build();
    }

    private static double perSecond(long nanos) {
        return RECORDS * 1e9 / nanos;
    }

    private static void print(String what, List<Double> plain, List<Double> sdk) {
        System.out.printf(
                Locale.ROOT,
                "%s: SDK/plain %.2f (medians %.0f and %.0f records/s; SDK %.0f to %.0f, plain %.0f to %.0f)%n",
                what,
                median(sdk) / median(plain),
                median(sdk),
                median(plain),
                sdk.stream().mapToDouble(d -> d).min().orElse(0),
                sdk.stream().mapToDouble(d -> d).max().orElse(0),
                plain.stream().mapToDouble(d -> d).min().orElse(0),
                plain.stream().mapToDouble(d -> d).max().orElse(0));
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }
}
