package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A batch that the disk of its broker has changed. */
@Timeout(300)
@KafkaClusterTest(brokers = 1)
class CorruptLogFaultIT {

    private static final Duration SOON = Duration.ofSeconds(80);
    private static final String TOPIC = "damaged";
    private static final TopicPartition DAMAGED = new TopicPartition(TOPIC, 0);
    private static final TopicPartition WHOLE = new TopicPartition(TOPIC, 1);
    private static final int RECORDS = 30;
    private static final long CORRUPT = 10;

    private final KafkaCluster cluster;

    CorruptLogFaultIT(KafkaCluster cluster) {
        this.cluster = cluster;
    }

    private void damage() throws Exception {
        cluster.createTopic(TOPIC, 2, 1);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                for (int partition = 0; partition < 2; partition++) {
                    // Waited for, so that each record is a batch of its own.
                    producer.send(new ProducerRecord<>(TOPIC, partition, "k" + i, "" + i))
                            .get(20, TimeUnit.SECONDS);
                }
            }
        }
        cluster.broker(1).stop();
        corrupt(cluster.logDirectory().resolve("run/data-1/" + TOPIC + "-0/00000000000000000000.log"));
        cluster.broker(1).start();
    }

    /** Changes the last byte of one batch, which its checksum covers. */
    private static void corrupt(Path segment) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        ByteBuffer batches = ByteBuffer.wrap(bytes);
        int at = 0;
        while (batches.getLong(at) != CORRUPT) {
            at += 12 + batches.getInt(at + 8);
        }
        bytes[at + 12 + batches.getInt(at + 8) - 1] ^= 1;
        Files.write(segment, bytes);
    }

    @Test
    void aBatchThatIsCorruptIsNamedHoldsUpNoOtherPartitionAndIsPassedOnlyByASeek() throws Exception {
        damage();
        BothProtocols.atOnce(this::nameAndPass);
    }

    private void nameAndPass(String protocol) throws Exception {
        Queue<String> handled = new ConcurrentLinkedQueue<>();
        try (KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application("corrupt")
                .build()) {
            ManagedConsumer consumer = sdk.consumer(
                    ConsumerSettings.group("g-" + protocol, new StringDeserializer(), new StringDeserializer())
                            .topics(TOPIC)
                            .kafkaProperty("group.protocol", protocol),
                    record -> handled.add(record.partition() + ":" + record.offset()));
            consumer.start();
            await().atMost(SOON).until(() -> consumer.stall().isPresent());
            assertThat(consumer.stall().orElseThrow().text())
                    .contains(DAMAGED + " cannot be read on from offset " + CORRUPT);
            assertThat(consumer.state()).isEqualTo(ConsumerState.RUNNING);
            await().atMost(SOON).until(() -> committed(protocol, DAMAGED) == CORRUPT);
            await().atMost(SOON).until(() -> committed(protocol, WHOLE) == RECORDS);
            assertThat(handled).hasSize((int) CORRUPT + RECORDS);
            assertThat(consumer.stall()).as("it still waits for somebody").isPresent();
            consumer.seek(Map.of(DAMAGED, CORRUPT + 1)).toCompletableFuture().get(20, TimeUnit.SECONDS);
            await().atMost(SOON).until(() -> committed(protocol, DAMAGED) == RECORDS);
            assertThat(handled)
                    .hasSize(2 * RECORDS - 1)
                    .doesNotContain("0:" + CORRUPT)
                    .doesNotHaveDuplicates();
            await().atMost(SOON).until(() -> consumer.stall().isEmpty());
        }
    }

    private long committed(String protocol, TopicPartition partition) throws Exception {
        OffsetAndMetadata committed = cluster.admin()
                .listConsumerGroupOffsets("g-" + protocol)
                .partitionsToOffsetAndMetadata()
                .get(20, TimeUnit.SECONDS)
                .get(partition);
        return committed == null ? -1 : committed.offset();
    }
}
