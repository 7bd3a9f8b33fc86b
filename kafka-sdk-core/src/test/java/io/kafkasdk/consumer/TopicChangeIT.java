package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.StartPosition;
import io.kafkasdk.test.KafkaCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A topic that changes while it is read. */
@Timeout(300)
@ShortSessions
class TopicChangeIT {

    private static final Duration SOON = Duration.ofSeconds(80);

    /** The start position is for groups that have no offsets at all: this one has some. */
    @ParameterizedTest
    @CsvSource({"classic,EARLIEST", "classic,LATEST", "consumer,EARLIEST", "consumer,LATEST"})
    void partitionsThatAreAddedAreReadFromTheirBeginning(String protocol, StartPosition start, KafkaCluster cluster)
            throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 2);
                KafkaSdk sdk = sdk(cluster)) {
            Values values = new Values();
            ConsumerSettings<String, String> settings =
                    settings(bench, protocol).startPosition(start);
            ManagedConsumer consumer = sdk.consumer(settings, values);
            consumer.start();
            await().atMost(SOON).until(() -> consumer.lag().partitions().size() == 2);
            bench.produce(2, 0, 10);
            await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 10L, 1, 10L)));
            cluster.admin()
                    .createPartitions(Map.of(bench.topic, NewPartitions.increaseTo(4)))
                    .all()
                    .get();
            // Written before the group can know of them.
            bench.produce(4, 10, 50);
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(bench.committed()).isEqualTo(Map.of(0, 60L, 1, 60L, 2, 50L, 3, 50L)));
            for (int partition = 0; partition < 4; partition++) {
                assertThat(values.of(new TopicPartition(bench.topic, partition)))
                        .containsExactlyInAnyOrderElementsOf(
                                GroupBench.Seen.numbers(partition < 2 ? 0 : 10, partition < 2 ? 60 : 50));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aTopicThatIsDeletedHoldsUpNoOther(String protocol, KafkaCluster cluster) throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 2);
                KafkaSdk sdk = sdk(cluster)) {
            String doomed = bench.topic + "-doomed";
            cluster.createTopic(doomed, 2, 3);
            Values values = new Values();
            ManagedConsumer consumer = sdk.consumer(settings(bench, protocol).topics(bench.topic, doomed), values);
            consumer.start();
            bench.produce(2, 0, 10);
            write(bench, doomed, 10);
            await().atMost(SOON).until(() -> values.count() == 30);
            cluster.admin().deleteTopics(List.of(doomed)).all().get();
            // The client tells of a missing topic again and again for longer than it takes to be forgotten.
            for (int round = 1; round <= 6; round++) {
                int before = round * 10;
                bench.produce(2, before, 10);
                await().pollDelay(Duration.ofSeconds(1))
                        .atMost(SOON)
                        .until(() -> values.of(bench.partition(0)).size() == before + 10
                                && values.of(bench.partition(1)).size() == before + 10);
            }
            await().atMost(SOON).until(() -> bench.committed(0) == 70 && bench.committed(1) == 70);
            assertThat(consumer.state()).isEqualTo(ConsumerState.RUNNING);
            await().atMost(SOON)
                    .until(() -> consumer.lag().partitions().stream()
                            .noneMatch(lag -> lag.partition().topic().equals(doomed)));
        }
    }

    private static KafkaSdk sdk(KafkaCluster cluster) {
        return KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application("change")
                .build();
    }

    private static ConsumerSettings<String, String> settings(GroupBench bench, String protocol) {
        return bench.settings(protocol).kafkaProperty("metadata.max.age.ms", "2000");
    }

    private static void write(GroupBench bench, String topic, int count) {
        try (KafkaProducer<String, String> producer = bench.producer(Map.of())) {
            IntStream.range(0, count)
                    .forEach(i -> producer.send(new ProducerRecord<>(topic, "k" + i, Integer.toString(i))));
        }
    }

    /** The values that were handled, by partition. */
    private static final class Values implements RecordHandler<String, String> {

        private final Map<TopicPartition, Set<String>> values = new ConcurrentHashMap<>();

        @Override
        public void handle(ConsumerRecord<String, String> record) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            values.computeIfAbsent(partition, p -> ConcurrentHashMap.newKeySet())
                    .add(record.value());
        }

        Set<String> of(TopicPartition partition) {
            return values.getOrDefault(partition, Set.of());
        }

        int count() {
            return values.values().stream().mapToInt(Set::size).sum();
        }
    }
}
