package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.cluster.BootstrapProbe;
import io.kafkasdk.cluster.ClusterInspector;
import io.kafkasdk.consumer.GroupBench.Seen;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.Sharing;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which group protocol a consumer speaks, and static members in both of them. */
@Timeout(180)
@KafkaClusterTest(sharing = Sharing.JVM)
class GroupProtocolIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void theNewProtocolIsSpokenWhereTheClusterOffersIt(KafkaCluster cluster) throws Exception {
        ClusterSettings settings = ClusterSettings.of(cluster.bootstrapServers());
        ClusterInspector inspector =
                new ClusterInspector(cluster::admin, new BootstrapProbe(settings), ClusterInspector.LONGEST_CALL);
        ConsumerPool pool = new ConsumerPool(
                settings,
                "auto",
                new ConsumerListener() {},
                new ConsumerPool.Surroundings(
                        GroupBench::noDeadLetters,
                        () -> inspector.features(Duration.ofSeconds(5)),
                        TopicLives.UNKNOWN,
                        HandlerTracing.NONE));
        try (GroupBench bench = new GroupBench(cluster, 1)) {
            bench.produce(1, 0, 5);
            Seen seen = new Seen();
            ManagedConsumer consumer = bench.startElsewhere(pool, bench.settings("classic"), seen);
            assertThat(consumer.explain()
                            .property("group.protocol")
                            .orElseThrow()
                            .value())
                    .isEqualTo("consumer");
            await().atMost(SOON).until(() -> seen.count() == 5);
            assertThat(cluster.admin()
                            .describeConsumerGroups(List.of(bench.group))
                            .all()
                            .get()
                            .get(bench.group)
                            .type())
                    .isEqualTo(GroupType.CONSUMER);
        } finally {
            pool.close(Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void twoProcessesWithTheSameInstanceEndInAClearFailureOfOne(String protocol, KafkaCluster cluster)
            throws Exception {
        ConsumerPool elsewhere = elsewhere(cluster);
        try (GroupBench bench = new GroupBench(cluster, 2)) {
            ConsumerSettings<String, String> settings = bench.settings(protocol).instance("pod-1");
            ManagedConsumer old = bench.start(settings, record -> {});
            await().atMost(SOON).until(() -> bench.committed().size() == 2);
            ManagedConsumer late = bench.startElsewhere(elsewhere, settings, record -> {});
            ManagedConsumer refused = protocol.equals("classic") ? old : late;
            await().atMost(SOON).until(() -> refused.state() == ConsumerState.FAILED);
            assertThat(refused.failure().orElseThrow().kind()).isEqualTo(ErrorKind.FENCED);
            assertThat(refused.failure().orElseThrow())
                    .hasMessageContaining("'pod-1'")
                    .hasMessageContaining(bench.group)
                    .hasMessageContaining("ConsumerSettings.instance(...)");
            assertThat((refused == old ? late : old).state()).isEqualTo(ConsumerState.RUNNING);
        } finally {
            elsewhere.close(Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aRestartOfAStaticMemberMovesNothing(String protocol, KafkaCluster cluster) throws Exception {
        List<String> moves = new CopyOnWriteArrayList<>();
        ConsumerListener listener = new ConsumerListener() {
            @Override
            public void assigned(String group, Collection<TopicPartition> partitions) {
                moves.add("came " + partitions);
            }

            @Override
            public void revoked(String group, Collection<TopicPartition> partitions, boolean lost) {
                moves.add("went " + partitions);
            }
        };
        ConsumerPool elsewhere = elsewhere(cluster);
        try (GroupBench bench = new GroupBench(cluster, 4, listener)) {
            Seen seen = new Seen();
            ManagedConsumer stays = bench.start(bench.settings(protocol).instance("pod-1"), seen);
            ConsumerSettings<String, String> other = bench.settings(protocol).instance("pod-2");
            ManagedConsumer goes = bench.startElsewhere(elsewhere, other, seen);
            await().atMost(SOON)
                    .until(() -> stays.lag().partitions().size() == 2
                            && goes.lag().partitions().size() == 2);
            int before = moves.size();
            goes.close();
            bench.produce(4, 0, 10);
            await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> seen.count() <= 20);
            ManagedConsumer back = bench.startElsewhere(elsewhere, other, seen);
            await().atMost(SOON).until(() -> back.lag().partitions().size() == 2);
            await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 10L, 1, 10L, 2, 10L, 3, 10L)));
            assertThat(moves).as("of the one that stays").hasSize(before);
            assertThat(seen.count()).isEqualTo(40);
        } finally {
            elsewhere.close(Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void rebalancesAreToldAsTheKafkaClientCountsThem(String protocol, KafkaCluster cluster) throws Exception {
        List<Long> rebalances = new CopyOnWriteArrayList<>();
        List<Long> gaps = new CopyOnWriteArrayList<>();
        ConsumerListener listener = new ConsumerListener() {
            @Override
            public void rebalanced(String group, long tookNanos) {
                rebalances.add(tookNanos);
            }

            @Override
            public void polled(String group, long gapNanos) {
                gaps.add(gapNanos);
            }
        };
        ConsumerPool elsewhere = elsewhere(cluster);
        try (GroupBench bench = new GroupBench(cluster, 4, listener)) {
            ManagedConsumer stays = bench.start(bench.settings(protocol), record -> {});
            await().atMost(SOON).until(() -> rebalances.size() == 1);
            bench.startElsewhere(elsewhere, bench.settings(protocol), record -> {});
            await().atMost(SOON).until(() -> stays.lag().partitions().size() == 2);
            await().atMost(SOON)
                    .until(() -> rebalances.size() >= 2
                            && rebalances.size() == client(stays, "consumer-coordinator-metrics", "rebalance-total"));
            double millis = client(stays, "consumer-coordinator-metrics", "rebalance-latency-total");
            assertThat(rebalances.stream().mapToDouble(nanos -> nanos / 1e6).sum())
                    .isCloseTo(millis, within(rebalances.size() * 1.0));
            assertThat(gaps).isNotEmpty().allMatch(nanos -> nanos > 0);
            assertThat(client(stays, "consumer-metrics", "poll-idle-ratio-avg")).isBetween(0.0, 1.0);
            stays.close();
            assertThat(stays.kafkaMetrics()).isEmpty();
        } finally {
            elsewhere.close(Duration.ofSeconds(10));
        }
    }

    private static double client(ManagedConsumer consumer, String group, String name) {
        return consumer.kafkaMetrics().entrySet().stream()
                .filter(entry -> entry.getKey().group().equals(group)
                        && entry.getKey().name().equals(name))
                .mapToDouble(entry -> (double) entry.getValue().metricValue())
                .findAny()
                .orElse(Double.NaN);
    }

    private static ConsumerPool elsewhere(KafkaCluster cluster) {
        return new ConsumerPool(ClusterSettings.of(cluster.bootstrapServers()), "elsewhere", new ConsumerListener() {});
    }
}
