package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.events.EventCapture;
import io.kafkasdk.events.EventNames;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.Retries;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The event log of an application that has one bad record. */
@KafkaClusterTest(brokers = 1)
class EventLogIT {

    private static final Duration SOON = Duration.ofSeconds(80);
    private static final String KEY = "canary-of-a-key";
    private static final String VALUE = "canary-of-a-value";

    @Test
    void whatHappensToABadRecordIsToldWithItsPlaceAndWithoutItsContent(KafkaCluster cluster) throws Exception {
        cluster.createTopic("orders", 1, 1);
        cluster.createTopic("orders.payments.dlt", 1, 1);
        try (EventCapture log = new EventCapture()) {
            try (KafkaSdk sdk = KafkaSdk.builder()
                    .cluster(ClusterSettings.of(cluster.bootstrapServers()).name("eu-1"))
                    .application("shop")
                    .build()) {
                sdk.producer(ProducerSettings.named("orders", new StringSerializer(), new StringSerializer())
                                .topics("orders"))
                        .send("orders", KEY, VALUE)
                        .get(30, TimeUnit.SECONDS);
                ManagedConsumer consumer = sdk.consumer(settings(), record -> {
                    throw new IllegalArgumentException("no such order: " + record.key() + record.value());
                });
                consumer.start();
                await().atMost(SOON)
                        .until(() -> !log.events(EventNames.DEAD_LETTER).isEmpty());
            }
            Map<String, Object> place = Map.of(
                    EventNames.DATASET, "kafka.sdk",
                    EventNames.CLUSTER, "eu-1",
                    EventNames.GROUP, "payments",
                    EventNames.TOPIC, "orders",
                    EventNames.PARTITION, 0,
                    EventNames.OFFSET, 0L);
            assertThat(log.events(EventNames.DEAD_LETTER))
                    .singleElement()
                    .satisfies(event -> assertThat(event).containsAllEntriesOf(place));
            assertThat(log.events(EventNames.POISON_CANDIDATE))
                    .singleElement()
                    .satisfies(event -> assertThat(event)
                            .containsAllEntriesOf(place)
                            .containsEntry(EventNames.ERROR_TYPE, IllegalArgumentException.class.getName()));
            assertThat(log.events(EventNames.REBALANCE)).isNotEmpty();
            assertThat(log.events(EventNames.ACKS_VERDICT))
                    .anySatisfy(event -> assertThat(event).containsEntry(EventNames.TOPIC, "orders"));
            assertThat(log.events(EventNames.CONSUMER_STATE))
                    .extracting(event -> event.get(EventNames.REASON))
                    .startsWith("running")
                    .endsWith("closed");
            assertThat(Canaries.of("shop", KEY, VALUE).in(log.json())).isEmpty();
        }
    }

    private static ConsumerSettings<String, String> settings() {
        return ConsumerSettings.group("payments", new StringDeserializer(), new StringDeserializer())
                .topics("orders")
                .failures(FailurePolicy.DEAD_LETTER.retries(
                        Retries.DEFAULT.attempts(4).delays(Duration.ofMillis(5), Duration.ofMillis(10))));
    }
}
