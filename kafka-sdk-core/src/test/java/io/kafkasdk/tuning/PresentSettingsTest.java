package io.kafkasdk.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ExplainedProperty;
import io.kafkasdk.settings.ExplainedProperty.Source;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class PresentSettingsTest {

    @Test
    void readsWhatTheClientRunsWithAndWhoChoseIt() {
        PresentSettings present = of(
                new ExplainedProperty("compression.type", "gzip", Source.USER, ""),
                new ExplainedProperty("compression.gzip.level", "4", Source.USER, ""),
                new ExplainedProperty("batch.size", "131072", Source.PROFILE, ""),
                new ExplainedProperty("linger.ms", "0", Source.USER, ""),
                new ExplainedProperty("delivery.timeout.ms", "12000", Source.SDK, ""),
                new ExplainedProperty("request.timeout.ms", "10000", Source.SDK, ""));
        assertThat(present.compression()).isEqualTo("gzip");
        assertThat(present.level()).isEqualTo(4);
        assertThat(present.batchBytes()).isEqualTo(131_072);
        assertThat(present.lingerMillis()).isZero();
        assertThat(present.mostLingerMillis()).isEqualTo(2000);
        assertThat(present.isChosenByApplication("linger.ms")).isTrue();
        assertThat(present.isChosenByApplication("batch.size")).isFalse();
        assertThat(present.isChosenByApplication("buffer.memory")).isFalse();
    }

    @Test
    void aLevelThatIsTheCodecsDefaultIsNone() {
        assertThat(of(
                                new ExplainedProperty("compression.type", "zstd", Source.USER, ""),
                                new ExplainedProperty("compression.zstd.level", "3", Source.USER, ""))
                        .level())
                .isEqualTo(CodecResult.NO_LEVEL);
    }

    @Test
    void kafkasDefaultsStandForWhatIsNotTold() {
        PresentSettings present = of(new ExplainedProperty("batch.size", "null", Source.KAFKA_DEFAULT, ""));
        Map<String, Object> kafkas = ProducerConfig.configDef().defaultValues();
        for (Map.Entry<String, String> value : present.values().entrySet()) {
            assertThat(value.getValue()).as(value.getKey()).isEqualTo(String.valueOf(kafkas.get(value.getKey())));
        }
    }

    private static PresentSettings of(ExplainedProperty... properties) {
        return PresentSettings.of(new ConfigExplanation("orders", List.of(properties)));
    }
}
