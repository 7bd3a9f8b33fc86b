package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.GroupBench.Seen.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.BusyMachine;
import io.kafkasdk.consumer.GroupBench.Seen;
import io.kafkasdk.test.Broker;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guarantees of a consumer while brokers break. */
@Timeout(180)
@KafkaClusterTest
class ConsumerFaultIT {

    /** The 4 s asked for and a little for the machine; a plain KIP-848 close took up to 15 s. */
    private static final Duration CLOSE = Duration.ofSeconds(4);

    private static final Duration SOON = Duration.ofSeconds(60);

    @AfterEach
    void mend(KafkaCluster cluster) {
        cluster.restore();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void closeReturnsInTimeWhenNoBrokerAnswers(String protocol, KafkaCluster cluster) throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 2)) {
            bench.produce(2, 0, 10);
            CountDownLatch paused = new CountDownLatch(1);
            ManagedConsumer consumer = bench.start(bench.settings(protocol), record -> {
                if (record.offset() == 5) {
                    paused.await();
                }
            });
            await().atMost(SOON).until(() -> bench.committed(0) == 5 && bench.committed(1) == 5);
            cluster.brokers().forEach(Broker::pause);
            // What finishes now cannot be committed.
            paused.countDown();
            long start = System.nanoTime();
            consumer.close(CLOSE);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(CLOSE.plus(BusyMachine.ALLOWANCE));
            assertThat(consumer.state()).isEqualTo(ConsumerState.CLOSED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void theLossOfTheGroupsCoordinatorLosesNothing(String protocol, KafkaCluster cluster) throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 3)) {
            Seen seen = new Seen();
            ManagedConsumer consumer = bench.start(bench.settings(protocol), seen);
            bench.produce(3, 0, 100);
            await().atMost(SOON).until(() -> bench.committed(0) == 100);
            int coordinator = cluster.admin()
                    .describeConsumerGroups(List.of(bench.group))
                    .describedGroups()
                    .get(bench.group)
                    .get()
                    .coordinator()
                    .id();
            cluster.broker(coordinator).kill();
            bench.produce(3, 100, 100);
            for (int partition = 0; partition < 3; partition++) {
                int number = partition;
                await().atMost(SOON).until(() -> seen.of(number).contains("199"));
                assertThat(seen.of(partition).stream().distinct().toList()).isEqualTo(numbers(0, 200));
            }
            await().atMost(SOON)
                    .until(() -> bench.committed(0) == 200 && bench.committed(1) == 200 && bench.committed(2) == 200);
            assertThat(consumer.state()).isEqualTo(ConsumerState.RUNNING);
        }
    }
}
