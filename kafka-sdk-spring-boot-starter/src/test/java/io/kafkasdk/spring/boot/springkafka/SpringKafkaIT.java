package io.kafkasdk.spring.boot.springkafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.consumer.GroupConsumer;
import io.kafkasdk.spring.boot.KafkaSdkAutoConfiguration;
import io.kafkasdk.spring.boot.KafkaSdkMetricsAutoConfiguration;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.metrics.KafkaMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;

/** An application of spring-kafka that knows nothing of the SDK and has it on its class path. */
@KafkaClusterTest(brokers = 3)
class SpringKafkaIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RECORDS = 60;

    private final Gate gate = new Gate();

    @Test
    void anApplicationWithTheDependencyAloneHasSafeProducersVerdictsAndLag(KafkaCluster cluster) throws Exception {
        cluster.createTopic("orders", 4, 3);
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class,
                        KafkaMetricsAutoConfiguration.class,
                        KafkaAutoConfiguration.class,
                        KafkaSdkAutoConfiguration.class,
                        KafkaSdkMetricsAutoConfiguration.class,
                        SpringKafkaAutoConfiguration.class))
                .withUserConfiguration(Legacy.class)
                .withBean(Gate.class, () -> gate)
                .withPropertyValues(
                        "spring.application.name=legacy",
                        "spring.kafka.bootstrap-servers=" + cluster.bootstrapServers(),
                        "spring.kafka.consumer.auto-offset-reset=earliest",
                        "spring.kafka.consumer.client-id=legacy",
                        "spring.kafka.listener.concurrency=2")
                .run(this::sendsAndListens);
    }

    private void sendsAndListens(AssertableApplicationContext context) throws Exception {
        KafkaSdk sdk = context.getBean(KafkaSdk.class);
        MeterRegistry registry = context.getBean(MeterRegistry.class);
        KafkaTemplate<Object, Object> template = template(context);
        send(template, "first");

        assertThat(template.getProducerFactory().getConfigurationProperties()).containsEntry("acks", "all");
        assertThat(new ProducerConfig(template.getProducerFactory().getConfigurationProperties())
                        .getBoolean(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG))
                .as("Kafka's default, where nothing contradicts")
                .isTrue();
        assertThat(sdk.adoptedProducers())
                .singleElement()
                .satisfies(producer -> assertThat(producer.durability()).hasToString("ALL"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sdk.verdicts()).singleElement().satisfies(verdict -> {
                    assertThat(verdict.topic()).isEqualTo("orders");
                    assertThat(verdict.kind()).isEqualTo(AcksVerdict.Kind.SAFE);
                }));
        assertThat(registry.get("kafka.sdk.producer.records")
                        .tags("topic", "orders", "outcome", "success")
                        .counter()
                        .count())
                .isEqualTo(RECORDS);

        isLevelAfter(RECORDS, registry);
        gate.close();
        send(template, "second");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(lag(registry)).isEqualTo(RECORDS));
        gate.open();
        isLevelAfter(2 * RECORDS, registry);
        assertThat(sdk.adoptedConsumers())
                .extracting(GroupConsumer::clientId)
                .containsExactlyInAnyOrder("legacy-0", "legacy-1");
        assertThat(registry.find("kafka.consumer.fetch.manager.records.consumed.total")
                        .meters())
                .as("those of Boot are there as before")
                .isNotEmpty();
        KafkaTemplate<Object, Object> override =
                new KafkaTemplate<>(template.getProducerFactory(), Map.of("acks", "1"));
        assertThat(override.send("orders", "key-0", "first-0")
                        .get(30, TimeUnit.SECONDS)
                        .getRecordMetadata()
                        .hasOffset())
                .isTrue();
    }

    private static void send(KafkaTemplate<Object, Object> template, String value) throws Exception {
        for (int i = 0; i < RECORDS; i++) {
            template.send("orders", "key-" + i, value + "-" + i).get(30, TimeUnit.SECONDS);
        }
    }

    private void isLevelAfter(int records, MeterRegistry registry) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(gate.seen).hasSize(records);
            assertThat(lag(registry)).isZero();
            assertThat(registry.get("kafka.sdk.consumer.records").counter().count())
                    .isEqualTo(records);
        });
    }

    @SuppressWarnings("unchecked")
    private static KafkaTemplate<Object, Object> template(AssertableApplicationContext context) {
        return context.getBean(KafkaTemplate.class);
    }

    private static double lag(MeterRegistry registry) {
        Collection<Gauge> lags = registry.find("kafka.sdk.consumer.lag")
                .tags("consumergroup", "payments", "topic", "orders")
                .gauges();
        assertThat(lags).as("both members of the group share one series").hasSize(1);
        return lags.iterator().next().value();
    }

    @Configuration(proxyBeanMethods = false)
    static class Legacy {

        @Bean
        Listener listener(Gate gate) {
            return new Listener(gate);
        }
    }

    static final class Listener {

        private final Gate gate;

        Listener(Gate gate) {
            this.gate = gate;
        }

        @KafkaListener(topics = "orders", groupId = "payments")
        void handle(String value) throws InterruptedException {
            gate.seen.add(value);
            gate.pass();
        }
    }

    /** What listeners wait at before they go on. */
    static final class Gate {

        private final Set<String> seen = ConcurrentHashMap.newKeySet();
        private final AtomicReference<CountDownLatch> latch = new AtomicReference<>(new CountDownLatch(0));

        void close() {
            latch.set(new CountDownLatch(1));
        }

        void open() {
            latch.get().countDown();
        }

        void pass() throws InterruptedException {
            latch.get().await();
        }
    }
}
