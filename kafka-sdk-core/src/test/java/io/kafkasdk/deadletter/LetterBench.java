package io.kafkasdk.deadletter;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.test.KafkaCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A topic, its dead letter topic and a group of their own on a real cluster. */
final class LetterBench implements AutoCloseable {

    static final Map<String, String> MIN_ISR_2 = Map.of("min.insync.replicas", "2");

    final String group = "g-" + UUID.randomUUID();
    final String origin = "t-" + UUID.randomUUID();
    final String letters = origin + ".dlt";
    final KafkaSdk sdk;
    private final KafkaCluster cluster;
    private final DeadLetterWriter writer;

    LetterBench(KafkaCluster cluster) {
        this.cluster = cluster;
        this.sdk = sdk(cluster.bootstrapServers());
        this.writer = new DeadLetterWriter(group, this::producer);
        cluster.createTopic(origin, 3, 3, MIN_ISR_2);
    }

    static KafkaSdk sdk(String bootstrapServers) {
        return KafkaSdk.builder()
                .cluster(ClusterSettings.of(bootstrapServers))
                .application("it")
                .build();
    }

    private GuardedProducer<byte[], byte[]> producer() {
        return sdk.producer(DeadLetterWriter.producerSettings(group));
    }

    LetterBench withLetters() {
        cluster.createTopic(letters, 3, 3, MIN_ISR_2);
        return this;
    }

    ReplaySettings settings() {
        return ReplaySettings.of(group, origin, letters);
    }

    GivenUp why() {
        return new GivenUp(letters, 3, new IllegalStateException("no"));
    }

    SendReceipt write(ConsumerRecord<byte[], byte[]> record) throws Exception {
        return write(record, why());
    }

    SendReceipt write(ConsumerRecord<byte[], byte[]> record, GivenUp why) throws Exception {
        return writer.write(record, why).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /** Writes letters whose keys and values are their numbers. */
    void writeNumbers(int count) throws Exception {
        List<CompletableFuture<SendReceipt>> sends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] number = Records.bytes(Integer.toString(i));
            sends.add(writer.write(Records.read(origin, i % 3, i / 3, number, number), why())
                    .toCompletableFuture());
        }
        for (CompletableFuture<SendReceipt> send : sends) {
            send.get(30, TimeUnit.SECONDS);
        }
    }

    /** Returns all records of a topic, partition by partition. */
    List<ConsumerRecord<byte[], byte[]>> all(String topic) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", cluster.bootstrapServers());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo info : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, info.partition()));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
            while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
            return all;
        }
    }

    List<Integer> numbers(String topic) {
        return all(topic).stream()
                .map(record -> Integer.valueOf(new String(record.value(), StandardCharsets.UTF_8)))
                .toList();
    }

    /** Returns how many letters the committed offsets of replays have passed. */
    long committed() throws ExecutionException, InterruptedException {
        return cluster
                .admin()
                .listConsumerGroupOffsets(group + ".replay")
                .partitionsToOffsetAndMetadata()
                .get()
                .values()
                .stream()
                .filter(offset -> offset != null)
                .mapToLong(offset -> offset.offset())
                .sum();
    }

    @Override
    public void close() {
        sdk.close();
    }
}
