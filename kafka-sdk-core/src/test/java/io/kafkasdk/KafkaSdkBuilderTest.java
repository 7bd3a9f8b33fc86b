package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kafkasdk.producer.SendListener;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.Violation;
import java.util.ArrayList;
import java.util.List;
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
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().contains("idle-app"));
        }
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
        new SendFanOut(List.of(broken, curious)).accepted("app.orders", "orders");
        assertThat(told).containsExactly("orders");
    }
}
