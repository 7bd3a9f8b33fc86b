package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.consumer.GroupConsumer;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka's own clients, adopted, in both group protocols. */
@Timeout(300)
@KafkaClusterTest(brokers = 1)
class AdoptionIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RECORDS = 20;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void plainClientsHaveVerdictAndSeriesUntilTheyAreClosed(String protocol, KafkaCluster cluster) throws Exception {
        String topic = "plain-" + protocol;
        cluster.createTopic(topic, 2, 1);
        try (KafkaSdk sdk = KafkaSdk.builder()
                .application("shop")
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .meterRegistry(registry)
                .build()) {
            Map<String, Object> config = producerConfig(cluster);
            try (Producer<String, String> producer = sdk.adopt(new KafkaProducer<>(config), config)) {
                for (int i = 0; i < RECORDS; i++) {
                    producer.send(new ProducerRecord<>(topic, "key-" + i, "value"));
                }
                producer.flush();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(sdk.verdicts())
                                .extracting(AcksVerdict::kind)
                                .containsExactly(AcksVerdict.Kind.NO_REDUNDANCY));
                assertThat(registry.get("kafka.sdk.producer.records").counter().count())
                        .isEqualTo(RECORDS);
                assertThat(registry.get("kafka.sdk.producer.bytes").counter().count())
                        .isPositive();
                assertThat(registry.get("kafka.sdk.producer.inflight").gauge().value())
                        .isZero();
                assertThat(kinds()).containsExactly("adopted-producer");
            }
            Map<String, Object> reading = consumerConfig(cluster, protocol);
            try (Consumer<String, String> consumer = sdk.adopt(new KafkaConsumer<>(reading), reading)) {
                reads(sdk, consumer, topic);
            }
            assertThat(sdk.adoptedProducers()).isEmpty();
            assertThat(sdk.adoptedConsumers()).isEmpty();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(kinds()).isEmpty());
            assertThat(registry.find("kafka.sdk.consumer.lag").gauges()).isEmpty();
        }
        assertThat(registry.getMeters()).isEmpty();
    }

    private void reads(KafkaSdk sdk, Consumer<String, String> consumer, String topic) {
        consumer.subscribe(List.of(topic));
        int seen = 0;
        while (seen < RECORDS) {
            seen += consumer.poll(Duration.ofMillis(200)).count();
        }
        // The last batch is in hand.
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(lag()).isPositive());
        consumer.poll(Duration.ofMillis(600));
        consumer.commitSync();
        consumer.poll(Duration.ofMillis(600));
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(lag()).isZero();
            assertThat(registry.get("kafka.sdk.consumer.lag.committed").gauge().value())
                    .isZero();
        });
        assertThat(registry.get("kafka.sdk.consumer.records").counter().count()).isEqualTo(RECORDS);
        assertThat(registry.get("kafka.sdk.consumer.commits").counter().count()).isEqualTo(1);
        assertThat(kinds()).contains("adopted-consumer");
        assertThat(sdk.adoptedConsumers()).extracting(GroupConsumer::group).containsExactly("readers-" + topic);
    }

    private double lag() {
        Gauge lag = registry.find("kafka.sdk.consumer.lag").gauge();
        return lag == null ? Double.NaN : lag.value();
    }

    private List<String> kinds() {
        return registry.find("kafka.sdk.info").gauges().stream()
                .map(info -> info.getId().getTag("kind"))
                .sorted()
                .toList();
    }

    private static Map<String, Object> producerConfig(KafkaCluster cluster) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", cluster.bootstrapServers());
        config.put("key.serializer", StringSerializer.class);
        config.put("value.serializer", StringSerializer.class);
        return config;
    }

    private static Map<String, Object> consumerConfig(KafkaCluster cluster, String protocol) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", cluster.bootstrapServers());
        config.put("key.deserializer", StringDeserializer.class);
        config.put("value.deserializer", StringDeserializer.class);
        config.put("group.id", "readers-plain-" + protocol);
        config.put("group.protocol", protocol);
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", false);
        return config;
    }
}
