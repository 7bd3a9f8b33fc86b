package io.kafkasdk.share;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ShareSettings;
import io.kafkasdk.test.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic and a share group of their own on a real cluster, and what cluster tests do with them. */
final class ShareBench implements AutoCloseable {

    final String topic = "t-" + UUID.randomUUID();
    final String group = "g-" + UUID.randomUUID();
    final List<String> events = new CopyOnWriteArrayList<>();
    private final KafkaCluster cluster;
    private final KafkaSdk sdk;

    ShareBench(KafkaCluster cluster, int partitions, Map<String, String> ofGroup) throws Exception {
        this.cluster = cluster;
        this.sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application("bench")
                .consumerListener(new Events())
                .build();
        cluster.createTopic(topic, partitions, 1);
        Map<String, String> configs = new HashMap<>(ofGroup);
        configs.putIfAbsent("share.auto.offset.reset", "earliest");
        configure(configs);
    }

    private void configure(Map<String, String> configs) throws ExecutionException, InterruptedException {
        Collection<AlterConfigOp> changes = new ArrayList<>();
        configs.forEach(
                (key, value) -> changes.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
        cluster.admin()
                .incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), changes))
                .all()
                .get();
    }

    ShareSettings<String, String> settings() {
        return ShareSettings.group(group, new StringDeserializer(), new StringDeserializer())
                .topics(topic);
    }

    KafkaSdk sdk() {
        return sdk;
    }

    void produce(int from, int count) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = from; i < from + count; i++) {
                producer.send(new ProducerRecord<>(topic, Integer.toString(i)));
            }
        }
    }

    /** Returns how many records a topic with one partition has. */
    long records(String name) throws ExecutionException, InterruptedException {
        TopicPartition partition = new TopicPartition(name, 0);
        return cluster.admin()
                .listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    @Override
    public void close() {
        sdk.close(Duration.ofSeconds(15));
    }

    /** Writes down what happens. */
    private final class Events implements ConsumerListener {

        @Override
        public void skipped(String of, TopicPartition partition, long offset, int attempts, Throwable failure) {
            events.add("skipped " + offset + " " + attempts);
        }

        @Override
        public void deadLettered(String of, TopicPartition partition, long offset, int attempts, String letters) {
            events.add("dead-lettered " + offset + " " + attempts);
        }
    }
}
