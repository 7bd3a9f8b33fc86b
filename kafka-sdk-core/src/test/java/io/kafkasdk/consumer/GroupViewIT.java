package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.HeldHandler;
import io.kafkasdk.cluster.GroupSnapshot;
import io.kafkasdk.cluster.GroupSnapshot.GroupTopic;
import io.kafkasdk.cluster.GroupSnapshot.Owner;
import io.kafkasdk.consumer.GroupBench.Seen;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.test.KafkaCluster;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members, owners and lag of whole groups, as brokers tell them. */
@Timeout(180)
@ShortSessions
class GroupViewIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void aGroupIsSeenWithAllItsMembersWhateverPoolTheyAreIn(KafkaCluster cluster) throws Exception {
        BothProtocols.atOnce(protocol -> {
            ConsumerPool elsewhere = elsewhere(cluster);
            try (GroupBench bench = new GroupBench(cluster, 4)) {
                GroupLookup group = new GroupLookup(cluster, bench);
                bench.start(bench.settings(protocol), new Seen());
                bench.startElsewhere(elsewhere, bench.settings(protocol), new Seen());
                bench.produce(4, 0, 10);
                await().atMost(SOON).untilAsserted(() -> {
                    GroupSnapshot now = group.now();
                    assertThat(now.gaps()).isEmpty();
                    assertThat(now.members()).hasValue(2);
                    assertThat(now.membership().state()).isEqualTo(GroupState.STABLE);
                    assertThat(group.topic().lag()).hasValue(0);
                    assertThat(group.topic().unownedPartitions()).hasValue(0);
                    assertThat(owners(group))
                            .containsExactlyInAnyOrder(
                                    named("bench", bench),
                                    named("bench", bench),
                                    named("elsewhere", bench),
                                    named("elsewhere", bench));
                });
                assertThat(group.now().membership().protocol())
                        .isEqualTo(protocol.equals("classic") ? GroupType.CLASSIC : GroupType.CONSUMER);
            } finally {
                elsewhere.close(Duration.ofSeconds(10));
            }
        });
    }

    /** The classic protocol says so; the new one (KIP-848) names the old owner until it has let go. */
    @Test
    void partitionsThatAMemberIsStillGivingUpAreOwnedByNobodyOrByItsOldOwner(KafkaCluster cluster) throws Exception {
        BothProtocols.atOnce(protocol -> {
            ConsumerPool elsewhere = elsewhere(cluster);
            HeldHandler held = new HeldHandler();
            boolean isClassic = protocol.equals("classic");
            try (GroupBench bench = new GroupBench(cluster, 4)) {
                GroupLookup group = new GroupLookup(cluster, bench);
                ConsumerSettings<String, String> settings =
                        bench.settings(protocol).limits(GroupBench.limits(5_000, Duration.ofSeconds(40)));
                bench.produce(4, 0, 1);
                ManagedConsumer first = bench.start(settings, record -> held.hold());
                await().atMost(SOON).until(() -> first.inFlight() == 4);
                bench.startElsewhere(elsewhere, settings, new Seen());
                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                    GroupSnapshot now = group.now();
                    assertThat(now.members()).hasValue(2);
                    assertThat(now.membership().state())
                            .isEqualTo(isClassic ? GroupState.STABLE : GroupState.RECONCILING);
                    assertThat(now.topic(bench.topic).orElseThrow().unownedPartitions())
                            .hasValue(isClassic ? 2 : 0);
                });
                held.letGo();
                await().atMost(SOON).untilAsserted(() -> {
                    assertThat(group.topic().unownedPartitions()).hasValue(0);
                    assertThat(group.topic().lag()).hasValue(0);
                    assertThat(owners(group)).contains(named("elsewhere", bench));
                });
            } finally {
                held.letGo();
                elsewhere.close(Duration.ofSeconds(10));
            }
        });
    }

    @Test
    void aTopicThatNoMemberReadsIsOwnedByNobody(KafkaCluster cluster) throws Exception {
        BothProtocols.atOnce(protocol -> {
            try (GroupBench bench = new GroupBench(cluster, 3)) {
                GroupLookup group = new GroupLookup(cluster, bench);
                String other = bench.topic + "-other";
                cluster.createTopic(other, 1, 3);
                ManagedConsumer reader = bench.start(bench.settings(protocol).topics(other), new Seen());
                await().atMost(SOON).until(() -> reader.lag().partitions().size() == 1);
                bench.produce(3, 0, 2);
                await().atMost(SOON).untilAsserted(() -> {
                    assertThat(group.now().members()).hasValue(1);
                    assertThat(group.topic().unownedPartitions()).hasValue(3);
                    assertThat(group.topic().lag()).hasValue(6);
                });
            }
        });
    }

    @Test
    void aStaticMemberThatIsAwayIsAMemberThatOwnsAndItsLagGrows(KafkaCluster cluster) throws Exception {
        BothProtocols.atOnce(protocol -> {
            ConsumerPool elsewhere = elsewhere(cluster);
            try (GroupBench bench = new GroupBench(cluster, 2)) {
                GroupLookup group = new GroupLookup(cluster, bench);
                bench.start(bench.settings(protocol).instance("pod-1"), new Seen());
                ManagedConsumer away =
                        bench.startElsewhere(elsewhere, bench.settings(protocol).instance("pod-2"), new Seen());
                bench.produce(2, 0, 10);
                await().atMost(SOON).untilAsserted(() -> {
                    assertThat(away.lag().partitions()).hasSize(1);
                    assertThat(bench.committed().values()).containsExactly(10L, 10L);
                });
                away.close();
                bench.produce(2, 0, 5);
                await().atMost(SOON).untilAsserted(() -> {
                    assertThat(group.now().members()).hasValue(2);
                    assertThat(group.topic().lag()).hasValue(5);
                    assertThat(group.topic().unownedPartitions()).hasValue(0);
                });
            } finally {
                elsewhere.close(Duration.ofSeconds(10));
            }
        });
    }

    @Test
    void aGroupThatWasLeftHasNoMembersAndKeepsItsLag(KafkaCluster cluster) throws Exception {
        BothProtocols.atOnce(protocol -> {
            try (GroupBench bench = new GroupBench(cluster, 2)) {
                GroupLookup group = new GroupLookup(cluster, bench);
                // Unknown is an answer too, such as while the coordinators come up.
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(group.now().members())
                                .as("of a group that never was")
                                .hasValue(0));
                bench.produce(2, 0, 10);
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(group.topic().lag())
                                .as("of what nobody has read")
                                .hasValue(20));
                ManagedConsumer only = bench.start(bench.settings(protocol), new Seen());
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(group.topic().lag()).hasValue(0));
                only.close();
                bench.produce(2, 0, 3);
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(group.now().members()).hasValue(0));
                await().atMost(SOON).untilAsserted(() -> {
                    GroupTopic topic = group.topic();
                    assertThat(topic.unownedPartitions()).hasValue(2);
                    assertThat(topic.lag()).hasValue(6);
                });
            }
        });
    }

    private static List<String> owners(GroupLookup group) {
        return group.topic().partitions().stream()
                .map(partition -> partition.owner() instanceof Owner.Member member ? member.clientId() : "?")
                .toList();
    }

    private static String named(String application, GroupBench bench) {
        return application + "." + bench.group;
    }

    private static ConsumerPool elsewhere(KafkaCluster cluster) {
        return new ConsumerPool(ClusterSettings.of(cluster.bootstrapServers()), "elsewhere", new ConsumerListener() {});
    }
}
