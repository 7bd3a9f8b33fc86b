package io.kafkasdk.acks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.acks.AcksVerdict.Kind;
import io.kafkasdk.acks.Reassignment.Move;
import io.kafkasdk.cluster.ClusterInspector;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicFacts.PartitionFacts;
import io.kafkasdk.cluster.TopicLookup;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.producer.ProducerSide;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KafkaClusterTest(brokers = 4)
class ReassignmentIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> TWO_IN_SYNC = Map.of("min.insync.replicas", "2");

    @TempDir
    Path directory;

    @Test
    void kafkasOwnToolExecutesAndUndoesItWhileWritingGoesOn(KafkaCluster cluster) throws Exception {
        Map<Integer, List<Integer>> before = Map.of(0, List.of(1, 2), 1, List.of(2, 3), 2, List.of(2, 1));
        cluster.createTopic("fragile", before, TWO_IN_SYNC);
        KafkaReassignTool tool = new KafkaReassignTool(cluster.bootstrapServers(), directory);
        try (ProducerSide sdk = new ProducerSide(ClusterSettings.of(cluster.bootstrapServers()), AcksRules.DEFAULT);
                Writer writer = new Writer(sdk.open(ProducerSide.settings("writer")), "fragile")) {
            TopicCure cure = sdk.guard().cureFor("fragile");
            assertThat(cure).isInstanceOf(TopicCure.Plan.class);
            assertThat(cure.verdict().kind()).isEqualTo(Kind.NO_HEADROOM);
            Reassignment reassignment = ((TopicCure.Plan) cure).reassignment().orElseThrow();
            assertThat(sdk.guard().verdicts())
                    .as("asking for a cure is no use of the topic")
                    .extracting(AcksVerdict::topic)
                    .isSubsetOf("fragile");
            List<Integer> leaders = leaders(sdk);
            writer.awaitMore(20);

            tool.executeAndAwait(reassignment.json(), 3);
            assertThat(facts(sdk).partitions())
                    .allSatisfy(partition -> assertThat(partition.inSync()).hasSize(3))
                    .extracting(PartitionFacts::replicas)
                    .containsExactlyElementsOf(
                            reassignment.moves().stream().map(Move::after).toList());
            assertThat(leaders(sdk)).as("leaders stay").isEqualTo(leaders);
            sdk.guard().refresh();
            assertThat(sdk.guard().safetyOf("fragile").verdict().kind()).isEqualTo(Kind.SAFE);
            assertThat(sdk.guard().cureFor("fragile")).isInstanceOf(TopicCure.NotNeeded.class);
            writer.awaitMore(20);

            tool.executeAndAwait(reassignment.rollbackJson(), 3);
            assertThat(facts(sdk).partitions())
                    .extracting(PartitionFacts::replicas)
                    .containsExactly(before.get(0), before.get(1), before.get(2));
            sdk.guard().refresh();
            assertThat(sdk.guard().safetyOf("fragile").verdict().kind()).isEqualTo(Kind.NO_HEADROOM);
            writer.awaitMore(20);

            int written = writer.stop();
            assertThat(inTheLog(sdk, 3)).isEqualTo(written);
        }
    }

    @Test
    void moreReplicasNeverStopWritingThoughTheMinimumIsLargerThanWhatIsThere(KafkaCluster cluster) throws Exception {
        cluster.createTopic("lonely", Map.of(0, List.of(1)), TWO_IN_SYNC);
        KafkaReassignTool tool = new KafkaReassignTool(cluster.bootstrapServers(), directory);
        try (ProducerSide sdk = new ProducerSide(ClusterSettings.of(cluster.bootstrapServers()), AcksRules.DEFAULT)) {
            GuardedProducer<String, String> producer = sdk.open(ProducerSide.settings("writer"));
            fill(producer, "lonely");
            TopicCure.Plan plan = (TopicCure.Plan) sdk.guard().cureFor("lonely");
            assertThat(plan.verdict().kind()).isEqualTo(Kind.NO_REDUNDANCY);
            try (Writer writer = new Writer(producer, "lonely")) {
                for (TopicCure.Step step : plan.steps()) {
                    if (step instanceof TopicCure.SettingChange change) {
                        alter(cluster, change);
                    } else if (step instanceof Reassignment reassignment) {
                        assertThat(tool.executeThrottled(reassignment.json(), 10_000)
                                        .output())
                                .contains("Successfully started partition reassignment");
                        writer.awaitMore(100);
                        assertThat(facts(sdk, "lonely").partitions().get(0))
                                .as("nothing is copied yet, and writing went on")
                                .satisfies(partition ->
                                        assertThat(partition.replicas()).hasSize(3))
                                .satisfies(partition ->
                                        assertThat(partition.inSync()).containsExactly(1));
                        takeThrottleOff(cluster);
                        tool.awaitCompleted(reassignment.json(), 1);
                    }
                    writer.awaitMore(20);
                }
                writer.stop();
            }
            sdk.guard().refresh();
            assertThat(sdk.guard().safetyOf("lonely").verdict().kind()).isEqualTo(Kind.SAFE);
            assertThat(facts(sdk, "lonely").minInsyncReplicas()).isEqualTo(2);
        }
    }

    /** Writes so much that a throttled copy of it lasts far longer than the test. */
    private static void fill(GuardedProducer<String, String> producer, String topic) throws Exception {
        Random random = new Random(7);
        for (int record = 0; record < 40; record++) {
            byte[] bytes = new byte[500_000];
            random.nextBytes(bytes);
            producer.send(topic, "fill", Base64.getEncoder().encodeToString(bytes))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static void alter(KafkaCluster cluster, TopicCure.SettingChange change) throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, change.topic());
        AlterConfigOp op = new AlterConfigOp(new ConfigEntry(change.name(), change.to()), AlterConfigOp.OpType.SET);
        cluster.admin()
                .incrementalAlterConfigs(Map.of(topic, List.of(op)))
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    private static void takeThrottleOff(KafkaCluster cluster) throws Exception {
        List<AlterConfigOp> off = Stream.of("leader.replication.throttled.rate", "follower.replication.throttled.rate")
                .map(key -> new AlterConfigOp(new ConfigEntry(key, null), AlterConfigOp.OpType.DELETE))
                .toList();
        Map<ConfigResource, Collection<AlterConfigOp>> everywhere = cluster.brokers().stream()
                .collect(Collectors.toMap(
                        broker -> new ConfigResource(ConfigResource.Type.BROKER, String.valueOf(broker.id())),
                        broker -> off));
        cluster.admin().incrementalAlterConfigs(everywhere).all().get(30, TimeUnit.SECONDS);
    }

    @Test
    void aSettingIsEnoughWhereThereAreReplicasEnough(KafkaCluster cluster) {
        cluster.createTopic("strict", 1, 3, Map.of("min.insync.replicas", "3"));
        try (ProducerSide sdk = new ProducerSide(ClusterSettings.of(cluster.bootstrapServers()), AcksRules.DEFAULT)) {
            TopicCure.Plan plan = (TopicCure.Plan) sdk.guard().cureFor("strict");
            assertThat(plan.reassignment()).isEmpty();
            assertThat(plan.steps())
                    .containsExactly(new TopicCure.SettingChange("strict", "min.insync.replicas", "3", "2"));
        }
    }

    private static TopicFacts facts(ProducerSide sdk) {
        return facts(sdk, "fragile");
    }

    private static TopicFacts facts(ProducerSide sdk, String topic) {
        TopicLookup lookup = sdk.inspector()
                .topics(List.of(topic), ClusterInspector.LONGEST_CALL)
                .get(topic);
        return ((TopicLookup.Found) lookup).facts();
    }

    private static List<Integer> leaders(ProducerSide sdk) {
        return facts(sdk).partitions().stream().map(PartitionFacts::leader).toList();
    }

    private static long inTheLog(ProducerSide sdk, int partitions) {
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition("fragile", partition))
                .toList();
        return sdk.inspector().endOffsets(all, IsolationLevel.READ_UNCOMMITTED).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Writes one record after the other, until one fails or it is stopped. */
    private static final class Writer implements AutoCloseable {

        private final AtomicInteger written = new AtomicInteger();
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Future<?> work;

        Writer(GuardedProducer<String, String> producer, String topic) {
            this.work = thread.submit(() -> {
                while (!stopped.get()) {
                    SendReceipt receipt = producer.send(topic, "key-" + written.get(), "value")
                            .get(30, TimeUnit.SECONDS);
                    assertThat(receipt.offset()).isNotNegative();
                    written.incrementAndGet();
                }
                return null;
            });
        }

        void awaitMore(int records) {
            int target = written.get() + records;
            await().atMost(PATIENCE).until(() -> work.isDone() || written.get() >= target);
            assertThat(work).as("writing goes on").isNotDone();
        }

        /** Ends the writing; fails if a record was not acknowledged. */
        int stop() throws Exception {
            stopped.set(true);
            work.get(30, TimeUnit.SECONDS);
            return written.get();
        }

        @Override
        public void close() {
            stopped.set(true);
            thread.shutdownNow();
        }
    }
}
