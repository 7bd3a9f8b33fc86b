package io.kafkasdk.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.acks.UnsafeTopicException;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.spring.boot.RecordFormatsTest.Line;
import io.kafkasdk.spring.boot.RecordFormatsTest.Order;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.ResolvableType;

@KafkaClusterTest(brokers = 1)
class ProducersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KafkaSdkAutoConfiguration.class,
                    RecordFormatsAutoConfiguration.class,
                    ProducersAutoConfiguration.class,
                    JacksonAutoConfiguration.class))
            .withPropertyValues("spring.application.name=shop");

    @Test
    void anObjectGoesOutAsJsonAndComesBackAsItWas(KafkaCluster cluster) throws Exception {
        cluster.createTopic("orders", 1, 1);
        Order order = new Order("7", List.of(new Line("tea", 3)));
        application
                .withPropertyValues(
                        "kafka-sdk.bootstrap-servers=" + cluster.bootstrapServers(),
                        "kafka-sdk.producers.orders.topics=orders",
                        "kafka-sdk.producers.orders.value-serializer=json",
                        "kafka-sdk.producers.orders.properties.linger.ms=1")
                .withBean(Sender.class)
                .run(context -> {
                    GuardedProducer<String, Order> producer =
                            context.getBean(Sender.class).orders();
                    assertThat(producer.explain().toString()).contains("linger.ms");
                    assertThat(producer.send("orders", order.id(), order)).succeedsWithin(PATIENCE);
                    ConsumerRecord<String, Order> record =
                            firstOf(context.getBean(KafkaSdk.class), context.getBean(RecordFormats.class), "orders");
                    assertThat(record.value()).isEqualTo(order);
                    assertThat(record.headers()).as("no header names a class").isEmpty();
                });
    }

    @Test
    void aDeclaredTopicThatIsUnsafeRefusesTheStartAndSaysWhatToDo(KafkaCluster cluster) throws Exception {
        cluster.createTopic("single", 1, 1);
        application
                .withPropertyValues(
                        "kafka-sdk.bootstrap-servers=" + cluster.bootstrapServers(),
                        "kafka-sdk.acks-policy=fail",
                        "kafka-sdk.producers.single.topics=single")
                .run(context -> {
                    Throwable failure = context.getStartupFailure();
                    assertThat(failure).isInstanceOf(UnsafeTopicException.class);
                    FailureAnalysis analysis = Objects.requireNonNull(new KafkaSdkFailureAnalyzer().analyze(failure));
                    assertThat(analysis.getDescription())
                            .contains("(kafka-sdk.acks-policy)")
                            .contains("single (NO_REDUNDANCY)");
                    assertThat(analysis.getAction()).isNotBlank();
                });
    }

    @Test
    void aRefusalAtAnotherClusterNamesItsProperties(KafkaCluster cluster) throws Exception {
        cluster.createTopic("alone", 1, 1);
        application
                .withPropertyValues(
                        "kafka-sdk.bootstrap-servers=" + cluster.bootstrapServers(),
                        "kafka-sdk.clusters.eu.bootstrap-servers=" + cluster.bootstrapServers(),
                        "kafka-sdk.clusters.eu.acks-policy=fail",
                        "kafka-sdk.producers.alone.cluster=eu",
                        "kafka-sdk.producers.alone.topics=alone")
                .run(context -> {
                    Throwable failure = context.getStartupFailure();
                    assertThat(failure).hasRootCauseInstanceOf(UnsafeTopicException.class);
                    FailureAnalysis analysis = Objects.requireNonNull(new KafkaSdkFailureAnalyzer().analyze(failure));
                    assertThat(analysis.getDescription()).contains("(kafka-sdk.clusters.eu.acks-policy)");
                    assertThat(analysis.getAction()).contains("under kafka-sdk.clusters.eu.topics");
                });
    }

    @SuppressWarnings("unchecked")
    private static ConsumerRecord<String, Order> firstOf(KafkaSdk sdk, RecordFormats formats, String topic) {
        Deserializer<Order> values = (Deserializer<Order>)
                formats.deserializer("value-deserializer", "json", ResolvableType.forClass(Order.class));
        CompletableFuture<ConsumerRecord<String, Order>> first = new CompletableFuture<>();
        sdk.consumer(
                        ConsumerSettings.group("readers", new StringDeserializer(), values)
                                .topics(topic),
                        first::complete)
                .start();
        assertThat(first).succeedsWithin(PATIENCE);
        return first.join();
    }

    record Sender(@Qualifier("orders") GuardedProducer<String, Order> orders) {}
}
