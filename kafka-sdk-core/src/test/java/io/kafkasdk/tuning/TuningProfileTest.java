package io.kafkasdk.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.settings.ClientTuning.TunedValue;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TuningProfileTest {

    @ParameterizedTest
    @EnumSource
    void everyValueIsAKnownPropertyWithAReason(TuningProfile profile) {
        assertThat(profile.producer().values()).extracting(TunedValue::key).isSubsetOf(ProducerConfig.configNames());
        assertThat(profile.consumer().values()).extracting(TunedValue::key).isSubsetOf(ConsumerConfig.configNames());
        assertThat(profile.producer().values())
                .allSatisfy(value -> assertThat(value.reason()).isNotBlank());
        assertThat(profile.consumer().values())
                .allSatisfy(value -> assertThat(value.reason()).isNotBlank());
    }
}
