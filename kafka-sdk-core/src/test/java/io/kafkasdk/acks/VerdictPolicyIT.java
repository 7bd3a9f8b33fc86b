package io.kafkasdk.acks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.acks.AcksVerdict.Kind;
import io.kafkasdk.cluster.ClusterInspector;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicLookup;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every verdict under every policy on real brokers. UNWRITABLE is not among them: brokers since 3.7 cap min.isr at the
 * replication factor; {@code VerdictPolicyTest} has it.
 */
@KafkaClusterTest(brokers = 3)
class VerdictPolicyIT {

    private static final Map<String, String> MIN_ISR_2 = Map.of("min.insync.replicas", "2");

    private static GuardSide sdk;

    @BeforeAll
    static void createTopics(KafkaCluster cluster) throws Exception {
        sdk = new GuardSide(cluster.bootstrapServers());
        cluster.createTopic("safe", 1, 3, MIN_ISR_2);
        cluster.createTopic("no_headroom", 1, 2, MIN_ISR_2);
        cluster.createTopic("single_copy", 1, 2, Map.of("min.insync.replicas", "1"));
        cluster.createTopic("no_redundancy", 1, 1);
        // The brokers take no partition with another number of replicas than the first has; reassigning is the way.
        cluster.createTopic("mixed", Map.of(0, List.of(1, 2, 3), 1, List.of(1, 2, 3)), MIN_ISR_2);
        reassign(cluster, new TopicPartition("mixed", 1), List.of(1, 2));
        awaitFacts("mixed", facts -> facts.replicationFactor() == 2);
    }

    @AfterAll
    static void close() {
        sdk.close();
    }

    @ParameterizedTest
    @CsvSource({
        // verdict, policy, refused, durability
        "SAFE, OBSERVE, false, ALL",
        "SAFE, WARN, false, ALL",
        "SAFE, FAIL, false, ALL",
        "SAFE, LEADER_ACK, false, ALL",
        "NO_HEADROOM, OBSERVE, false, ALL",
        "NO_HEADROOM, WARN, false, ALL",
        "NO_HEADROOM, FAIL, true, ALL",
        "NO_HEADROOM, LEADER_ACK, false, LEADER",
        "SINGLE_COPY, OBSERVE, false, ALL",
        "SINGLE_COPY, WARN, false, ALL",
        "SINGLE_COPY, FAIL, true, ALL",
        "SINGLE_COPY, LEADER_ACK, false, LEADER",
        "NO_REDUNDANCY, OBSERVE, false, ALL",
        "NO_REDUNDANCY, WARN, false, ALL",
        "NO_REDUNDANCY, FAIL, true, ALL",
        "NO_REDUNDANCY, LEADER_ACK, false, LEADER",
        "MIXED, OBSERVE, false, ALL",
        "MIXED, WARN, false, ALL",
        "MIXED, FAIL, true, ALL",
        "MIXED, LEADER_ACK, false, LEADER",
        "UNKNOWN, OBSERVE, false, ALL",
        "UNKNOWN, WARN, false, ALL",
        "UNKNOWN, FAIL, true, ALL",
        "UNKNOWN, LEADER_ACK, false, ALL"
    })
    void eachPolicyDoesTheSameToEachVerdict(Kind kind, AcksPolicy policy, boolean refused, Durability durability) {
        AcksGuard guard = sdk.guard(AcksRules.DEFAULT.withPolicy(kind, policy));
        // No topic of the name "unknown" exists.
        String topic = kind.name().toLowerCase(Locale.ROOT);
        guard.observe(List.of(topic), ClusterInspector.LONGEST_CALL);
        TopicSafety safety = guard.safetyOf(topic);
        assertThat(safety.verdict().kind()).as(safety.verdict().summary()).isEqualTo(kind);
        assertThat(safety.refusal() != null).isEqualTo(refused);
        assertThat(safety.durability()).isEqualTo(durability);
    }

