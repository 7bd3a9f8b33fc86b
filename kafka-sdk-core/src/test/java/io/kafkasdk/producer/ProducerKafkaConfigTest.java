package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.acks.Durability;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.ProducerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class ProducerKafkaConfigTest {

    private static final ClusterSettings CLUSTER = ClusterSettings.of("localhost:9092");
    private static final ClientTuning PROFILE = new ClientTuning(
            "TEST",
            List.of(
                    new ClientTuning.TunedValue("linger.ms", "20", "fuller batches"),
                    new ClientTuning.TunedValue("batch.size", "65536", "fuller batches")));
    private static final ProducerSettings<String, String> SETTINGS =
            ProducerSettings.named("orders", new StringSerializer(), new StringSerializer());

    @Test
    void theUsersPropertyWinsOverTheProfileAndTheSdksOverBoth() {
        Map<String, Object> config = config(SETTINGS.kafkaProperty("linger.ms", "50"));
        assertThat(config)
                .containsEntry("linger.ms", "50")
                .containsEntry("batch.size", "65536")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true")
                .containsEntry("max.block.ms", "50")
                .containsEntry("client.id", "app.orders");
    }

    @Test
    void aPropertyForAllClientsWinsOverTheProfile() {
        ClusterSettings cluster = CLUSTER.kafkaProperty("request.timeout.ms", "7000");
        assertThat(ProducerKafkaConfig.of(cluster, "app.orders", SETTINGS, PROFILE, Durability.ALL))
                .containsEntry("request.timeout.ms", "7000");
    }

    @Test
    void theRequestTimeoutIsLoweredToFitAShortDeliveryTimeout() {
        assertThat(config(SETTINGS)).containsEntry("request.timeout.ms", "10000");
        assertThat(config(SETTINGS.deliveryTimeout(Duration.ofSeconds(3))))
                .containsEntry("request.timeout.ms", "2980")
                .containsEntry("delivery.timeout.ms", "3000");
    }

    @Test
    void timesThatContradictEachOtherAreRefusedWithTheNumbers() {
        ProducerSettings<String, String> settings = SETTINGS.deliveryTimeout(Duration.ofSeconds(10))
                .kafkaProperty("request.timeout.ms", "30000")
                .kafkaProperty("linger.ms", "5");
        assertThatThrownBy(() -> config(settings))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("producer 'orders'")
                .hasMessageContaining(
                        "deliveryTimeout = 10000 ms: must be at least linger.ms (5 ms) + request.timeout.ms (30000 ms) ="
                                + " 30005 ms");
    }

    private static Map<String, Object> config(ProducerSettings<String, String> settings) {
        return ProducerKafkaConfig.of(CLUSTER, "app.orders", settings, PROFILE, Durability.ALL);
    }
}
