package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

@KafkaClusterTest(brokers = 3)
class BrokerLossFaultIT {

    private static final String TOPIC = "ledger";
    private static final int PARTITIONS = 3;
    private static final int RECORDS = 3_000;
    private static final int KEYS = 11;

    @Test
    void whatWasDeliveredSurvivesTheLossOfABrokerOnceAndInOrder(KafkaCluster cluster) throws Exception {
        cluster.createTopic(TOPIC, PARTITIONS, 3, Map.of("min.insync.replicas", "2"));
        List<SendReceipt> receipts = new ArrayList<>();
        try (KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application("ledger-app")
                .build()) {
            GuardedProducer<String, Integer> producer =
                    sdk.producer(ProducerSettings.named("ledger", new StringSerializer(), new IntegerSerializer())
                            .topics(TOPIC));
            List<CompletableFuture<SendReceipt>> sends = new ArrayList<>();
            for (int i = 0; i < RECORDS; i++) {
                if (i == RECORDS / 3) {
                    // Half of what was sent has landed, half is on its way when the broker dies.
                    sends.get(i / 2).get(30, TimeUnit.SECONDS);
                    cluster.broker(2).kill();
                }
                sends.add(producer.send(TOPIC, "key-" + i % KEYS, i));
            }
            for (CompletableFuture<SendReceipt> send : sends) {
                receipts.add(send.get(60, TimeUnit.SECONDS));
            }
        }

        Map<TopicPartition, List<Integer>> log = readLog(cluster);
        assertThat(log.values().stream().mapToInt(List::size).sum())
                .as("every record once")
                .isEqualTo(RECORDS);
        for (int i = 0; i < RECORDS; i++) {
            SendReceipt receipt = receipts.get(i);
            List<Integer> partition = log.get(new TopicPartition(TOPIC, receipt.partition()));
            assertThat(partition.get((int) receipt.offset()))
                    .as("record at its receipt")
                    .isEqualTo(i);
        }
        assertThat(log.values()).allSatisfy(BrokerLossFaultIT::assertOrderPerKey);
    }

    private static void assertOrderPerKey(List<Integer> partition) {
        Map<Integer, Integer> lastOfKey = new HashMap<>();
        for (int value : partition) {
            Integer last = lastOfKey.put(value % KEYS, value);
            assertThat(last == null || last < value)
                    .as("%s before %s", last, value)
                    .isTrue();
        }
    }

    private static Map<TopicPartition, List<Integer>> readLog(KafkaCluster cluster) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "auto.offset.reset", "earliest");
        Map<TopicPartition, List<Integer>> log = new HashMap<>();
        try (KafkaConsumer<String, Integer> reader =
                new KafkaConsumer<>(config, new StringDeserializer(), new IntegerDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                partitions.add(new TopicPartition(TOPIC, partition));
            }
            reader.assign(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> reader.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<String, Integer> record : reader.poll(Duration.ofMillis(200))) {
                    log.computeIfAbsent(new TopicPartition(TOPIC, record.partition()), p -> new ArrayList<>())
                            .add(record.value());
                }
            }
        }
        return log;
    }
}
