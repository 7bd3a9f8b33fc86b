package io.kafkasdk.consumer;

import io.kafkasdk.deadletter.DeadLetterWriter;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerLimits;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.test.KafkaCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic and a group of their own on a real cluster, and what cluster tests do with them. */
final class GroupBench implements AutoCloseable {

    private static final int LANES = 256;
    private static final int FEW = 3;
    private static final int KEYS = 10;
    static final ClientTuning NO_TUNING = new ClientTuning("NONE", List.of());

    final String topic;
    final String group = "g-" + UUID.randomUUID();
    private final KafkaCluster cluster;
    private final ConsumerPool pool;

    GroupBench(KafkaCluster cluster, int partitions) {
        this(cluster, partitions, new ConsumerListener() {});
    }

    GroupBench(KafkaCluster cluster, int partitions, ConsumerListener listener) {
        this(cluster, partitions, listener, Patience.DEFAULT);
    }

    GroupBench(KafkaCluster cluster, int partitions, ConsumerListener listener, Patience patience) {
        this.cluster = cluster;
        this.topic = topicWithoutSharedLanes(partitions);
        this.pool = new ConsumerPool(ClusterSettings.of(cluster.bootstrapServers()), "bench", listener, patience);
        cluster.createTopic(topic, partitions, 3);
    }

    /**
     * Returns a name whose keys have lanes of their own: a handler that is held would hold up a key that shares its lane by
     * chance, which is allowed, but not what tests are about.
     */
    private static String topicWithoutSharedLanes(int partitions) {
        while (true) {
            String topic = "t-" + UUID.randomUUID();
            Set<Integer> lanes = new HashSet<>();
            boolean distinct = true;
            for (int p = 0; p < partitions; p++) {
                TopicPartition partition = new TopicPartition(topic, p);
                int from = partitions <= FEW ? 0 : p;
                int to = partitions <= FEW ? KEYS : p + 1;
                for (int key = from; key < to; key++) {
                    byte[] bytes = ("k" + key).getBytes(StandardCharsets.UTF_8);
                    distinct &= lanes.add(OrderRule.ByKey.laneOf(partition, bytes) & (LANES - 1));
                }
            }
            if (distinct) {
                return topic;
            }
        }
    }

    ConsumerSettings<String, String> settings(String protocol) {
        ConsumerSettings<String, String> settings = ConsumerSettings.group(
                        group, new StringDeserializer(), new StringDeserializer())
                .topics(topic)
                .failures(new FailurePolicy.RetryForEver(Duration.ofMillis(50), Duration.ofSeconds(1)))
                .limits(limits(5_000, Duration.ofSeconds(10)));
        return protocol.equals("classic") ? settings : settings.kafkaProperty("group.protocol", protocol);
    }

    static ConsumerLimits limits(int maxInFlightRecords, Duration drainTimeout) {
        return ConsumerLimits.DEFAULT
                .inFlight(maxInFlightRecords, 64L << 20)
                .commits(Duration.ofMillis(100), 20_000)
                .drainTimeout(drainTimeout);
    }

    ManagedConsumer start(ConsumerSettings<String, String> settings, RecordHandler<String, String> handler) {
        ManagedConsumer consumer = pool.open(settings, handler, NO_TUNING);
        consumer.start();
        return consumer;
    }

    /** Starts a consumer of the same group as another process would. */
    ManagedConsumer startElsewhere(
            ConsumerPool other, ConsumerSettings<String, String> settings, RecordHandler<String, String> handler) {
        ManagedConsumer consumer = other.open(settings, handler, NO_TUNING);
        consumer.start();
        return consumer;
    }

    /** Dead letters of consumers that must not write any. */
    static DeadLetterWriter noDeadLetters(String group) {
        return new DeadLetterWriter(group, () -> {
            throw new IllegalStateException("no dead letters here");
        });
    }

    ConsumerPool pool() {
        return pool;
    }

    TopicPartition partition(int number) {
        return new TopicPartition(topic, number);
    }

    /** Writes so many records to each partition, their values numbered from {@code from}. */
    void produce(int partitions, int from, int count) {
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            for (int i = from; i < from + count; i++) {
                for (int p = 0; p < partitions; p++) {
                    producer.send(new ProducerRecord<>(topic, p, "k" + p, Integer.toString(i)));
                }
            }
        }
    }

    KafkaProducer<String, String> producer(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", cluster.bootstrapServers());
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    /** Returns the committed offsets by partition, as the cluster has them. */
    Map<Integer, Long> committed() throws ExecutionException, InterruptedException {
        return cluster.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(
                        entry -> entry.getKey().partition(),
                        entry -> entry.getValue().offset()));
    }

    long committed(int partition) throws ExecutionException, InterruptedException {
        return committed().getOrDefault(partition, -1L);
    }

    @Override
    public void close() {
        pool.close(Duration.ofSeconds(10));
    }

    /** What handlers saw. */
    static final class Seen implements RecordHandler<String, String> {

        private final List<String> entries = new CopyOnWriteArrayList<>();

        @Override
        public void handle(ConsumerRecord<String, String> record) {
            entries.add(record.partition() + ":" + record.value());
        }

        int count() {
            return entries.size();
        }

        List<String> of(int partition) {
            return entries.stream()
                    .filter(entry -> entry.startsWith(partition + ":"))
                    .map(entry -> entry.substring(entry.indexOf(':') + 1))
                    .toList();
        }

        static List<String> numbers(int from, int count) {
            return IntStream.range(from, from + count)
                    .mapToObj(Integer::toString)
                    .toList();
        }
    }
}
