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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
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
        TopicLookup lookup = sdk.inspector()
                .topics(List.of("fragile"), ClusterInspector.LONGEST_CALL)
                .get("fragile");
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
