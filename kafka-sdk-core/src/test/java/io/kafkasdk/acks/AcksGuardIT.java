package io.kafkasdk.acks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.cluster.ClusterInspector;
import io.kafkasdk.cluster.TopicLookup;
import io.kafkasdk.producer.ProducerSide;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

@KafkaClusterTest(brokers = 3)
class AcksGuardIT {

    @Test
    void judgesTopicsByWhatTheClusterSays(KafkaCluster cluster) throws Exception {
        cluster.createTopic("safe", 2, 3, Map.of("min.insync.replicas", "2"));
        cluster.createTopic("fragile", Map.of(0, List.of(3, 1)), Map.of("min.insync.replicas", "2"));
        cluster.createTopic("single-copy", 1, 2, Map.of("min.insync.replicas", "1"));
        cluster.createTopic("one-disk", 1, 1);
        cluster.createTopic("mixed", 2, 3);
        reassign(cluster, new TopicPartition("mixed", 1), List.of(2));
        try (ProducerSide sdk = side(cluster, AcksRules.DEFAULT)) {
            sdk.guard().preflight(List.of("safe", "fragile", "single-copy", "one-disk", "mixed", "absent"));
            assertThat(sdk.told())
                    .extracting(AcksVerdict::topic, AcksVerdict::kind, AcksVerdict::headroom)
                    .containsExactly(
                            tuple("safe", AcksVerdict.Kind.SAFE, 1),
                            tuple("fragile", AcksVerdict.Kind.NO_HEADROOM, 0),
                            tuple("single-copy", AcksVerdict.Kind.SINGLE_COPY, 1),
                            tuple("one-disk", AcksVerdict.Kind.NO_REDUNDANCY, 0),
                            tuple("mixed", AcksVerdict.Kind.MIXED, 0),
                            tuple("absent", AcksVerdict.Kind.UNKNOWN, AcksVerdict.UNKNOWN_HEADROOM));
        }
    }

    @Test
    void seesAChangeOfTheTopicWithoutARestart(KafkaCluster cluster) throws Exception {
        cluster.createTopic("changing", 1, 3, Map.of("min.insync.replicas", "3"));
        try (ProducerSide sdk = side(cluster, AcksRules.DEFAULT)) {
            sdk.guard().preflight(List.of("changing"));
            AcksVerdict before = sdk.guard().safetyOf("changing").verdict();
            assertThat(before.kind()).isEqualTo(AcksVerdict.Kind.NO_HEADROOM);
            assertThat(before.cure()).contains("--add-config min.insync.replicas=2");
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "changing");
            AlterConfigOp cure =
                    new AlterConfigOp(new ConfigEntry("min.insync.replicas", "2"), AlterConfigOp.OpType.SET);
            cluster.admin()
                    .incrementalAlterConfigs(Map.of(topic, List.of(cure)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
            await().untilAsserted(() -> {
                sdk.guard().refresh();
                assertThat(sdk.guard().safetyOf("changing").verdict().kind()).isEqualTo(AcksVerdict.Kind.SAFE);
            });
        }
    }

    @Test
    void refusesDeclaredTopicsAtPreflightUnderFail(KafkaCluster cluster) {
        cluster.createTopic("refused", 1, 2, Map.of("min.insync.replicas", "2"));
        try (ProducerSide sdk = side(cluster, AcksRules.DEFAULT.withPolicy(AcksPolicy.FAIL))) {
            assertThatThrownBy(() -> sdk.open(ProducerSide.settings("strict").topics("refused")))
                    .isInstanceOf(UnsafeTopicException.class)
                    .hasMessageContaining("topic 'refused' (NO_HEADROOM)")
                    .hasMessageContaining("kafka-reassign-partitions.sh");
        }
    }

    @Test
    void endOffsetsLeaveOutWhatDoesNotExist(KafkaCluster cluster) throws Exception {
        cluster.createTopic("ends", 2, 3, Map.of("min.insync.replicas", "2"));
        try (ProducerSide sdk = side(cluster, AcksRules.DEFAULT)) {
            sdk.open(ProducerSide.settings("ends").topics("ends"))
                    .send(new ProducerRecord<>("ends", 0, "key", "value"))
                    .get(20, TimeUnit.SECONDS);
            List<TopicPartition> asked = List.of(
                    new TopicPartition("ends", 0), new TopicPartition("ends", 1), new TopicPartition("absent", 0));
            assertThat(sdk.inspector().endOffsets(asked, IsolationLevel.READ_COMMITTED))
                    .containsOnly(Map.entry(asked.get(0), 1L), Map.entry(asked.get(1), 0L));
        }
    }

    @Test
    void eachTopicIsAnsweredOnItsOwn(KafkaCluster cluster) {
        cluster.createTopic("readable", 1, 3);
        try (ProducerSide sdk = side(cluster, AcksRules.DEFAULT)) {
            Map<String, TopicLookup> answers =
                    sdk.inspector().topics(List.of("readable", "absent", "bad name"), ClusterInspector.LONGEST_CALL);
            assertThat(answers.get("readable")).isInstanceOf(TopicLookup.Found.class);
            assertThat(answers.get("absent")).isEqualTo(new TopicLookup.Missing("absent"));
            assertThat(answers.get("bad name")).isInstanceOf(TopicLookup.Unreadable.class);
        }
    }

    private static void reassign(KafkaCluster cluster, TopicPartition partition, List<Integer> replicas)
            throws Exception {
        cluster.admin()
                .alterPartitionReassignments(Map.of(partition, Optional.of(new NewPartitionReassignment(replicas))))
                .all()
                .get(20, TimeUnit.SECONDS);
        await().until(() -> cluster.admin()
                .listPartitionReassignments()
                .reassignments()
                .get(20, TimeUnit.SECONDS)
                .isEmpty());
    }

    private static ProducerSide side(KafkaCluster cluster, AcksRules rules) {
        return new ProducerSide(ClusterSettings.of(cluster.bootstrapServers()), rules);
    }
}
