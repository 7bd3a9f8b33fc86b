package io.kafkasdk.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProducerSettingsTest {

    private final ProducerSettings<String, String> orders =
            ProducerSettings.named("orders", new StringSerializer(), new StringSerializer());

    @ParameterizedTest
    @CsvSource({
        "linger.msec, did you mean linger.ms?",
        "compresion.type, did you mean compression.type?",
        "Batch.Size, did you mean batch.size?",
        "something.else.entirely, remove it"
    })
    void anUnknownKafkaPropertyIsRefusedWithTheNearestName(String key, String cure) {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> orders.kafkaProperty(key, "1"))
                .withMessageContaining("producer 'orders'")
                .withMessageContaining(key)
                .withMessageContaining("is not a property of this Kafka client")
                .withMessageContaining(cure);
    }

    @ParameterizedTest
    @CsvSource({"acks, 1", "retries, 0", "enable.idempotence, false", "max.in.flight.requests.per.connection, 6"})
    void whatWouldWeakenDurabilitySilentlyIsRefusedWithItsEffect(String key, String value) {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> orders.kafkaProperty(key, value))
                .withMessageContaining(key + " = '" + value + "'")
                .withMessageContaining("owned by the SDK")
                .withMessageContaining("silently allow loss, duplicates or reordering");
    }

    @ParameterizedTest
    @ValueSource(strings = {"interceptor.classes", "partitioner.class", "metric.reporters", "ssl.engine.factory.class"})
    void propertiesThatLoadClassesAreRefused(String key) {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> orders.kafkaProperty(key, "com.example.Evil"))
                .withMessageContaining("names a class to load");
    }

    @Test
    void aTuningIsHeldToTheSameRules() {
        var tuning = new ClientTuning("MINE", List.of(new ClientTuning.TunedValue("acks", "0", "speed")));
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> orders.tuning(tuning))
                .withMessageContaining("acks = '0'")
                .withMessageContaining("owned by the SDK");
    }

    @Test
    void hostNameChecksCannotBeSwitchedOff() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> orders.kafkaProperty("ssl.endpoint.identification.algorithm", ""))
                .withMessageContaining("host name");
    }

    @Test
    void secretsInRefusedPropertiesAreNotRepeated() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> orders.kafkaProperty("ssl.key.password", "canary-7f3a"))
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain("canary-7f3a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sasl.jass.config", "ssl.truststore.pasword", "ssl.keystor.kye", "my.own", "sasl.password"})
    void theValueOfAnUnknownPropertyIsNeverRepeated(String misspelt) {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> orders.kafkaProperty(misspelt, "canary-7f3a"))
                .withMessageContaining(misspelt)
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain("canary-7f3a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sasl.jaas.config", "ssl.keystore.key", "ssl.keystore.password", "ssl.truststore.password"})
    void aSecretThatTheSdkOwnsIsNotRepeated(String key) {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> orders.kafkaProperty(key, "canary-7f3a"))
                .withMessageContaining("owned by the SDK")
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain("canary-7f3a"));
    }

    @Test
    void allViolationsAreReportedAtOnce() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> new ProducerSettings<>(
                        "",
                        new StringSerializer(),
                        new StringSerializer(),
                        List.of("", "a b"),
                        Duration.ZERO,
                        Duration.ofMillis(5),
                        InFlightLimits.DEFAULT,
                        null,
                        null,
                        KafkaOverrides.NONE))
                .satisfies(failure -> assertThat(failure.violations())
                        .extracting(Violation::setting)
                        .containsExactly("name", "topics", "topics", "maxBlock", "deliveryTimeout"));
    }

    @Test
    void anEmptyTopicNameIsRefusedWithTheRule() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> orders.topics(""))
                .withMessageContaining("topics = ''")
                .withMessageContaining("1 to 249 letters");
    }

    @Test
    void knownPropertiesAreKeptInOrder() {
        ProducerSettings<String, String> tuned =
                orders.kafkaProperty("linger.ms", "3").kafkaProperty("batch.size", "77777");
        assertThat(tuned.kafkaOverrides().properties())
                .containsExactly(java.util.Map.entry("linger.ms", "3"), java.util.Map.entry("batch.size", "77777"));
        assertThat(tuned.toString()).doesNotContain("77777");
    }
}
