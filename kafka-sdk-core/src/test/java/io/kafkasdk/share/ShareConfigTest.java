package io.kafkasdk.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.internal.KafkaClients;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClientTuning.TunedValue;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ShareSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class ShareConfigTest {

    private static final ClientTuning PROFILE = new ClientTuning(
            "TEST",
            List.of(
                    new TunedValue("isolation.level", "read_committed", "not of a share group"),
                    new TunedValue("max.poll.records", "2000", "another bound"),
                    new TunedValue("fetch.min.bytes", "7", "any")));

    private static ShareConfig config() {
        return ShareConfig.of(
                ClusterSettings.of("localhost:1"),
                ShareSettings.group("g", new StringDeserializer(), new StringDeserializer())
                        .topics("t")
                        .maxInFlight(42),
                PROFILE,
                "app.g.share");
    }

    @Test
    void takesFromAProfileWhatAShareGroupHas() {
        assertThat(config().toKafkaConfig())
                .containsEntry("fetch.min.bytes", "7")
                .containsEntry("max.poll.records", 42)
                .containsEntry("share.acknowledgement.mode", "explicit")
                .doesNotContainKey("isolation.level");
    }

    @Test
    void kafkaTakesTheConfig() {
        Map<String, Object> config = config().toKafkaConfig();
        try (ShareConsumer<byte[], byte[]> client = KafkaClients.shareConsumer(config)) {
            assertThat(client.subscription()).isEmpty();
            client.close(Duration.ZERO);
        }
    }

    @Test
    void everyDecisionIsExplained() {
        assertThat(config().explain().property("max.poll.records"))
                .hasValueSatisfying(property -> assertThat(property.why()).contains("maxInFlight"));
    }
}
