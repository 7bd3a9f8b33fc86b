package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

@KafkaClusterTest(brokers = 3)
class KafkaSdkIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void whatIsSentIsHandledAndBothSidesAreMetered(KafkaCluster cluster) throws Exception {
        cluster.createTopic("orders", 3, 3, Map.of("min.insync.replicas", "2"));
        var handled = new ConcurrentLinkedQueue<String>();
        try (KafkaSdk sdk = sdk(cluster)) {
            GuardedProducer<String, String> orders =
                    sdk.producer(producer("orders").topics("orders"));
            assertThat(sdk.verdicts()).extracting(AcksVerdict::kind).containsExactly(AcksVerdict.Kind.SAFE);
            List<CompletableFuture<SendReceipt>> sends = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                sends.add(orders.send("orders", "key-" + i % 7, "order-" + i));
            }
            for (CompletableFuture<SendReceipt> send : sends) {
                assertThat(send.get(30, TimeUnit.SECONDS).verdict()).isEqualTo(AcksVerdict.Kind.SAFE);
            }

            ManagedConsumer payments = sdk.consumer(consumer("payments"), record -> handled.add(record.value()));
            payments.start();
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(handled).hasSize(100);
                assertThat(gauge("kafka.sdk.consumer.lag")).isZero();
            });
            assertThat(handled)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 100).mapToObj(i -> "order-" + i).toList());
            assertThat(registry.get("kafka.sdk.producer.records").counter().count())
                    .isEqualTo(100);
            assertThat(registry.get("kafka.sdk.consumer.records").counter().count())
                    .isEqualTo(100);
            assertThat(gauge("kafka.sdk.producer.inflight")).isZero();
        }
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void lagCountsWhatTheHandlerHasNotFinished(KafkaCluster cluster) throws Exception {
        cluster.createTopic("slow", 1, 3, Map.of("min.insync.replicas", "2"));
        var release = new CountDownLatch(1);
        try (KafkaSdk sdk = sdk(cluster)) {
            GuardedProducer<String, String> slow = sdk.producer(producer("slow"));
            for (int i = 0; i < 10; i++) {
                slow.send("slow", "key", "value").get(30, TimeUnit.SECONDS);
            }
            var settings = ConsumerSettings.group("slow", new StringDeserializer(), new StringDeserializer())
                    .topics("slow");
            sdk.consumer(settings, record -> release.await()).start();
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(gauge("kafka.sdk.consumer.lag")).isEqualTo(10));
            release.countDown();
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(gauge("kafka.sdk.consumer.lag")).isZero());
        }
    }

    @Test
    void closingEndsEveryThreadItStarted(KafkaCluster cluster) throws Exception {
        cluster.createTopic("threads", 1, 3, Map.of("min.insync.replicas", "2"));
        KafkaSdk sdk = sdk(cluster);
        sdk.producer(producer("threads")).send("threads", "key", "value").get(30, TimeUnit.SECONDS);
        ManagedConsumer consumer = sdk.consumer(
                ConsumerSettings.group("threads", new StringDeserializer(), new StringDeserializer())
                        .topics("threads"),
                record -> {});
        consumer.start();
        await().atMost(PATIENCE).until(() -> consumer.lag().topics().contains("threads"));
        assertThat(threadsOf("threads-app")).isNotEmpty();
        sdk.close();
        sdk.close();
        assertThat(consumer.state()).isEqualTo(ConsumerState.CLOSED);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(threadsOf("threads-app")).isEmpty());
        assertThatExceptionOfType(KafkaSdkException.class)
                .isThrownBy(() -> sdk.producer(producer("late")))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.CLOSED));
    }

    @Test
    void aCureIsThereForAnyTopicWithoutAnyClient(KafkaCluster cluster) {
        cluster.createTopic("cured", Map.of(0, List.of(2, 1)), Map.of("min.insync.replicas", "2"));
        try (KafkaSdk sdk = sdk(cluster)) {
            assertThat(sdk.cureFor("cured").text())
                    .contains("'cured' is NO_HEADROOM")
                    .contains("{\"topic\":\"cured\",\"partition\":0,\"replicas\":[2,1,3]}");
            assertThat(sdk.verdicts()).isEmpty();
        }
    }

    @Test
    void aCureOfAnUnreachableClusterIsRefusedWithinFiveSeconds() {
        try (KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of("localhost:1"))
                .application("lost-app")
                .build()) {
            long start = System.nanoTime();
            assertThatExceptionOfType(KafkaSdkException.class)
                    .isThrownBy(() -> sdk.cureFor("orders"))
                    .satisfies(failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.UNREACHABLE))
                    .withMessageContaining("localhost:1");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(5).plus(BusyMachine.ALLOWANCE));
        }
    }

    @Test
    void anUnreachableClusterIsDiagnosedWithinFiveSeconds() {
        try (KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of("localhost:1"))
                .application("lost-app")
                .build()) {
            long start = System.nanoTime();
            assertThatExceptionOfType(KafkaSdkException.class)
                    .isThrownBy(sdk::verifyConnection)
                    .satisfies(failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.UNREACHABLE))
                    .withMessageContaining("localhost:1");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(5).plus(BusyMachine.ALLOWANCE));
        }
    }

    private KafkaSdk sdk(KafkaCluster cluster) {
        return KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application("threads-app")
                .meterRegistry(registry)
                .build();
    }

    /** Gauges of a topic come with its first partition: until then there is nothing to know. */
    private double gauge(String name) {
        Gauge gauge = registry.find(name).gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }

    private static Set<String> threadsOf(String application) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains(application))
                .collect(Collectors.toSet());
    }

    private static ProducerSettings<String, String> producer(String name) {
        return ProducerSettings.named(name, new StringSerializer(), new StringSerializer());
    }

    private static ConsumerSettings<String, String> consumer(String group) {
        return ConsumerSettings.group(group, new StringDeserializer(), new StringDeserializer())
                .topics("orders");
    }
}
