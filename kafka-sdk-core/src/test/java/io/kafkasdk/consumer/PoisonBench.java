package io.kafkasdk.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.test.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A topic of numbers of which some cannot be read, a consumer made with the public API only, and its dead letters. */
final class PoisonBench implements AutoCloseable {

    static final int CONCURRENCY = 4;

    private final KafkaCluster cluster;
    private final GroupBench bench;
    private final Heard heard;
    private final KafkaSdk sdk;

    private PoisonBench(KafkaCluster cluster, GroupBench bench, Heard heard, KafkaSdk sdk) {
        this.cluster = cluster;
        this.bench = bench;
        this.heard = heard;
        this.sdk = sdk;
    }

    static PoisonBench of(KafkaCluster cluster, int partitions) {
        GroupBench bench = new GroupBench(cluster, partitions);
        Heard heard = new Heard();
        KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application("poison")
                .consumerListener(heard)
                .build();
        return new PoisonBench(cluster, bench, heard, sdk);
    }

    GroupBench group() {
        return bench;
    }

    Heard heard() {
        return heard;
    }

    ManagedConsumer start(String protocol, FailurePolicy failures, RecordHandler<String, Integer> handler) {
        ConsumerSettings<String, Integer> settings = ConsumerSettings.group(
                        bench.group,
                        (String topic, byte[] data) -> readable(data),
                        (String topic, byte[] data) -> Integer.parseInt(new String(data, UTF_8)))
                .topics(bench.topic)
                .failures(failures)
                .limits(GroupBench.limits(5_000, Duration.ofSeconds(5)).concurrency(CONCURRENCY))
                .kafkaProperty("group.protocol", protocol);
        ManagedConsumer consumer = sdk.consumer(settings, handler);
        consumer.start();
        return consumer;
    }

    /** Nothing that UTF-8 could be has this byte. */
    private static @Nullable String readable(byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        for (byte one : data) {
            if (one == (byte) 0xFF) {
                throw new IllegalArgumentException("no text");
            }
        }
        return new String(data, UTF_8);
    }

    KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    ProducerRecord<byte[], byte[]> record(byte[] key, String value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(bench.topic, 0, key, value.getBytes(UTF_8));
        record.headers().add("trace", new byte[] {7, 0, 9});
        return record;
    }

    ProducerRecord<byte[], byte[]> record(String key, String value) {
        return record(key.getBytes(UTF_8), value);
    }

    String deadLetterTopic() {
        return bench.topic + "." + bench.group + ".dlt";
    }

    void createDeadLetterTopic() {
        cluster.createTopic(deadLetterTopic(), 1, 3);
    }

    /** Returns all that is in the dead letter topic now, in its order. */
    List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(deadLetterTopic(), 0);
            reader.assign(List.of(partition));
            reader.seekToBeginning(List.of(partition));
            long end = reader.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (reader.position(partition) < end) {
                reader.poll(Duration.ofMillis(100)).forEach(letters::add);
            }
        }
        return letters;
    }

    @Override
    public void close() {
        sdk.close(Duration.ofSeconds(15));
        bench.close();
    }

    /** What the consumer told of failures; each entry is an offset of partition 0 unless it says otherwise. */
    static final class Heard implements ConsumerListener {

        final List<Long> deadLettered = new CopyOnWriteArrayList<>();
        final List<Long> deadLetterFailed = new CopyOnWriteArrayList<>();
        final List<Long> skipped = new CopyOnWriteArrayList<>();
        /** One for each time the circuit opened or closed, in order. */
        final List<String> circuit = new CopyOnWriteArrayList<>();

        @Override
        public void deadLettered(
                String group, TopicPartition partition, long offset, int attempts, String deadLetterTopic) {
            deadLettered.add(offset);
        }

        @Override
        public void deadLetterFailed(
                String group, TopicPartition partition, long offset, String deadLetterTopic, Throwable failure) {
            deadLetterFailed.add(offset);
        }

        @Override
        public void skipped(String group, TopicPartition partition, long offset, int attempts, Throwable failure) {
            skipped.add(offset);
        }

        @Override
        public void circuitOpened(String group, Diagnosis why) {
            circuit.add("opened");
        }

        @Override
        public void circuitClosed(String group) {
            circuit.add("closed");
        }
    }
}
