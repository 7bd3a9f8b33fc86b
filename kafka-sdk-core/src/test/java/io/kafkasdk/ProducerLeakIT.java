package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What producers leave behind: nothing. */
@KafkaClusterTest(brokers = 1)
class ProducerLeakIT {

    private static final int WARM_UP = 10;
    private static final int CYCLES = 1_000;
    private static final int NAMES = 10;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void aThousandProducersOpenedAndClosedLeaveNoThreadNoBeanAndNoMeter(KafkaCluster cluster) throws Exception {
        cluster.createTopic("leak", 1, 1);
        try (KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application("leak")
                .meterRegistry(registry)
                .build()) {
            cycle(sdk, WARM_UP);
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(beans()).isEmpty();
                assertThat(meters()).noneMatch(meter -> meter.contains("leak.leak-"));
            });
            List<String> threads = threads();
            Set<String> meters = meters();
            long start = System.nanoTime();
            cycle(sdk, CYCLES);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            System.out.printf(
                    "%d cycles of open, send, close: %.1f s, %.2f ms a cycle; threads %s, %d meters%n",
                    CYCLES, took.toMillis() / 1e3, took.toNanos() / 1e6 / CYCLES, threads, meters.size());
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(threads()).isEqualTo(threads);
                assertThat(beans()).isEmpty();
                assertThat(meters()).isEqualTo(meters);
            });
        }
        assertThat(registry.getMeters()).isEmpty();
        assertThat(threads()).noneMatch(name -> name.startsWith("kafka-sdk-"));
    }

    private static void cycle(KafkaSdk sdk, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            try (GuardedProducer<String, String> producer = sdk.producer(
                    ProducerSettings.named("leak-" + i % NAMES, new StringSerializer(), new StringSerializer()))) {
                producer.send("leak", "key", "value").get(20, TimeUnit.SECONDS);
            }
        }
    }

    /** Returns the names of the threads of Kafka and the SDK; the cluster's own Admin has one too. */
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("kafka-"))
                .sorted()
                .toList();
    }

    private static Set<ObjectName> beans() throws MalformedObjectNameException {
        return ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("kafka.producer:*"), null);
    }

    private Set<String> meters() {
        return registry.getMeters().stream()
                .map(meter -> meter.getId().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
