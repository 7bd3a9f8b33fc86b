package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.acks.Durability;
import io.kafkasdk.internal.ExplainedConfig;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ExplainedProperty;
import io.kafkasdk.settings.ExplainedProperty.Source;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.ProducerSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(ProducerKafkaConfig.of(cluster, "app.orders", SETTINGS, PROFILE, Durability.ALL)
                        .toKafkaConfig())
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

    @ParameterizedTest
    @ValueSource(strings = {"", "linger.ms=50", "reconnect.backoff.ms=70", "compression.type= zstd "})
    void everyPropertyIsExplainedWithTheValueThatKafkaUses(String wish) {
        ProducerSettings<String, String> settings = SETTINGS;
        if (!wish.isEmpty()) {
            String[] parts = wish.split("=", 2);
            settings = SETTINGS.kafkaProperty(parts[0], parts[1]);
        }
        ExplainedConfig config = ProducerKafkaConfig.of(CLUSTER, "app.orders", settings, PROFILE, Durability.ALL);
        Map<String, Object> used = new HashMap<>(new ProducerConfig(config.toKafkaConfig()).values());
        assertThat(used).as("all, as Kafka writes it").containsEntry("acks", "-1");
        used.put("acks", "all");
        List<ExplainedProperty> explained = config.explain().properties();
        assertThat(explained)
                .extracting(ExplainedProperty::key)
                .containsExactlyInAnyOrderElementsOf(ProducerConfig.configNames());
        assertThat(explained)
                .allSatisfy(one -> assertThat(one.value()).as(one.key()).isEqualTo(letters(used.get(one.key()))));
    }

    @Test
    void whatTheSdkOwnsHasAReason() {
        List<ExplainedProperty> owned =
                ProducerKafkaConfig.of(CLUSTER, "app.orders", SETTINGS, PROFILE, Durability.ALL)
                        .explain()
                        .properties()
                        .stream()
                        .filter(one -> one.source() == Source.SDK)
                        .toList();
        assertThat(owned)
                .extracting(ExplainedProperty::key)
                .containsExactly(
                        "acks",
                        "client.id",
                        "delivery.timeout.ms",
                        "enable.idempotence",
                        "key.serializer",
                        "max.block.ms",
                        "max.in.flight.requests.per.connection",
                        "request.timeout.ms",
                        "value.serializer");
        assertThat(owned).allSatisfy(one -> assertThat(one.why()).isNotBlank());
    }

    @Test
    void theRequestTimeoutOfAProfileIsKeptWhereItFits() {
        ClientTuning patient = new ClientTuning(
                "PATIENT", List.of(new ClientTuning.TunedValue("request.timeout.ms", "50000", "waits for followers")));
        assertThat(requestTimeout(SETTINGS, patient).source()).isEqualTo(Source.PROFILE);
        ExplainedProperty lowered = requestTimeout(SETTINGS.deliveryTimeout(Duration.ofSeconds(30)), patient);
        assertThat(lowered.value()).isEqualTo("29995");
        assertThat(lowered.why())
                .isEqualTo("with linger.ms it must fit into deliveryTimeout; replaces 50000 of PATIENT");
    }

    private static ExplainedProperty requestTimeout(ProducerSettings<String, String> settings, ClientTuning tuning) {
        return ProducerKafkaConfig.of(CLUSTER, "app.orders", settings, tuning, Durability.ALL)
                .explain()
                .property("request.timeout.ms")
                .orElseThrow();
    }

    private static String letters(@Nullable Object used) {
        if (used instanceof Class<?> type) {
            return type.getName();
        }
        return used instanceof List<?> several
                ? several.stream().map(ProducerKafkaConfigTest::letters).collect(Collectors.joining(","))
                : String.valueOf(used);
    }

    private static Map<String, Object> config(ProducerSettings<String, String> settings) {
        return ProducerKafkaConfig.of(CLUSTER, "app.orders", settings, PROFILE, Durability.ALL)
                .toKafkaConfig();
    }
}
