package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.GroupBench.Seen.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.BusyMachine;
import io.kafkasdk.consumer.GroupBench.Seen;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.Sharing;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a consumer leaves. */
@Timeout(300)
@KafkaClusterTest(sharing = Sharing.JVM)
class ConsumerCloseIT {

    private static final Duration SOON = Duration.ofSeconds(80);

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aCleanCloseRedeliversNothingThatFinished(String protocol, KafkaCluster cluster) {
        try (GroupBench bench = new GroupBench(cluster, 4)) {
            bench.produce(4, 0, 300);
            Seen first = new Seen();
            ManagedConsumer consumer = bench.start(bench.settings(protocol), first);
            await().atMost(SOON).until(() -> first.count() >= 300);
            consumer.close();
            assertThat(consumer.state()).isEqualTo(ConsumerState.CLOSED);
            Seen second = new Seen();
            bench.start(bench.settings(protocol), second);
            await().atMost(SOON).until(() -> first.count() + second.count() >= 1_200);
            for (int partition = 0; partition < 4; partition++) {
                int done = first.of(partition).size();
                assertThat(first.of(partition)).isEqualTo(numbers(0, done));
                assertThat(second.of(partition)).isEqualTo(numbers(done, 300 - done));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void closeReturnsInTimeWithAHandlerThatNeverEnds(String protocol, KafkaCluster cluster) throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 2)) {
            bench.produce(2, 0, 3);
            CountDownLatch stuck = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            ManagedConsumer consumer = bench.start(bench.settings(protocol), record -> {
                if (record.partition() == 0 && record.offset() == 1) {
                    stuck.countDown();
                    awaitUninterruptibly(release);
                }
            });
            stuck.await();
            await().atMost(SOON).until(() -> bench.committed(1) == 3);
            long start = System.nanoTime();
            consumer.close(Duration.ofSeconds(4));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4).plus(BusyMachine.ALLOWANCE));
            assertThat(consumer.state()).isEqualTo(ConsumerState.CLOSED);
            assertThat(bench.committed(0)).isEqualTo(1);
            release.countDown();
        }
    }

    @Test
    void aHandlerThatIsInterruptedByCloseIsNotCommitted(KafkaCluster cluster) throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 1)) {
            bench.produce(1, 0, 3);
            CountDownLatch stuck = new CountDownLatch(1);
            CountDownLatch interrupted = new CountDownLatch(1);
            ManagedConsumer consumer = bench.start(bench.settings("classic"), record -> {
                stuck.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
            });
            stuck.await();
            consumer.close(Duration.ofSeconds(2));
            interrupted.await();
            assertThat(bench.committed(0)).isLessThanOrEqualTo(0);
        }
    }

    @Test
    void aHandlerMayCloseItsOwnConsumer(KafkaCluster cluster) {
        try (GroupBench bench = new GroupBench(cluster, 1)) {
            bench.produce(1, 0, 3);
            AtomicReference<ManagedConsumer> self = new AtomicReference<>();
            ManagedConsumer consumer = bench.pool()
                    .open(bench.settings("classic"), record -> self.get().close(), GroupBench.NO_TUNING);
            self.set(consumer);
            consumer.start();
            await().atMost(SOON).until(() -> consumer.state() == ConsumerState.CLOSED);
            await().atMost(SOON).until(() -> bench.committed(0) >= 1);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // Deaf on purpose.
            }
        }
    }
}
