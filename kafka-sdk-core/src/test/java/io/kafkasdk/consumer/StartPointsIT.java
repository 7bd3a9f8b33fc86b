package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.GroupBench.Seen.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.consumer.GroupBench.Seen;
import io.kafkasdk.consumer.SkippedRange.Reason;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.StartPosition;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.Sharing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where partitions are read from, on a real cluster: never a silent jump (C11). */
@Timeout(180)
@KafkaClusterTest(sharing = Sharing.JVM)
class StartPointsIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final List<SkippedRange> skipped = new CopyOnWriteArrayList<>();
    private final ConsumerListener listener = new ConsumerListener() {
        @Override
        public void offsetsSkipped(String group, SkippedRange range) {
            skipped.add(range);
        }
    };

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whatRetentionRemovedBeforeItWasHandledIsCountedExactly(String protocol, KafkaCluster cluster)
            throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 2, listener)) {
            Seen seen = new Seen();
            bench.produce(2, 0, 10);
            ManagedConsumer first = bench.start(bench.settings(protocol), seen);
            await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 10L, 1, 10L)));
            first.close();
            bench.produce(2, 10, 60);
            cluster.admin()
                    .deleteRecords(Map.of(bench.partition(0), RecordsToDelete.beforeOffset(50)))
                    .all()
                    .get();
            bench.start(bench.settings(protocol), seen);
            await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 70L, 1, 70L)));
            assertThat(skipped)
                    .containsExactly(new SkippedRange(bench.partition(0), 10, 50, Reason.RETENTION))
                    .allSatisfy(range -> assertThat(range.offsets()).isEqualTo(40));
            assertThat(seen.of(0)).hasSize(30).endsWith("69");
            assertThat(seen.of(1)).isEqualTo(numbers(0, 70));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void partitionsAddedWhileRunningLoseNothingThoughTheStartIsLatest(String protocol, KafkaCluster cluster)
            throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 2, listener)) {
            bench.produce(2, 0, 5);
            Seen seen = new Seen();
            bench.start(latest(bench, protocol), seen);
            await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 5L, 1, 5L)));
            assertThat(seen.count()).isZero();
            assertThat(skipped).hasSize(2).allMatch(range -> range.reason() == Reason.NEW_GROUP);
            cluster.admin()
                    .createPartitions(Map.of(bench.topic, NewPartitions.increaseTo(4)))
                    .all()
                    .get();
            bench.produce(4, 5, 30);
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(bench.committed()).isEqualTo(Map.of(0, 35L, 1, 35L, 2, 30L, 3, 30L)));
            for (int partition = 0; partition < 4; partition++) {
                assertThat(seen.of(partition)).isEqualTo(numbers(5, 30));
            }
            assertThat(skipped).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aTopicThatWasMadeAnewIsReadFromItsBeginningAndNothingOfTheOldOneIsCommitted(
            String protocol, KafkaCluster cluster) throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 1, listener)) {
            bench.produce(1, 0, 50);
            Seen seen = new Seen();
            bench.start(bench.settings(protocol).kafkaProperty("metadata.max.age.ms", "1000"), seen);
            await().atMost(SOON).until(() -> bench.committed(0) == 50);
            cluster.admin().deleteTopics(List.of(bench.topic)).all().get();
            await().atMost(SOON)
                    .until(() -> !cluster.admin().listTopics().names().get().contains(bench.topic));
            cluster.createTopic(bench.topic, 1, 3);
            bench.produce(1, 100, 10);
            await().atMost(SOON).untilAsserted(() -> assertThat(seen.of(0)).endsWith("109"));
            await().atMost(SOON).until(() -> bench.committed(0) == 10);
            assertThat(seen.of(0).subList(50, seen.count())).isEqualTo(numbers(100, 10));
        }
    }

    @ParameterizedTest
    @CsvSource({"classic,EARLIEST", "classic,LATEST", "consumer,EARLIEST", "consumer,LATEST"})
    void aCommitThatIsGoneIsNoNewGroup(String protocol, StartPosition declared, KafkaCluster cluster) throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 2, listener)) {
            Seen seen = new Seen();
            ManagedConsumer first = bench.start(bench.settings(protocol).startPosition(declared), seen);
            // The start is committed though no record came.
            await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 0L, 1, 0L)));
            bench.produce(2, 0, 20);
            await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 20L, 1, 20L)));
            first.close();
            forget(cluster, bench, 1);
            bench.produce(2, 20, 10);
            bench.start(bench.settings(protocol).startPosition(declared), seen);
            await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 30L, 1, 30L)));
            assertThat(seen.of(0)).isEqualTo(numbers(0, 30));
            if (declared == StartPosition.LATEST) {
                assertThat(skipped).containsExactly(new SkippedRange(bench.partition(1), 0, 30, Reason.COMMIT_MISSING));
                assertThat(seen.of(1)).isEqualTo(numbers(0, 20));
            } else {
                assertThat(skipped).isEmpty();
                assertThat(seen.of(1)).hasSize(50).endsWith("29");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void twoMembersOfANewGroupAtLatestReadAllThatComesAfterTheirStart(String protocol, KafkaCluster cluster)
            throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 4, listener)) {
            bench.produce(4, 0, 20);
            Seen seen = new Seen();
            ManagedConsumer one = bench.start(latest(bench, protocol), seen);
            ManagedConsumer two = bench.start(latest(bench, protocol), seen);
            await().atMost(SOON)
                    .until(() -> one.lag().partitions().size() == 2
                            && two.lag().partitions().size() == 2);
            await().atMost(SOON).until(() -> bench.committed().size() == 4);
            assertThat(seen.count()).as("nothing of before").isZero();
            bench.produce(4, 20, 20);
            await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 40L, 1, 40L, 2, 40L, 3, 40L)));
            for (int partition = 0; partition < 4; partition++) {
                assertThat(seen.of(partition)).isEqualTo(numbers(20, 20));
            }
        }
    }

    private static ConsumerSettings<String, String> latest(GroupBench bench, String protocol) {
        return bench.settings(protocol)
                .startPosition(StartPosition.LATEST)
                .kafkaProperty("metadata.max.age.ms", "1000");
    }

    private static void forget(KafkaCluster cluster, GroupBench bench, int partition)
            throws ExecutionException, InterruptedException {
        cluster.admin()
                .deleteConsumerGroupOffsets(bench.group, Set.of(bench.partition(partition)))
                .all()
                .get();
    }
}
