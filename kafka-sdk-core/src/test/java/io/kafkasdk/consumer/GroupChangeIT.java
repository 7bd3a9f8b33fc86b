package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.consumer.GroupBench.Seen;
import io.kafkasdk.consumer.LedgerEntry.Kind;
import io.kafkasdk.test.KafkaCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others do to a group and to its log while it works. */
@Timeout(300)
@ShortSessions
class GroupChangeIT {

    private static final Duration SOON = Duration.ofSeconds(80);
    private static final int SESSION_MILLIS = 6_000;

    private final List<String> jumps = new CopyOnWriteArrayList<>();
    private final ConsumerListener listener = new ConsumerListener() {
        @Override
        public void offsetsSkipped(String group, SkippedRange range) {
            jumps.add(range.reason() + " " + range.from() + ".." + range.to());
        }

        @Override
        public void rewound(String group, TopicPartition partition, long from, long to) {
            jumps.add("rewound " + from + ".." + to);
        }
    };

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void offsetsThatAreResetByOthersCountOnceTheGroupHasStopped(String protocol, KafkaCluster cluster)
            throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 2, listener)) {
            Seen seen = new Seen();
            bench.produce(2, 0, 20);
            ManagedConsumer consumer = bench.start(bench.settings(protocol), seen);
            await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 20L, 1, 20L)));
            assertThat(catchThrowable(() -> reset(cluster, bench, 5)))
                    .as("while a member lives")
                    .hasCauseInstanceOf(ApiException.class);
            bench.produce(2, 20, 10);
            await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 30L, 1, 30L)));
            assertThat(seen.of(0)).isEqualTo(Seen.numbers(0, 30));
            consumer.close();
            reset(cluster, bench, 25);
            bench.start(bench.settings(protocol), seen);
            await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 30L, 1, 30L)));
            assertThat(seen.of(0)).hasSize(35).endsWith("25", "26", "27", "28", "29");
            assertThat(seen.of(1)).isEqualTo(Seen.numbers(0, 30));
            assertThat(jumps).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aCommitBehindTheEndOfTheLogIsTold(String protocol, KafkaCluster cluster) throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 2, listener)) {
            Seen seen = new Seen();
            bench.produce(2, 0, 20);
            ManagedConsumer first = bench.start(bench.settings(protocol), seen);
            await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 20L, 1, 20L)));
            first.close();
            reset(cluster, bench, 1_000);
            bench.start(bench.settings(protocol), seen);
            await().atMost(SOON).until(() -> !jumps.isEmpty());
            assertThat(jumps).as("to the beginning, so that nothing is lost").containsExactly("rewound 1000..0");
            bench.produce(2, 20, 10);
            await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 30L, 1, 30L)));
            assertThat(seen.of(0)).hasSize(50).endsWith("29");
            assertThat(seen.of(1)).isEqualTo(Seen.numbers(0, 30));
        }
    }

    /**
     * The way to KIP-848 and back, one member after the other, as a deployment does it. On the way back the brokers take
     * partitions without asking when the last member with the new protocol leaves: what was in work then is handled again.
     */
    @Test
    void aGroupMovesToTheNewProtocolAndBackMemberByMember(
            KafkaCluster cluster, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        Path file = directory.resolve("ledger");
        List<LedgerMember> members = new ArrayList<>();
        try (GroupBench bench = new GroupBench(cluster, 6);
                Ledger ledger = Ledger.at(file);
                GroupLoad load = GroupLoad.start(bench, 10, 60)) {
            GroupLoad.sessions(cluster, bench, SESSION_MILLIS);
            replace(members, MemberSpec.of(cluster, bench, "classic", file), bench, cluster);
            replace(members, MemberSpec.of(cluster, bench, "consumer", file), bench, cluster);
            assertThat(ledger.report().count(Kind.LOST)).as("partitions lost").isZero();
            assertThat(ledger.report().finishedAndHandledAgain()).isEmpty();
            replace(members, MemberSpec.of(cluster, bench, "classic", file), bench, cluster);
            load.stop();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(ledger.report().unfinished(GroupLoad.ends(cluster, bench)))
                            .as("lost")
                            .isEmpty());
            LedgerReport report = ledger.report();
            System.out.printf(
                    "classic to consumer and back: %d records, %d partitions lost, %d handled again%n",
                    report.finished().size(), report.count(Kind.LOST), report.handledAgain());
            assertThat(report.overlapsOfOneKey()).isEmpty();
            assertThat(report.outOfOrderOfTheirKey()).isEmpty();
        } finally {
            members.forEach(LedgerMember::close);
        }
    }

    /** Has two members with this protocol take the place of those before, one by one; returns when the group is of it. */
    private static void replace(List<LedgerMember> members, MemberSpec spec, GroupBench bench, KafkaCluster cluster) {
        for (int i = 0; i < 2; i++) {
            LedgerMember member =
                    LedgerMember.start(spec.session(SESSION_MILLIS).named(members.size() + "-" + spec.protocol()));
            members.add(member);
            await().atMost(SOON)
                    .until(() -> !member.consumer().lag().partitions().isEmpty());
            if (members.size() > 2) {
                members.get(members.size() - 3).close();
            }
        }
        GroupType type = GroupType.parse(spec.protocol());
        await().atMost(SOON).until(() -> type(cluster, bench) == type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void recordsBehindATransactionThatHangsComeWhenTheBrokersEndIt(String protocol, KafkaCluster cluster)
            throws Exception {
        Map<String, Object> transactional =
                Map.of("transactional.id", "hangs-" + protocol, "transaction.timeout.ms", 2_000);
        try (GroupBench bench = new GroupBench(cluster, 2);
                KafkaProducer<String, String> hanging = bench.producer(transactional)) {
            hanging.initTransactions();
            hanging.beginTransaction();
            Future<RecordMetadata> open = hanging.send(new ProducerRecord<>(bench.topic, 0, "k0", "never"));
            hanging.flush();
            assertThat(open.get().offset()).isZero();
            bench.produce(2, 0, 10);
            Seen seen = new Seen();
            ManagedConsumer consumer =
                    bench.start(bench.settings(protocol).kafkaProperty("isolation.level", "read_committed"), seen);
            await().atMost(SOON).until(() -> bench.committed(1) == 10);
            assertThat(seen.of(0)).isEmpty();
            // Ten records, the one that was aborted, and the marker of that.
            await().atMost(SOON).until(() -> bench.committed(0) == 12);
            assertThat(seen.of(0)).isEqualTo(Seen.numbers(0, 10));
            assertThat(consumer.state()).isEqualTo(ConsumerState.RUNNING);
        }
    }

    private static GroupType type(KafkaCluster cluster, GroupBench bench)
            throws ExecutionException, InterruptedException {
        return cluster.admin()
                .describeConsumerGroups(List.of(bench.group))
                .describedGroups()
                .get(bench.group)
                .get()
                .type();
    }

    private static void reset(KafkaCluster cluster, GroupBench bench, long offset)
            throws ExecutionException, InterruptedException {
        cluster.admin()
                .alterConsumerGroupOffsets(bench.group, Map.of(bench.partition(0), new OffsetAndMetadata(offset)))
                .all()
                .get();
    }
}
