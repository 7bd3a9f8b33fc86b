package io.kafkasdk.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsumerSettingsTest {

    private final ConsumerSettings<String, String> payments =
            ConsumerSettings.group("payments", new StringDeserializer(), new StringDeserializer());

    @ParameterizedTest
    @ValueSource(strings = {"enable.auto.commit", "auto.offset.reset", "group.id", "allow.auto.create.topics"})
    void whatTheAtLeastOnceGuaranteeStandsOnIsOwnedByTheSdk(String key) {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> payments.kafkaProperty(key, "x"))
                .withMessageContaining("consumer group 'payments'")
                .withMessageContaining("owned by the SDK");
    }

    @Test
    void limitsOutsideTheirRangeNameTheRange() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> payments.concurrency(0))
                .withMessageContaining("concurrency = 0")
                .withMessageContaining("from 1 to 10000");
    }

    @Test
    void theLongestRetryDelayIsAtLeastTheFirst() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> new FailurePolicy.RetryForEver(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .satisfies(failure -> assertThat(failure.violations())
                        .extracting(Violation::setting)
                        .containsExactly("retries.maxDelay"));
    }

    @Test
    void copiesKeepWhatIsNotChanged() {
        ConsumerSettings<String, String> changed =
                payments.topics("orders").startPosition(StartPosition.LATEST).concurrency(3);
        assertThat(changed.group()).isEqualTo("payments");
        assertThat(changed.topics()).containsExactly("orders");
        assertThat(changed.startPosition()).isEqualTo(StartPosition.LATEST);
        assertThat(changed.limits().concurrency()).isEqualTo(3);
        assertThat(changed.limits().maxInFlightBytes()).isEqualTo(64L << 20);
    }
}
