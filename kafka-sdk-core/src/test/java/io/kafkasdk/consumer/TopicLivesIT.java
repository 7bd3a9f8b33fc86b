package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.cluster.BootstrapProbe;
import io.kafkasdk.cluster.ClusterInspector;
import io.kafkasdk.cluster.TopicIdentities;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.test.KafkaCluster;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A topic that is deleted and made anew: of what is written to the new one nothing is lost (C11, KIP-516). */
@Timeout(300)
@ShortSessions
class TopicLivesIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whatIsWrittenWithoutAPauseWhileATopicIsMadeAnewThriceIsAllHandled(String protocol, KafkaCluster cluster)
            throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 2);
                KafkaSdk sdk = sdk(cluster);
                Writer writer = new Writer(bench)) {
            Handled handled = new Handled();
            sdk.consumer(settings(bench, protocol), handled).start();
            for (int life = 1; life <= 3; life++) {
                int before = handled.values.size();
                await().atMost(SOON).until(() -> handled.values.size() > before + 500);
                makeAnew(cluster, bench);
                Set<String> written = logOf(cluster, bench, 300);
                await("life " + life)
                        .atMost(SOON)
                        .untilAsserted(
                                () -> assertThat(missing(written, handled)).isEmpty());
            }
            assertThat(writer.isWriting()).isTrue();
        }
    }

    /** As a commit does that was under way when the topic went: brokers delete those that were there before. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aCommitOfTheOldTopicIsNoStartInTheNewOneThoughThatIsLonger(String protocol, KafkaCluster cluster)
            throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 2);
                KafkaSdk sdk = sdk(cluster)) {
            Handled handled = new Handled();
            ManagedConsumer first = sdk.consumer(settings(bench, protocol), handled);
            first.start();
            for (int life = 0; life < 3; life++) {
                int from = life * 100;
                bench.produce(2, from, 50 + life);
                long end = 50L + life;
                await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, end, 1, end)));
                first.close();
                Map<TopicPartition, OffsetAndMetadata> old = cluster.admin()
                        .listConsumerGroupOffsets(bench.group)
                        .partitionsToOffsetAndMetadata()
                        .get();
                makeAnew(cluster, bench);
                bench.produce(2, 1_000 + from, 80);
                cluster.admin()
                        .alterConsumerGroupOffsets(bench.group, old)
                        .all()
                        .get();
                Set<String> written = logOf(cluster, bench, 160);
                ManagedConsumer next = sdk.consumer(settings(bench, protocol), handled);
                next.start();
                await("life " + life)
                        .atMost(SOON)
                        .untilAsserted(
                                () -> assertThat(missing(written, handled)).isEmpty());
                next.close();
                makeAnew(cluster, bench);
                first = sdk.consumer(settings(bench, protocol), handled);
                first.start();
            }
        }
    }

    /** The position lies within the new log: the client has no reason to complain. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aLogThatIsAlreadyLongerThanThePositionIsReadFromItsBeginning(String protocol, KafkaCluster cluster)
            throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 2);
                KafkaSdk sdk = sdk(cluster)) {
            Handled handled = new Handled();
            ManagedConsumer consumer = sdk.consumer(settings(bench, protocol), handled);
            consumer.start();
            bench.produce(2, 0, 20);
            await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 20L, 1, 20L)));
            consumer.pause();
            makeAnew(cluster, bench);
            bench.produce(2, 1_000, 200);
            Set<String> written = logOf(cluster, bench, 400);
            consumer.resume();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(missing(written, handled)).isEmpty());
            await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 200L, 1, 200L)));
        }
    }

    @Test
    void theIdOfATopicChangesWhenItIsMadeAnewAndOneThatIsMissingHasNone(KafkaCluster cluster) throws Exception {
        ClusterSettings settings = ClusterSettings.of(cluster.bootstrapServers());
        ClusterInspector inspector =
                new ClusterInspector(cluster::admin, new BootstrapProbe(settings), Duration.ofSeconds(5));
        try (GroupBench bench = new GroupBench(cluster, 2)) {
            List<String> names = List.of(bench.topic, bench.topic + "-missing");
            TopicIdentities old =
                    inspector.topicIds(names).toCompletableFuture().get();
            assertThat(old.cluster()).isNotEmpty();
            assertThat(old.ids()).containsOnlyKeys(bench.topic);
            makeAnew(cluster, bench);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(inspector
                                    .topicIds(names)
                                    .toCompletableFuture()
                                    .get()
                                    .ids())
                            .containsOnlyKeys(bench.topic)
                            .isNotEqualTo(old.ids()));
            assertThat(inspector.topicIds(List.of()).toCompletableFuture()).isCompletedWithValue(TopicIdentities.NONE);
        }
    }

    private static Set<String> missing(Set<String> written, Handled handled) {
        Set<String> missing = new HashSet<>(written);
        missing.removeAll(handled.values);
        return missing;
    }

    private static void makeAnew(KafkaCluster cluster, GroupBench bench) throws Exception {
        cluster.admin().deleteTopics(List.of(bench.topic)).all().get();
        await().atMost(SOON).ignoreExceptions().until(() -> {
            cluster.admin()
                    .createTopics(List.of(new NewTopic(bench.topic, 2, (short) 3)))
                    .all()
                    .get();
            return true;
        });
    }

    /** Waits until the topic has so many records, and returns all that are there then. */
    private static Set<String> logOf(KafkaCluster cluster, GroupBench bench, int atLeast) {
        List<TopicPartition> partitions = List.of(bench.partition(0), bench.partition(1));
        try (KafkaConsumer<String, String> reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "metadata.max.age.ms", "500"),
                new StringDeserializer(),
                new StringDeserializer())) {
            await().atMost(SOON)
                    .ignoreExceptions()
                    .until(() -> reader.endOffsets(partitions).values().stream()
                                    .mapToLong(end -> end)
                                    .sum()
                            >= atLeast);
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            Set<String> values = new HashSet<>();
            while (partitions.stream().anyMatch(partition -> reader.position(partition) < ends.get(partition))) {
                reader.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }

    private static KafkaSdk sdk(KafkaCluster cluster) {
        return KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application("lives")
                .build();
    }

    private static ConsumerSettings<String, String> settings(GroupBench bench, String protocol) {
        return bench.settings(protocol).kafkaProperty("metadata.max.age.ms", "1000");
    }

    /** The values that were handled. */
    private static final class Handled implements RecordHandler<String, String> {

        private final Set<String> values = ConcurrentHashMap.newKeySet();

        @Override
        public void handle(ConsumerRecord<String, String> record) {
            values.add(record.value());
        }
    }

    /** Writes a record each millisecond, whatever becomes of the topic. */
    private static final class Writer implements AutoCloseable {

        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        private final KafkaProducer<String, String> producer;
        private final GroupBench bench;
        private int count;

        Writer(GroupBench bench) {
            this.bench = bench;
            this.producer = bench.producer(Map.of(
                    "metadata.max.age.ms", 200,
                    "max.block.ms", 500,
                    "request.timeout.ms", 1_000,
                    "delivery.timeout.ms", 2_000,
                    "enable.idempotence", false));
            clock.scheduleAtFixedRate(this::write, 0, 1, TimeUnit.MILLISECONDS);
        }

        private void write() {
            int next = count++;
            try {
                producer.send(new ProducerRecord<>(bench.topic, next % 2, "k" + next % 10, "w" + next));
            } catch (KafkaException deletedJustNow) {
                // The next one is for the new topic.
            }
        }

        boolean isWriting() {
            return !clock.isShutdown();
        }

        @Override
        public void close() {
            clock.shutdownNow();
            producer.close(Duration.ofSeconds(5));
        }
    }
}
