package io.kafkasdk.spring.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.tuning.CodecResult;
import io.kafkasdk.tuning.TuningObservation;
import io.kafkasdk.tuning.TuningOptions;
import io.kafkasdk.tuning.TuningReport;
import io.kafkasdk.tuning.TuningReport.TuningStep;
import io.kafkasdk.tuning.TuningReport.TuningStep.Action;
import io.kafkasdk.tuning.TuningSavings;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TuningViewTest {

    @Test
    void showsWhatAReportHoldsAsJsonWithNullForALevelThatIsNone() {
        TuningReport report = new TuningReport(
                "shop.orders",
                Instant.EPOCH,
                TuningOptions.DEFAULT,
                new TuningObservation(100, 64_000, 16_000, 10, 1_600, 10, 5, 2, true),
                List.of(
                        new CodecResult("lz4", CodecResult.NO_LEVEL, 0.25, 1_000, 160, 2_000),
                        new CodecResult("zstd", 3, 0.15, 4_000, 96, 4_500)),
                List.of(),
                new TuningSavings(1e9, 5, -2, ""),
                List.of(new TuningStep(Instant.EPOCH, Action.KEPT, "it does no worse")));

        JsonNode json = JsonMapper.builder().build().valueToTree(TuningView.of(report));

        assertThat(json.at("/mode").asString()).isEqualTo("SHADOW");
        assertThat(json.at("/goal").asString()).isEqualTo("THROUGHPUT");
        assertThat(json.at("/at").asString()).startsWith("1970-01-01T");
        assertThat(json.at("/observed/saturated").asBoolean()).isTrue();
        assertThat(json.at("/codecs/0/level").isNull()).isTrue();
        assertThat(json.at("/codecs/1/level").asInt()).isEqualTo(3);
        assertThat(json.at("/savings/requestsPerSecond").asDouble()).isEqualTo(5);
        assertThat(json.at("/steps/0/action").asString()).isEqualTo("KEPT");
        assertThat(json.toString()).doesNotContain("NaN", "-2147483648");
    }
}
