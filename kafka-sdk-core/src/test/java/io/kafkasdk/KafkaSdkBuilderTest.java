package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.kafkasdk.producer.SendListener;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.Violation;
import io.kafkasdk.tuning.TuningMode;
import io.kafkasdk.tuning.TuningOptions;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaSdkBuilderTest {

    @Test
    void whatIsMissingIsSaidAtOnceAndWithTheCure() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> KafkaSdk.builder().build())
                .withMessageContaining("call cluster(ClusterSettings.of(...))")
                .withMessageContaining("call application(...)")
                .satisfies(failure -> assertThat(failure.violations())
                        .extracting(Violation::setting)
                        .containsExactly("cluster", "application"));
    }

    @Test
    void buildingConnectsToNothingAndStartsNoThread() {
        try (KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of("does-not-exist.invalid:9092"))
                .application("idle-app")
                .build()) {
            assertThat(sdk.consumers()).isEmpty();
            assertThat(sdk.verdicts()).isEmpty();
            assertThat(sdk.tuningReports()).isEmpty();
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().contains("idle-app"));
        }
    }

    @Test
    void theAdvisorIsSafeToLeaveOnSwitchedOffOrAllowedToAct() {
        for (TuningMode mode : TuningMode.values()) {
            try (KafkaSdk sdk = KafkaSdk.builder()
                    .cluster(ClusterSettings.of("localhost:1"))
                    .application("advised-app")
                    .tuning(TuningOptions.DEFAULT.mode(mode))
                    .build()) {
                sdk.producer(ProducerSettings.named("orders", new StringSerializer(), new StringSerializer()));
                assertThat(sdk.tuningReports()).as("nothing was sent").isEmpty();
            }
        }
        assertThatNullPointerException()
                .isThrownBy(() -> KafkaSdk.builder().tuning(null))
                .withMessage("tuning");
    }

    @Test
    void aListenerThatThrowsDoesNotKeepTheNewsFromTheOthers() {
        List<String> told = new ArrayList<>();
        SendListener broken = new SendListener() {
            @Override
            public void accepted(String clientId, String topic) {
                throw new AssertionError("planted");
            }
        };
        SendListener curious = new SendListener() {
            @Override
            public void accepted(String clientId, String topic) {
                told.add(topic);
            }
        };
        new Listeners(List.of(broken, curious), List.of(), List.of()).ofSends().accepted("app.orders", "orders");
        assertThat(told).containsExactly("orders");
    }
}
