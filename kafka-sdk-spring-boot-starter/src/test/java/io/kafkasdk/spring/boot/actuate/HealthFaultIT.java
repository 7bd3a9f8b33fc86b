package io.kafkasdk.spring.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.consumer.RecordHandler;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.Retries;
import io.kafkasdk.spring.boot.KafkaSdkAutoConfiguration;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.SecureListener;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Health on real brokers: what people want is UP, what is wrong outside is not ready, what is dead is not alive. */
@KafkaClusterTest(brokers = 1, secured = true)
class HealthFaultIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Retries ONCE = new Retries(1, Duration.ofMillis(100), Duration.ofSeconds(1), Set.of());

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KafkaSdkAutoConfiguration.class,
                    KafkaSdkEndpointAutoConfiguration.class,
                    KafkaSdkHealthAutoConfiguration.class))
            .withPropertyValues("spring.application.name=orders");

    @Test
    void anOutageIsNotReadyButAliveAndEndsByItself(KafkaCluster cluster) {
        cluster.createTopic("outage", 1, 1);
        on(cluster).run(context -> {
            ManagedConsumer consumer = consumer(context, "outage", record -> {}, FailurePolicy.RETRY_FOR_EVER);
            consumer.start();
            await().atMost(SOON).until(() -> ConsumerCondition.of(consumer) == ConsumerCondition.RUNNING);
            await().atMost(SOON).until(() -> readiness(context).getStatus().equals(Status.UP));
            assertThat(liveness(context).getStatus()).isEqualTo(Status.UP);

            cluster.broker(1).kill();
            await().atMost(SOON).until(() -> readiness(context).getStatus().equals(Status.DOWN));
            // For long enough that the consumer has noticed too.
            await().atMost(SOON).until(() -> ConsumerCondition.of(consumer) == ConsumerCondition.STALLED);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(readiness(context).toString())
                            .contains("reachable=false", "kind=UNREACHABLE", "condition=STALLED"));
            assertThat(liveness(context).getStatus()).isEqualTo(Status.UP);

            cluster.restore();
            await().atMost(SOON).until(() -> readiness(context).getStatus().equals(Status.UP));
            assertThat(liveness(context).getStatus()).isEqualTo(Status.UP);
            assertThat(consumer.state()).isEqualTo(ConsumerState.RUNNING);
        });
    }

    @Test
    void aWrongPasswordIsNotReadyAndSaysSoWithoutThePassword(KafkaCluster cluster) {
        application
                .withPropertyValues(
                        "kafka-sdk.bootstrap-servers=" + cluster.bootstrapServers(SecureListener.SASL_PLAINTEXT),
                        "kafka-sdk.security.protocol=sasl-plaintext",
                        "kafka-sdk.security.sasl.username=alice",
                        "kafka-sdk.security.sasl.password=canary-wrong")
                .run(context -> {
                    await().atMost(SOON)
                            .untilAsserted(() -> assertThat(readiness(context).toString())
                                    .contains("kind=UNAUTHENTICATED")
                                    .doesNotContain("canary"));
                    assertThat(readiness(context).getStatus()).isEqualTo(Status.DOWN);
                    assertThat(liveness(context).getStatus()).isEqualTo(Status.UP);
                });
    }

    @Test
    void aConsumerThatStoppedAtAPoisonRecordIsNotReadyButAlive(KafkaCluster cluster) {
        cluster.createTopic("poison", 1, 1);
        on(cluster).run(context -> {
            RecordHandler<String, String> handler = record -> {
                throw new IllegalArgumentException("canary " + record.value());
            };
            ManagedConsumer consumer = consumer(context, "poison", handler, new FailurePolicy.Stop(ONCE));
            consumer.start();
            send(context, "poison", 1);

            await().atMost(SOON).until(() -> consumer.state() == ConsumerState.FAILED);
            assertThat(readiness(context).getStatus()).isEqualTo(Status.DOWN);
            assertThat(liveness(context).getStatus()).isEqualTo(Status.UP);
            assertThat(readiness(context).toString())
                    .contains("condition=FAILED", "kind=HANDLER_FAILED", "poison-0@0")
                    .doesNotContain("canary");
        });
    }

    @Test
    void aPauseOnPurposeIsFineHoweverMuchWaits(KafkaCluster cluster) {
        cluster.createTopic("deep", 1, 1);
        on(cluster).run(context -> {
            ManagedConsumer consumer = consumer(context, "deep", record -> {}, FailurePolicy.RETRY_FOR_EVER);
            consumer.start();
            await().atMost(SOON).until(() -> ConsumerCondition.of(consumer) == ConsumerCondition.RUNNING);
            consumer.pause();
            send(context, "deep", 20_000);

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(view(context).consumers())
                            .singleElement()
                            .satisfies(seen -> assertThat(seen.topics())
                                    .singleElement()
                                    .satisfies(topic ->
                                            assertThat(topic.lagRecords()).isEqualTo(20_000))));
            assertThat(readiness(context).getStatus()).isEqualTo(Status.UP);
            assertThat(liveness(context).getStatus()).isEqualTo(Status.UP);
            assertThat(readiness(context).toString()).contains("condition=PAUSED");
        });
    }

    @Test
    void anOpenCircuitIsReadyAndAlive(KafkaCluster cluster) {
        cluster.createTopic("circuit", 1, 1);
        on(cluster).run(context -> {
            RecordHandler<String, String> handler = record -> {
                throw new IllegalStateException("the database is down");
            };
            ManagedConsumer consumer = consumer(context, "circuit", handler, new FailurePolicy.Skip(ONCE, 3));
            consumer.start();
            send(context, "circuit", 20);

            await().atMost(SOON).until(() -> consumer.circuit().isPresent());
            await().atMost(SOON).until(() -> consumer.stall().isPresent());
            assertThat(readiness(context).getStatus()).isEqualTo(Status.UP);
            assertThat(liveness(context).getStatus()).isEqualTo(Status.UP);
            assertThat(readiness(context).toString()).contains("condition=CIRCUIT_OPEN", "why=Diagnosis[");
        });
    }

    private ApplicationContextRunner on(KafkaCluster cluster) {
        return application.withPropertyValues("kafka-sdk.bootstrap-servers=" + cluster.bootstrapServers());
    }

    private static ManagedConsumer consumer(
            ApplicationContext context, String topic, RecordHandler<String, String> handler, FailurePolicy failures) {
        return context.getBean(KafkaSdk.class)
                .consumer(
                        ConsumerSettings.group(topic + "-group", new StringDeserializer(), new StringDeserializer())
                                .topics(topic)
                                .failures(failures),
                        handler);
    }

    private static void send(ApplicationContext context, String topic, int records) {
        GuardedProducer<String, String> producer = context.getBean(KafkaSdk.class)
                .producer(ProducerSettings.named("load", new StringSerializer(), new StringSerializer()));
        List<CompletableFuture<?>> sent = IntStream.range(0, records)
                .<CompletableFuture<?>>mapToObj(i -> producer.send(topic, "key-" + i, "value-" + i))
                .toList();
        assertThat(CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)))
                .succeedsWithin(SOON);
    }

    private static ClusterView view(ApplicationContext context) {
        return context.getBean(KafkaSdkViews.class).view().clusters().get(0);
    }

    private static Health readiness(ApplicationContext context) {
        return context.getBean("kafkaSdkReadinessHealthIndicator", HealthIndicator.class)
                .health();
    }

    private static Health liveness(ApplicationContext context) {
        return context.getBean("kafkaSdkLivenessHealthIndicator", HealthIndicator.class)
                .health();
    }
}
