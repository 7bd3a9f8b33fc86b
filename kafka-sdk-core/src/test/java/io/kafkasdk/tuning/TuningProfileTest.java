package io.kafkasdk.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClientTuning.TunedValue;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.ProducerSettings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TuningProfileTest {

    private final ByteArraySerializer writing = new ByteArraySerializer();
    private final ByteArrayDeserializer reading = new ByteArrayDeserializer();

    @Test
    void thereIsAProfileForEachGoal() {
        assertThat(TuningProfile.values())
                .extracting(TuningProfile::name)
                .containsExactly("BALANCED", "THROUGHPUT", "LOW_LATENCY", "DURABLE_AUDIT");
    }

    @ParameterizedTest
    @EnumSource
    void everyValueHasAReasonAndIsGivenOnce(TuningProfile profile) {
        for (ClientTuning side : List.of(profile.producer(), profile.consumer())) {
            assertThat(side.name()).isEqualTo(profile.name());
            assertThat(side.values()).isNotEmpty().extracting(TunedValue::key).doesNotHaveDuplicates();
            assertThat(side.values())
                    .allSatisfy(value -> assertThat(value.reason()).isNotBlank());
        }
    }

    @ParameterizedTest
    @EnumSource
    void noValueIsOneThatTheSdkOwns(TuningProfile profile) {
        assertThatCode(() -> ProducerSettings.named("a", writing, writing).tuning(profile.producer()))
                .doesNotThrowAnyException();
        assertThatCode(() -> ConsumerSettings.group("a", reading, reading).tuning(profile.consumer()))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void kafkaTakesEveryValue(TuningProfile profile) {
        Map<String, Object> producer = profile.producer().toKafkaConfig();
        producer.put("bootstrap.servers", "localhost:1");
        producer.put("key.serializer", ByteArraySerializer.class);
        producer.put("value.serializer", ByteArraySerializer.class);
        assertThatCode(() -> new ProducerConfig(producer)).doesNotThrowAnyException();
        Map<String, Object> consumer = profile.consumer().toKafkaConfig();
        consumer.put("bootstrap.servers", "localhost:1");
        consumer.put("key.deserializer", ByteArrayDeserializer.class);
        consumer.put("value.deserializer", ByteArrayDeserializer.class);
        assertThatCode(() -> new ConsumerConfig(consumer)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void aBatchFitsIntoARequestAndIntoATopicOfDefaultLimits(TuningProfile profile) {
        ProducerConfig config = new ProducerConfig(Map.of(
                "bootstrap.servers",
                "localhost:1",
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class,
                "batch.size",
                value(profile, "batch.size"),
                "buffer.memory",
                value(profile, "buffer.memory")));
        assertThat(config.getInt("batch.size")).isLessThanOrEqualTo(config.getInt("max.request.size") / 2);
        assertThat(config.getLong("buffer.memory")).isGreaterThanOrEqualTo(256L * config.getInt("batch.size"));
    }

    private static String value(TuningProfile profile, String key) {
        return profile.producer().values().stream()
                .filter(tuned -> tuned.key().equals(key))
                .map(TunedValue::value)
                .findFirst()
                .orElseThrow();
    }
}
