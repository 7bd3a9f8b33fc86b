package io.kafkasdk.samples.orders;

import io.kafkasdk.test.KafkaCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** The topics of the application, from outside of it. */
final class OrdersTopics {

    static final String ORDERS = "orders";

    /** Where orders go that cannot be handled. */
    static final String DEAD_LETTERS = "orders.order-totals.dlt";

    static final int PARTITIONS = 6;
    private static final Map<String, String> SAFE = Map.of("min.insync.replicas", "2");

    private OrdersTopics() {}

    /** Creates them on a cluster of three brokers. */
    static void create(KafkaCluster cluster) {
        cluster.createTopic(ORDERS, PARTITIONS, 3, SAFE);
        cluster.createTopic(DEAD_LETTERS, PARTITIONS, 3, SAFE);
    }

    /** Creates them on one broker. */
    static void createOnOneBroker(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(
                            new NewTopic(ORDERS, PARTITIONS, (short) 1),
                            new NewTopic(DEAD_LETTERS, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }

    /** Reads all that is in a topic now, by a plain consumer without a group. */
    static List<ConsumerRecord<byte[], byte[]>> read(String bootstrapServers, String topic) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers);
        Deserializer<byte[]> bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes)) {
            List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
            return records;
        }
    }

    /** The key of a record: the id of its order. */
    static String id(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }
}
