package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.cluster.GroupSnapshot.GroupPartition;
import io.kafkasdk.cluster.GroupSnapshot.GroupTopic;
import io.kafkasdk.cluster.GroupSnapshot.Owner;
import io.kafkasdk.consumer.GroupBench.Seen;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.test.KafkaCluster;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A member that is killed, as the others see it before and after the brokers do. */
@Timeout(300)
@ShortSessions
class GroupViewFaultIT {

    /** A look every 30 s, and what it takes on a busy machine. */
    private static final Duration ONE_LOOK = Duration.ofSeconds(80);

    private static final int SESSION_MILLIS = 45_000;

    @Test
    void theLagOfAKilledMemberGrowsForTheOthersAndItsPartitionsAreOwnedAgain(
            KafkaCluster cluster, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        BothProtocols.atOnce(protocol -> {
            Path file = directory.resolve(protocol);
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            try (GroupBench bench = new GroupBench(cluster, 4);
                    Ledger ledger = Ledger.at(file);
                    KafkaSdk sdk = KafkaSdk.builder()
                            .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                            .application("survivor")
                            .meterRegistry(registry)
                            .build()) {
                GroupLoad.sessions(cluster, bench, SESSION_MILLIS);
                MemberSpec spec = MemberSpec.of(cluster, bench, protocol, file).session(SESSION_MILLIS);
                ManagedConsumer survivor = sdk.consumer(spec.settings(), new Seen());
                survivor.start();
                await().atMost(ONE_LOOK).until(() -> survivor.lag().partitions().size() == 4);
                try (ConsumerProcess victim = ConsumerProcess.start(spec.named("victim"), ledger)) {
                    await().atMost(ONE_LOOK)
                            .until(() -> survivor.lag().partitions().size() == 2);
                    assertThat(survivor.lag().partitions())
                            .as("the survivor keeps what it had, the first partition too, so it tells about the group")
                            .anyMatch(owned -> owned.partition().partition() == 0);
                    bench.produce(4, 0, 10);
                    GroupTopic whole = awaitLook(sdk, bench, 2, 0);
                    assertThat(owners(whole)).contains(clientId("survivor", bench), clientId("victim", bench));
                    victim.kill();
                }
                bench.produce(4, 0, 100);
                GroupTopic half = awaitLook(sdk, bench, 2, 200);
                assertThat(half.partitions().stream()
                                .filter(partition -> partition.lag().orElseThrow() == 100)
                                .map(GroupViewFaultIT::owner))
                        .as("whose records nobody handles: the brokers take it for alive")
                        .containsExactly(clientId("victim", bench), clientId("victim", bench));
                assertThat(half.unownedPartitions()).hasValue(0);
                assertThat(gauge(registry, "kafka.sdk.group.lag")).isEqualTo(200);
                assertThat(gauge(registry, "kafka.sdk.group.members")).isEqualTo(2);
                GroupTopic again = awaitLook(sdk, bench, 1, 0);
                assertThat(owners(again)).containsOnly(clientId("survivor", bench));
                assertThat(gauge(registry, "kafka.sdk.group.members")).isEqualTo(1);
                survivor.close();
                assertThat(sdk.groups()).as("nobody here is elected any more").isEmpty();
                await().atMost(ONE_LOOK)
                        .until(() -> registry.find("kafka.sdk.group.lag").gauge() == null);
            }
        });
    }

    private static GroupTopic awaitLook(KafkaSdk sdk, GroupBench bench, int members, long lag) {
        return await().atMost(ONE_LOOK.multipliedBy(2))
                .until(
                        () -> sdk.groups().stream()
                                .filter(group -> group.members().orElse(-1) == members)
                                .filter(group -> group.group().equals(bench.group))
                                .flatMap(group -> group.topic(bench.topic).stream())
                                .filter(topic -> topic.lag().orElse(-1) == lag)
                                .findAny(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static List<String> owners(GroupTopic topic) {
        return topic.partitions().stream().map(GroupViewFaultIT::owner).toList();
    }

    private static String owner(GroupPartition partition) {
        return partition.owner() instanceof Owner.Member member ? member.clientId() : "?";
    }

    private static String clientId(String application, GroupBench bench) {
        return application + "." + bench.group;
    }

    private static double gauge(SimpleMeterRegistry registry, String name) {
        return registry.get(name).gauge().value();
    }
}
