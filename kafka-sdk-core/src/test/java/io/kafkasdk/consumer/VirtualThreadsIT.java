package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.HandlerThreads;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.Ordering;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@KafkaClusterTest
class VirtualThreadsIT {

    private static final int HANDLERS = 1_500;

    /** More handlers at a time than a pool of platform threads may have; each of them waits for all the others. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void handlersThatWaitRunAtTheSameTimeOnVirtualThreads(KafkaCluster cluster) {
        try (GroupBench bench = new GroupBench(cluster, 3)) {
            bench.produce(3, 0, HANDLERS / 3);
            CountDownLatch all = new CountDownLatch(HANDLERS);
            Set<String> threads = ConcurrentHashMap.newKeySet();
            ManagedConsumer consumer = bench.start(settings(bench), record -> {
                threads.add(Thread.currentThread().getName());
                all.countDown();
                all.await();
            });
            await().atMost(Duration.ofSeconds(60)).until(() -> all.getCount() == 0);
            consumer.close();
            assertThat(threads).hasSize(HANDLERS).allMatch(name -> name.startsWith("kafka-sdk-worker-bench."));
        }
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void anOlderJavaIsNamed(KafkaCluster cluster) {
        try (GroupBench bench = new GroupBench(cluster, 1)) {
            assertThatExceptionOfType(InvalidSettingsException.class)
                    .isThrownBy(() -> bench.start(settings(bench), record -> {}))
                    .withMessageContaining("needs Java 21 or later");
        }
    }

    private static ConsumerSettings<String, String> settings(GroupBench bench) {
        return bench.settings("classic")
                .ordering(Ordering.NONE)
                .threads(HandlerThreads.VIRTUAL)
                .limits(GroupBench.limits(20_000, Duration.ofSeconds(10)).concurrency(HANDLERS));
    }
}
