package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.BusyMachine;
import io.kafkasdk.HeldHandler;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.Sharing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Why nothing moves, named on a real cluster. */
@Timeout(300)
@KafkaClusterTest(sharing = Sharing.JVM)
class WatchdogIT {

    private static final Duration SOON = Duration.ofSeconds(80);
    private static final Duration SHORT = Duration.ofSeconds(2);
    /** Nothing on a shared machine is late by so much, but joining a group may take some seconds. */
    private static final Patience IMPATIENT =
            new Patience(SHORT, SHORT, SHORT, Duration.ofSeconds(10), SHORT, SHORT, Duration.ofSeconds(10), SHORT);

    private final HeldHandler held = new HeldHandler();
    private final Told told = new Told();

    /** What the listener hears. */
    private static final class Told implements ConsumerListener {

        private final List<String> stalls = new CopyOnWriteArrayList<>();
        private final List<String> moves = new CopyOnWriteArrayList<>();

        @Override
        public void stalled(String group, Diagnosis why) {
            stalls.add(why.text());
        }

        @Override
        public void moving(String group) {
            moves.add(group);
        }
    }

    private GroupBench bench(KafkaCluster cluster, int partitions) {
        return new GroupBench(cluster, partitions, told, IMPATIENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aBlockedHandlerIsNamedWithItsRecordAndItsStack(String protocol, KafkaCluster cluster) {
        try (GroupBench bench = bench(cluster, 1);
                LogCapture log = new LogCapture(StallReport.class)) {
            bench.produce(1, 0, 5);
            ManagedConsumer consumer = bench.start(bench.settings(protocol), record -> {
                if (record.offset() == 3) {
                    held.hold();
                }
            });
            // On a slow machine it may take too long to join, which is told before.
            await().atMost(SOON)
                    .until(() -> consumer.stall()
                            .filter(stall -> stall.what().contains("handler"))
                            .isPresent());
            Diagnosis why = consumer.stall().orElseThrow();
            assertThat(why.kind()).isEqualTo(ErrorKind.TIMED_OUT);
            assertThat(why.what()).contains(bench.group, bench.partition(0) + "@3");
            assertThat(why.cause())
                    .contains("kafka-sdk-worker-" + consumer.clientId(), "io.kafkasdk.HeldHandler.hold:")
                    .doesNotContain("RecordStep");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(told.stalls)
                            .filteredOn(stall -> stall.contains("the handler of"))
                            .hasSize(1));
            assertThat(log.text()).contains(why.what());
            held.letGo();
            await().atMost(SOON).until(() -> consumer.stall().isEmpty());
            await().atMost(SOON).until(() -> told.moves.contains(bench.group));
            assertThat(log.text()).contains("moves again");
        }
    }

    @Test
    void idleTopicsAndPausedConsumersAndSurplusMembersNeverStall(KafkaCluster cluster) throws Exception {
        try (LogCapture log = new LogCapture(StallReport.class)) {
            BothProtocols.atOnce(protocol -> neverStalls(cluster, protocol));
            assertThat(told.stalls).isEmpty();
            assertThat(log.text()).isEmpty();
        }
    }

    private void neverStalls(KafkaCluster cluster, String protocol) {
        try (GroupBench idle = bench(cluster, 2);
                GroupBench paused = bench(cluster, 1)) {
            idle.produce(2, 0, 3);
            paused.produce(1, 0, 3);
            GroupBench.Seen seen = new GroupBench.Seen();
            List<ManagedConsumer> idlers = List.of(
                    idle.start(idle.settings(protocol), seen),
                    idle.start(idle.settings(protocol), seen),
                    idle.start(idle.settings(protocol), seen));
            ManagedConsumer stopped = paused.pool().open(paused.settings(protocol), seen, GroupBench.NO_TUNING);
            stopped.pause();
            stopped.start();
            await().atMost(SOON).until(() -> seen.count() >= 6 && owners(idlers) == 2);
            // Longer than each of the times after which something is said.
            await().during(Duration.ofSeconds(15)).atMost(SOON).until(() -> {
                idle.pool().lookForStalls();
                paused.pool().lookForStalls();
                return stopped.stall().isEmpty()
                        && idlers.stream().allMatch(consumer -> consumer.stall().isEmpty());
            });
        }
    }

    private static long owners(List<ManagedConsumer> consumers) {
        return consumers.stream()
                .filter(consumer -> !consumer.lag().partitions().isEmpty())
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aTopicThatIsMissingIsNamedAndPickedUpLater(String protocol, KafkaCluster cluster) {
        try (GroupBench bench = bench(cluster, 1);
                LogCapture log = new LogCapture(StallReport.class)) {
            String missing = bench.topic + "-later";
            ConsumerSettings<String, String> settings =
                    bench.settings(protocol).topics(bench.topic, missing).kafkaProperty("metadata.max.age.ms", "2000");
            ManagedConsumer consumer = bench.start(settings, record -> {});
            await().atMost(Duration.ofSeconds(12)).until(() -> log.text().contains(missing));
            assertThat(log.text()).contains("do not exist");
            assertThat(consumer.stall().orElseThrow().kind()).isEqualTo(ErrorKind.TOPIC_MISSING);
            cluster.createTopic(missing, 1, 3);
            await().atMost(SOON)
                    .until(() -> bench.pool().consumers().stream()
                            .anyMatch(member -> member.lag().topics().contains(missing)));
            await().atMost(SOON).until(() -> consumer.stall().isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void anUnreachableClusterIsToldAndCloseIsQuick(String protocol) {
        try (LogCapture log = new LogCapture(StallReport.class)) {
            ConsumerPool pool = new ConsumerPool(ClusterSettings.of("localhost:1"), "bench", told);
            ManagedConsumer consumer = pool.open(
                    ConsumerSettings.group("g", new StringDeserializer(), new StringDeserializer())
                            .topics("t")
                            .kafkaProperty("group.protocol", protocol),
                    record -> {},
                    GroupBench.NO_TUNING);
            consumer.start();
            await().atMost(Duration.ofSeconds(15)).until(() -> log.text().contains("no broker can be reached"));
            assertThat(consumer.state()).isEqualTo(ConsumerState.RUNNING);
            assertThat(consumer.stall().orElseThrow().kind()).isEqualTo(ErrorKind.UNREACHABLE);
            long start = System.nanoTime();
            pool.close(Duration.ofSeconds(3));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(3).plus(BusyMachine.ALLOWANCE));
            assertThat(consumer.state()).isEqualTo(ConsumerState.CLOSED);
            assertThat(consumer.stall()).isEmpty();
        }
    }
}
