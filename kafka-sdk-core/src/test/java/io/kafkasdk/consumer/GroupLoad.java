package io.kafkasdk.consumer;

import io.kafkasdk.test.KafkaCluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** Records with keys for the topic of a {@link GroupBench}, all at once or for as long as it is open. */
final class GroupLoad implements AutoCloseable {

    private static final int TICK_MILLIS = 20;

    private final KafkaProducer<String, String> producer;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();

    private GroupLoad(KafkaProducer<String, String> producer) {
        this.producer = producer;
    }

    /** Writes so many records to each partition, whose keys take turns. */
    static void write(GroupBench bench, int partitions, int count, int keys) {
        try (KafkaProducer<String, String> producer = bench.producer(Map.of())) {
            for (int i = 0; i < count; i++) {
                for (int p = 0; p < partitions; p++) {
                    producer.send(new ProducerRecord<>(bench.topic, p, "k" + i % keys, Integer.toString(i)));
                }
            }
        }
    }

    /** Writes on until it is closed, each 20 ms so many records, whose keys take turns. */
    static GroupLoad start(GroupBench bench, int perTick, int keys) {
        // One request at a time: of several, the first may find a broker that does not lead the new partition yet and
        // the second one that does. The broker takes any sequence number as the first of a producer, and then none
        // before it.
        GroupLoad load = new GroupLoad(
                bench.producer(Map.of("metadata.max.age.ms", "500", "max.in.flight.requests.per.connection", "1")));
        int[] next = {0};
        load.ticks.scheduleAtFixedRate(
                () -> {
                    for (int i = 0; i < perTick; i++, next[0]++) {
                        String key = "k" + next[0] % keys;
                        load.producer.send(new ProducerRecord<>(bench.topic, key, Integer.toString(next[0])));
                    }
                },
                0,
                TICK_MILLIS,
                TimeUnit.MILLISECONDS);
        return load;
    }

    /** Returns the end offsets of the topic by partition. */
    static Map<Integer, Long> ends(KafkaCluster cluster, GroupBench bench)
            throws ExecutionException, InterruptedException {
        var description = cluster.admin()
                .describeTopics(List.of(bench.topic))
                .allTopicNames()
                .get()
                .get(bench.topic);
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        description.partitions().forEach(p -> asked.put(bench.partition(p.partition()), OffsetSpec.latest()));
        Map<Integer, Long> ends = new HashMap<>();
        cluster.admin().listOffsets(asked).all().get().forEach((p, end) -> ends.put(p.partition(), end.offset()));
        return ends;
    }

    /** Has the broker expel members of a group with the new protocol after so much silence; the client has no say there. */
    static void sessions(KafkaCluster cluster, GroupBench bench, int sessionMillis)
            throws ExecutionException, InterruptedException {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, bench.group);
        cluster.admin()
                .incrementalAlterConfigs(Map.of(
                        group,
                        List.of(
                                put("consumer.session.timeout.ms", sessionMillis),
                                put("consumer.heartbeat.interval.ms", sessionMillis / 6))))
                .all()
                .get();
    }

    private static AlterConfigOp put(String key, int value) {
        return new AlterConfigOp(new ConfigEntry(key, Integer.toString(value)), AlterConfigOp.OpType.SET);
    }

    /** Writes no more, and returns when all is written. */
    void stop() {
        ticks.shutdown();
        try {
            ticks.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }

    @Override
    public void close() {
        stop();
    }
}
