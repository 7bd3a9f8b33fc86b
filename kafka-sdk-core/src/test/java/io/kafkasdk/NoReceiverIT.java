package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Most clusters have no receiver for metrics of clients. */
@KafkaClusterTest(brokers = 1)
class NoReceiverIT {

    private final Logger kafka = (Logger) LoggerFactory.getLogger("org.apache.kafka");
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            said.add(event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage());
        }
    };
    private Level before;

    @BeforeEach
    void listen() {
        before = kafka.getLevel();
        kafka.setLevel(Level.INFO);
        kafka.setAdditive(false);
        appender.start();
        kafka.addAppender(appender);
    }

    @AfterEach
    void listenNoMore() {
        kafka.detachAppender(appender);
        kafka.setAdditive(true);
        kafka.setLevel(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aClusterWithoutAReceiverMakesNoNoiseAboutMetricsForIt(String protocol, KafkaCluster cluster) {
        String topic = "quiet-" + protocol;
        cluster.createTopic(topic, 1, 1);
        try (KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application(topic)
                .build()) {
            ManagedConsumer consumer = sdk.consumer(
                    ConsumerSettings.group(topic, new StringDeserializer(), new StringDeserializer())
                            .topics(topic)
                            .kafkaProperty("group.protocol", protocol),
                    record -> {});
            consumer.start();
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> consumer.lag().records(topic).isPresent());
        }
        assertThat(said).as("the ear works").isNotEmpty();
        assertThat(said).noneMatch(line -> line.startsWith("WARN") || line.startsWith("ERROR"));
        assertThat(said)
                .filteredOn(line -> line.toLowerCase(Locale.ROOT).contains("telemetry"))
                .as("no more than any Kafka client says at its start and end")
                .allMatch(line ->
                        line.contains("initializing Kafka metrics collector") || line.contains("Closing reporter"))
                .hasSizeLessThanOrEqualTo(2);
        assertThat(said).noneMatch(line -> line.contains("kafka-sdk-consumer-metrics"));
    }
}
