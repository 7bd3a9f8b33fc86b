package io.kafkasdk.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShareSettingsTest {

    private final ShareSettings<String, String> mails =
            ShareSettings.group("mails", new StringDeserializer(), new StringDeserializer());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "group.id",
                "max.poll.records",
                "share.acknowledgement.mode",
                "share.acquire.mode",
                "enable.auto.commit",
                "auto.offset.reset",
                "isolation.level",
                "group.protocol",
                "group.instance.id",
                "session.timeout.ms"
            })
    void whatTheSdkOrTheGroupDecidesIsRefused(String key) {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> mails.kafkaProperty(key, "x"))
                .withMessageContaining("share group 'mails'")
                .withMessageContaining("owned by the SDK");
    }

    @Test
    void valuesOutsideTheirRangeAreAllNamed() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> new ShareSettings<>(
                        "mails",
                        mails.keyDeserializer(),
                        mails.valueDeserializer(),
                        mails.topics(),
                        mails.failures(),
                        mails.threads(),
                        0,
                        10_001,
                        Duration.ofMinutes(6),
                        null,
                        KafkaOverrides.NONE))
                .satisfies(failure -> assertThat(failure.violations())
                        .extracting(Violation::setting)
                        .containsExactly("concurrency", "maxInFlight", "drainTimeout"));
    }

    @Test
    void deadLettersMustNotComeBackToTheGroup() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> mails.topics("mails").failures(FailurePolicy.DEAD_LETTER.topic("mails")))
                .withMessageContaining("failures.topic");
    }

    @Test
    void copiesKeepWhatIsNotChanged() {
        ShareSettings<String, String> changed = mails.topics("mails")
                .failures(FailurePolicy.SKIP)
                .threads(HandlerThreads.VIRTUAL)
                .concurrency(2_000)
                .maxInFlight(7)
                .drainTimeout(Duration.ofSeconds(1))
                .kafkaProperty("fetch.max.bytes", "1048576");
        assertThat(changed.group()).isEqualTo("mails");
        assertThat(changed.topics()).containsExactly("mails");
        assertThat(changed.failures()).isEqualTo(FailurePolicy.SKIP);
        assertThat(changed.concurrency()).isEqualTo(2_000);
        assertThat(changed.maxInFlight()).isEqualTo(7);
        assertThat(changed.drainTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(changed.kafkaOverrides().properties()).containsOnlyKeys("fetch.max.bytes");
    }
}
