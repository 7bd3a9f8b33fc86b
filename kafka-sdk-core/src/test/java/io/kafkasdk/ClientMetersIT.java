package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.metrics.MetricsOptions;
import io.kafkasdk.metrics.MetricsOptions.ClientMetrics;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.TransactionSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.transaction.TransactionalProducer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.search.MeterNotFoundException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from real Kafka clients, whose names no compiler checks. */
@KafkaClusterTest(brokers = 1)
class ClientMetersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void nothingOfTheAllowListStaysUnknownWhileRecordsFlow(String protocol, KafkaCluster cluster) throws Exception {
        String topic = "flow-" + protocol;
        cluster.createTopic(topic, 2, 1, Map.of());
        var partitions = new ConcurrentLinkedQueue<String>();
        try (KafkaSdk sdk = sdk(
                cluster,
                MetricsOptions.DEFAULT.clientMetrics(ClientMetrics.ALLOW_LIST).kafkaExporterNames())) {
            GuardedProducer<String, String> producer =
                    sdk.producer(producer("out").topics(topic));
            TransactionalProducer<String, String> transactional = sdk.transactionalProducer(
                    TransactionSettings.named("out", "0", new StringSerializer(), new StringSerializer()));
            ManagedConsumer consumer = sdk.consumer(
                    ConsumerSettings.group("in-" + protocol, new StringDeserializer(), new StringDeserializer())
                            .topics(topic)
                            .kafkaProperty("group.protocol", protocol),
                    record -> partitions.add(Integer.toString(record.partition())));
            consumer.start();
            Set<String> unknown = new TreeSet<>();
            await().atMost(PATIENCE).untilAsserted(() -> {
                producer.send(topic, "key", "value").get(30, TimeUnit.SECONDS);
                transactional.run(transaction -> {
                    transaction.send(topic, "key", "value");
                    return 0;
                });
                unknown.clear();
                unknown.addAll(unknown());
                assertThat(unknown).isEmpty();
                assertThat(partitions).isNotEmpty();
            });
            assertThat(registry.getMeters().stream().filter(ClientMetersIT::isOfTheAllowList))
                    .hasSize(16 + 16 + 13);
            String partition = partitions.iterator().next();
            await().atMost(PATIENCE)
                    .ignoreException(MeterNotFoundException.class)
                    .untilAsserted(() -> assertThat(registry.get("kafka.topic.partition.current.offset")
                                    .tags("topic", topic, "partition", partition)
                                    .gauge()
                                    .value())
                            .isPositive());
            System.out.println("allow-list, " + protocol + " | series "
                    + registry.getMeters().stream()
                            .filter(ClientMetersIT::isOfTheAllowList)
                            .count());
        }
        assertThat(registry.getMeters()).isEmpty();
    }

    /** Returns what is not a number, by name and client. */
    private List<String> unknown() {
        return registry.getMeters().stream()
                .filter(meter -> isOfTheAllowList(meter)
                        || meter.getId().getName().equals("kafka.sdk.throttle.time")
                        || meter.getId().getName().equals("kafka.sdk.producer.buffer.used"))
                .filter(meter -> StreamSupport.stream(meter.measure().spliterator(), false)
                        .anyMatch(measurement -> Double.isNaN(measurement.getValue())))
                .map(meter -> meter.getId().getName() + " of " + meter.getId().getTag("client.id"))
                .toList();
    }

    private static boolean isOfTheAllowList(Meter meter) {
        return meter.getId().getName().startsWith("kafka.sdk.client.");
    }

    private KafkaSdk sdk(KafkaCluster cluster, MetricsOptions options) {
        return KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application("metered")
                .meterRegistry(registry)
                .metrics(options)
                .build();
    }

    private static ProducerSettings<String, String> producer(String name) {
        return ProducerSettings.named(name, new StringSerializer(), new StringSerializer());
    }
}
