package io.kafkasdk.test.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.test.Broker;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.SecureListener;
import io.kafkasdk.test.Sharing;
import io.kafkasdk.test.ledger.FaultLog;
import io.kafkasdk.test.ledger.Ledger;
import io.kafkasdk.test.ledger.Removal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of fault breaks what it says, and nothing is broken when it is healed. */
@KafkaClusterTest(
        faultyLinks = true,
        users = "alice=alice-secret",
        properties = {"broker.session.timeout.ms=3000", "broker.heartbeat.interval.ms=500"},
        sharing = Sharing.JVM)
class FaultsIT {
    private static final Duration WHOLE = Duration.ofSeconds(60);

    private final KafkaCluster cluster;
    private final RecordedMember first = new RecordedMember("member-1");
    private final RecordedMember second = new RecordedMember("member-2");
    private final List<String> progress = new ArrayList<>();
    private Ledger ledger;
    private FaultLog log;

    FaultsIT(KafkaCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void open(@TempDir Path directory) {
        ledger = Ledger.in(directory);
        log = ledger.faults();
    }

    @AfterEach
    void restore() {
        log.close();
        cluster.restore();
        cluster.awaitWhole(WHOLE);
    }

    @Test
    void aKilledLeaderIsDownUntilItIsHealed() {
        cluster.createTopic("led-by-2", Map.of(0, List.of(2, 1, 3)), Map.of());
        Fault fault = fault(arena().topics("led-by-2"), FaultKind.BROKER_KILL, Aim.LEADER, 0);
        assertThat(fault.target()).isEqualTo("broker 2, leader of led-by-2-0");

        fault.begin();
        assertThat(cluster.broker(2).isRunning()).isFalse();

        healed(fault);
    }

    @Test
    void aTopicRefusesToBeWrittenWhenOneOfItsReplicasIsStopped() throws Exception {
        cluster.createTopic("strict", 1, 3, Map.of("min.insync.replicas", "1"));
        Fault fault = fault(arena().strictTopic("strict"), FaultKind.ISR_BELOW_MIN, Aim.ANY, 1);

        fault.begin();
        assertThat(cluster.brokers()).filteredOn(broker -> !broker.isRunning()).hasSize(1);
        Map<String, Object> onlyOnce = Map.of("retries", 0, "enable.idempotence", false);
        assertThatThrownBy(() -> send(onlyOnce, "strict")).hasCauseInstanceOf(NotEnoughReplicasException.class);

        healed(fault);
        send(onlyOnce, "strict");
        assertThat(topics().ownConfig("strict")).containsEntry("min.insync.replicas", "1");
    }

    @Test
    void aStoppedBrokerIsDownUntilItIsHealed() {
        Fault fault = fault(arena(), FaultKind.BROKER_STOP, Aim.ANY, 2);
        assertThat(fault.target()).startsWith("broker 3");

        fault.begin();
        assertThat(cluster.broker(3).isRunning()).isFalse();

        healed(fault);
    }

    @Test
    void aPausedBrokerIsSilentUntilItIsHealed() throws Exception {
        Fault fault = fault(arena(), FaultKind.BROKER_PAUSE, Aim.CONTROLLER, 0);
        assertThat(fault.target()).endsWith("leader of the controllers");

        fault.begin();
        assertThat(cluster.brokers()).filteredOn(broker -> !broker.isRunning()).hasSize(1);

        healed(fault);
    }

    @Test
    void allBrokersAreDownUntilTheyAreStartedTogether() {
        Fault fault = fault(arena(), FaultKind.ALL_BROKERS_DOWN, Aim.ANY, 0);

        fault.begin();
        assertThat(cluster.brokers()).noneMatch(Broker::isRunning);

        healed(fault);
    }

    @Test
    void aRollingRestartRestartsEachBrokerOnce() throws Exception {
        List<Long> before = starts();
        Fault fault = fault(arena(), FaultKind.ROLLING_RESTART, Aim.ANY, 0);

        fault.begin();

        assertThat(starts()).isEqualTo(before.stream().map(count -> count + 1).toList());
        healed(fault);
    }

    @Test
    void aQuotaSlowsTheNamedClientDown() throws Exception {
        cluster.createTopic("limited", 1, 3);
        Fault fault = fault(arena().limitedClients("slow").quota(200), FaultKind.QUOTA, Aim.ANY, 0);

        fault.begin();
        try (KafkaProducer<String, String> producer = producer(Map.of("client.id", "slow"))) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                producer.send(new ProducerRecord<>("limited", "value".repeat(1000)));
                producer.flush();
                assertThat(producer.metrics().values())
                        .filteredOn(metric -> metric.metricName().name().equals("produce-throttle-time-max"))
                        .singleElement()
                        .satisfies(metric ->
                                assertThat((Double) metric.metricValue()).isPositive());
            });
        }

        healed(fault);
        await().untilAsserted(() -> assertThat(cluster.admin()
                        .describeClientQuotas(ClientQuotaFilter.all())
                        .entities()
                        .get())
                .isEmpty());
    }

    @Test
    void aUserLosesItsRightsAndGetsThemBack() throws Exception {
        cluster.createTopic("guarded", 1, 3);
        cluster.security().allow("alice", "guarded", AclOperation.WRITE);
        Map<String, Object> alice = new HashMap<>();
        alice.put("bootstrap.servers", cluster.bootstrapServers(SecureListener.SASL_PLAINTEXT));
        alice.put("security.protocol", "SASL_PLAINTEXT");
        alice.put("sasl.mechanism", "PLAIN");
        alice.put("enable.idempotence", false);
        alice.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required"
                        + " username=\"alice\" password=\"alice-secret\";");
        send(alice, "guarded");
        Fault fault = fault(arena().guarded("alice", "guarded", AclOperation.WRITE), FaultKind.ACL_REVOKED, Aim.ANY, 0);

        fault.begin();
        assertThatThrownBy(() -> send(alice, "guarded"))
                .satisfiesAnyOf(
                        thrown -> assertThat(thrown).isInstanceOf(TopicAuthorizationException.class),
                        thrown -> assertThat(thrown).hasCauseInstanceOf(TopicAuthorizationException.class));

        healed(fault);
        send(alice, "guarded");
    }

    @Test
    void aTopicIsGoneAndComesBackEmptyAsItWas() throws Exception {
        cluster.createTopic("reborn", 2, 3, Map.of("retention.ms", "123456789"));
        send(Map.of(), "reborn");
        TopicDescription before = describe("reborn");
        Fault fault = fault(arena().recreatedTopic("reborn"), FaultKind.TOPIC_RECREATED, Aim.ANY, 0);

        fault.begin();
        assertThat(cluster.admin().listTopics().names().get()).doesNotContain("reborn");
        assertThat(removals()).singleElement().satisfies(removal -> {
            assertThat(removal.topic()).isEqualTo("reborn");
            assertThat(removal.partition()).isEqualTo(Removal.ALL_PARTITIONS);
        });

        healed(fault);
        assertThat(describe("reborn").topicId()).isNotEqualTo(before.topicId());
        assertThat(describe("reborn").partitions()).hasSize(2);
        assertThat(topics().ownConfig("reborn")).containsOnly(Map.entry("retention.ms", "123456789"));
        assertThat(end("reborn", 0) + end("reborn", 1)).isZero();
        assertThat(removals()).as("removed once").hasSize(1);
    }

    @Test
    void aTopicGetsOnePartitionMore() throws Exception {
        cluster.createTopic("growing", 2, 3);
        Fault fault = fault(arena().growingTopic("growing"), FaultKind.PARTITIONS_ADDED, Aim.ANY, 0);

        fault.begin();

        healed(fault);
        assertThat(describe("growing").partitions()).hasSize(3);
    }

    @Test
    void recordsAheadOfTheCommitAreRemovedWhileTheGroupIsAway() throws Exception {
        cluster.createTopic("retained", 1, 3);
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            for (int i = 0; i < 100; i++) {
                producer.send(new ProducerRecord<>("retained", "value"));
            }
        }
        commit("away", new TopicPartition("retained", 0), 20);
        Arena.Builder arena = arena().members("away", List.of(first)).retained("retained", "away");
        assertThat(fault(arena, FaultKind.BROKER_STOP, Aim.COORDINATOR, 0).target())
                .isEqualTo("broker " + coordinator("away") + ", coordinator of away");
        Fault fault = fault(arena, FaultKind.RETENTION_PASSED, Aim.ANY, 0);

        fault.begin();
        assertThat(first.calls()).containsExactly("stop");
        assertThat(offset("retained", 0, OffsetSpec.earliest())).isEqualTo(60);
        assertThat(removals()).singleElement().satisfies(removal -> {
            assertThat(removal.topic()).isEqualTo("retained");
            assertThat(removal.partition()).isZero();
            assertThat(removal.below()).isEqualTo(60);
        });

        healed(fault);
        assertThat(first.calls()).containsExactly("stop", "start");
    }

    @Test
    void membersAreKilledStoppedAndPausedAndRunAgain() {
        Arena.Builder arena = arena().members("g", List.of(first));
        for (FaultKind kind : List.of(FaultKind.CONSUMER_KILL, FaultKind.CONSUMER_STOP, FaultKind.CONSUMER_PAUSE)) {
            Fault fault = fault(arena, kind, Aim.ANY, 5);
            assertThat(fault.target()).isEqualTo("member-1 of group g");
            fault.begin();
            assertThat(first.isRunning()).isEqualTo(kind != FaultKind.CONSUMER_PAUSE);
            fault.heal();
        }

        assertThat(first.calls()).containsExactly("kill", "start", "stop", "start", "pause", "resume");
    }

    @Test
    void aStormMakesMembersLeaveAndJoinAndLeavesOneAtLeast() {
        Fault fault = fault(arena().members("g", List.of(first, second)), FaultKind.REBALANCE_STORM, Aim.ANY, 3);
        assertThat(fault.rhythm()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));

        fault.begin();
        for (int i = 0; i < 20; i++) {
            assertThat(Stream.of(first, second).filter(RecordedMember::isRunning))
                    .isNotEmpty();
            fault.again();
        }
        fault.heal();

        assertThat(first.calls()).contains("stop", "start");
        assertThat(second.calls()).contains("stop", "start");
        assertThat(Stream.of(first, second)).allMatch(RecordedMember::isRunning);
    }

    @Test
    void aMemberThatDiedByItselfIsNoTarget() {
        first.kill();

        assertThatThrownBy(() -> fault(arena().members("g", List.of(first)), FaultKind.CONSUMER_KILL, Aim.ANY, 0))
                .isInstanceOf(NemesisException.class)
                .hasMessageContaining("member-1 of group g")
                .hasMessageContaining("does not run");
    }

    @Test
    void anArenaSaysWhatItLacks() {
        Arena bare = arena().build();

        assertThat(bare.possible())
                .contains(FaultKind.BROKER_KILL, FaultKind.LINK_LATENCY)
                .doesNotContain(FaultKind.CONSUMER_KILL, FaultKind.QUOTA, FaultKind.ACL_REVOKED);
        assertThat(bare.lack(FaultKind.ACL_REVOKED))
                .hasValueSatisfying(lack -> assertThat(lack).contains("guarded("));
        assertThatThrownBy(() -> arena().retained("topic", "nobody").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nobody");
    }

    private Arena.Builder arena() {
        return Arena.of(cluster);
    }

    private Fault fault(Arena.Builder arena, FaultKind kind, Aim aim, int luck) {
        return new Faults(arena.build(), log, progress::add)
                .of(new FaultStep(1, kind, aim, luck, Duration.ZERO, Duration.ZERO));
    }

    /** Heals it, twice, after which all brokers run and all replicas are in sync. */
    private void healed(Fault fault) {
        fault.heal();
        fault.heal();
        assertThat(cluster.brokers()).allMatch(Broker::isRunning);
        cluster.awaitWhole(WHOLE);
    }

    private List<Long> starts() throws IOException {
        List<Long> starts = new ArrayList<>();
        for (Broker broker : cluster.brokers()) {
            try (Stream<String> lines = Files.lines(broker.log())) {
                starts.add(lines.filter(line -> line.contains("Kafka Server started"))
                        .count());
            }
        }
        return starts;
    }

    private List<Removal> removals() {
        return ledger.evidence(List.of()).removals();
    }

    private Topics topics() {
        return new Topics(cluster.admin());
    }

    private TopicDescription describe(String topic) throws Exception {
        return cluster.admin()
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic);
    }

    private long end(String topic, int partition) throws Exception {
        return offset(topic, partition, OffsetSpec.latest());
    }

    private long offset(String topic, int partition, OffsetSpec spec) throws Exception {
        TopicPartition asked = new TopicPartition(topic, partition);
        return cluster.admin()
                .listOffsets(Map.of(asked, spec))
                .partitionResult(asked)
                .get()
                .offset();
    }

    private void commit(String group, TopicPartition partition, long offset) throws Exception {
        cluster.admin()
                .alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    private int coordinator(String group) throws Exception {
        return cluster.admin()
                .describeConsumerGroups(List.of(group))
                .describedGroups()
                .get(group)
                .get()
                .coordinator()
                .id();
    }

    private void send(Map<String, Object> config, String topic) throws Exception {
        try (KafkaProducer<String, String> producer = producer(config)) {
            producer.send(new ProducerRecord<>(topic, "value")).get();
        }
    }

    private KafkaProducer<String, String> producer(Map<String, Object> overrides) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", cluster.bootstrapServers());
        config.put("max.block.ms", 20_000);
        config.putAll(overrides);
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }
}