    @Test
    void moreReplicasMakeATopicSafeWhileAProducerKeepsSending(KafkaCluster cluster) throws Exception {
        cluster.createTopic("raised", Map.of(0, List.of(1, 2)), MIN_ISR_2);
        AcksGuard guard = sdk.guard(AcksRules.DEFAULT);
        guard.preflight(List.of("raised"));
        assertThat(guard.safetyOf("raised").verdict().kind()).isEqualTo(Kind.NO_HEADROOM);
        AtomicInteger acknowledged = new AtomicInteger();
        Queue<Exception> failures = new ConcurrentLinkedQueue<>();
        ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
        try (KafkaProducer<String, String> producer = sdk.plainProducer()) {
            Runnable send = () -> producer.send(new ProducerRecord<>("raised", "key", "value"), (metadata, failure) -> {
                if (failure == null) {
                    acknowledged.incrementAndGet();
                } else {
                    failures.add(failure);
                }
            });
            sender.scheduleWithFixedDelay(send, 0, 5, TimeUnit.MILLISECONDS);
            await().until(() -> acknowledged.get() > 20);
            reassign(cluster, new TopicPartition("raised", 0), List.of(1, 2, 3));
            awaitFacts("raised", facts -> facts.headroom() == 1);
            guard.refresh();
            AcksVerdict verdict = guard.safetyOf("raised").verdict();
            assertThat(verdict.kind()).isEqualTo(Kind.SAFE);
            assertThat(verdict.headroom()).isEqualTo(1);
            int before = acknowledged.get();
            await().until(() -> acknowledged.get() > before + 20);
            sender.shutdown();
            assertThat(sender.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            sender.shutdownNow();
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void aRefusalEndsWithTheCureAndComesBackWithTheCause(KafkaCluster cluster) throws Exception {
        cluster.createTopic("refused", 1, 3, Map.of("min.insync.replicas", "3"));
        AcksGuard guard = sdk.guard(AcksRules.DEFAULT.withPolicy(AcksPolicy.FAIL));
        guard.observe(List.of("refused"), ClusterInspector.LONGEST_CALL);
        TopicSafety refused = guard.safetyOf("refused");
        assertThat(refused.verdict().kind()).isEqualTo(Kind.NO_HEADROOM);
        assertThat(refused.refusal()).isNotNull();
        assertThat(refused.verdict().cure()).contains("--add-config min.insync.replicas=2 (no data moves)");
        configure(cluster, "refused", "min.insync.replicas", "2");
        awaitFacts("refused", facts -> facts.minInsyncReplicas() == 2);
        guard.refresh();
        assertThat(guard.safetyOf("refused").verdict().kind()).isEqualTo(Kind.SAFE);
        assertThat(guard.safetyOf("refused").refusal()).isNull();
        configure(cluster, "refused", "min.insync.replicas", "1");
        awaitFacts("refused", facts -> facts.minInsyncReplicas() == 1);
        guard.refresh();
        assertThat(guard.safetyOf("refused").verdict().kind()).isEqualTo(Kind.SINGLE_COPY);
        assertThat(guard.safetyOf("refused").refusal()).isNotNull();
    }

    @Test
    void readsTheTimestampBoundsAndTheCleanupPolicy(KafkaCluster cluster) {
        cluster.createTopic("plain", 1, 1);
        cluster.createTopic(
                "bounded",
                1,
                1,
                Map.of(
                        "cleanup.policy",
                        "delete,compact",
                        "message.timestamp.before.max.ms",
                        "1000",
                        "message.timestamp.after.max.ms",
                        "2000",
                        "message.timestamp.type",
                        "LogAppendTime"));
        TopicFacts plain = facts("plain").orElseThrow();
        assertThat(plain.compacted()).isFalse();
        assertThat(plain.logAppendTime()).isFalse();
        assertThat(plain.timestampBeforeMaxMillis()).isEqualTo(TopicFacts.NO_BOUND);
        assertThat(plain.timestampAfterMaxMillis())
                .isEqualTo(Duration.ofHours(1).toMillis());
        TopicFacts bounded = facts("bounded").orElseThrow();
        assertThat(bounded.compacted()).isTrue();
        assertThat(bounded.logAppendTime()).isTrue();
        assertThat(bounded.timestampBeforeMaxMillis()).isEqualTo(1_000);
        assertThat(bounded.timestampAfterMaxMillis()).isEqualTo(2_000);
    }

    private static void reassign(KafkaCluster cluster, TopicPartition partition, List<Integer> replicas)
            throws Exception {
        cluster.admin()
                .alterPartitionReassignments(Map.of(partition, Optional.of(new NewPartitionReassignment(replicas))))
                .all()
                .get(20, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> cluster.admin()
                        .listPartitionReassignments()
                        .reassignments()
                        .get(20, TimeUnit.SECONDS)
                        .isEmpty());
    }

    private static void configure(KafkaCluster cluster, String topic, String name, String value) throws Exception {
        AlterConfigOp change = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
        cluster.admin()
                .incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(change)))
                .all()
                .get(20, TimeUnit.SECONDS);
    }

    /** Waits until the brokers agree, whichever is asked: each learns of a change on its own. */
    private static void awaitFacts(String topic, Predicate<TopicFacts> expected) {
        await().atMost(Duration.ofSeconds(60))
                .during(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> facts(topic).filter(expected).isPresent());
    }

    private static Optional<TopicFacts> facts(String topic) {
        TopicLookup answer = sdk.inspector()
                .topics(List.of(topic), ClusterInspector.LONGEST_CALL)
                .get(topic);
        return answer instanceof TopicLookup.Found found ? Optional.of(found.facts()) : Optional.empty();
    }
}
