package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ClientTuning.TunedValue;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.ExplainedProperty;
import io.kafkasdk.settings.ExplainedProperty.Source;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.Secret;
import io.kafkasdk.settings.SecuritySettings.Mechanism;
import io.kafkasdk.settings.SecuritySettings.Sasl;
import io.kafkasdk.tuning.TuningProfile;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** explain() through the front door; nothing listens at the address, and clients are content with that. */
class ExplainTest {

    private static final String CANARY = "canary-51d0";
    private static final ClusterSettings CLUSTER = ClusterSettings.of("127.0.0.1:1")
            .security(new Sasl(Mechanism.SCRAM_SHA_512, "app", Secret.of(CANARY), null));
    private static final ProducerSettings<String, String> ORDERS =
            ProducerSettings.named("orders", new StringSerializer(), new StringSerializer());
    private static final ConsumerSettings<String, String> PAYMENTS = ConsumerSettings.group(
                    "payments", new StringDeserializer(), new StringDeserializer())
            .topics("orders");

    @ParameterizedTest
    @EnumSource
    void aProducerUsesEveryValueOfItsProfileAndSaysSo(TuningProfile profile) {
        try (KafkaSdk sdk = sdk(profile)) {
            GuardedProducer<String, String> producer = sdk.producer(ORDERS);
            for (TunedValue tuned : profile.producer().values()) {
                ExplainedProperty explained =
                        producer.explain().property(tuned.key()).orElseThrow();
                assertThat(explained.value()).as(tuned.key()).isEqualTo(tuned.value());
                assertThat(explained.source()).as(tuned.key()).isEqualTo(Source.PROFILE);
                assertThat(explained.why()).startsWith(tuned.reason());
            }
            producer.close(Duration.ZERO);
            assertThat(producer.explain().properties())
                    .as("also after closing")
                    .hasSize(ProducerConfig.configNames().size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConsumerUsesEveryValueOfItsProfileThatItsBoundsAllow(TuningProfile profile) {
        try (KafkaSdk sdk = sdk(profile)) {
            ManagedConsumer consumer = sdk.consumer(PAYMENTS, record -> {});
            for (TunedValue tuned : profile.consumer().values()) {
                ExplainedProperty explained =
                        consumer.explain().property(tuned.key()).orElseThrow();
                if (explained.source() == Source.SDK) {
                    assertThat(explained.key()).isEqualTo("max.poll.records");
                    assertThat(explained.why()).endsWith("replaces " + tuned.value() + " of " + profile);
                } else {
                    assertThat(explained.value()).as(tuned.key()).isEqualTo(tuned.value());
                    assertThat(explained.source()).as(tuned.key()).isEqualTo(Source.PROFILE);
                }
            }
            assertThat(consumer.explain().properties())
                    .hasSize(ConsumerConfig.configNames().size());
        }
    }

    @Test
    void whatIsPrintedNamesTheClientAndHidesThePassword() {
        try (KafkaSdk sdk = sdk(TuningProfile.BALANCED)) {
            GuardedProducer<String, String> producer = sdk.producer(ORDERS.kafkaProperty("linger.ms", "20"));
            ManagedConsumer consumer = sdk.consumer(PAYMENTS, record -> {});
            assertThat(producer.explain().text())
                    .startsWith("Kafka config of shop.orders\nlinger.ms ")
                    .contains("kafkaProperty(...); replaces 10 of BALANCED")
                    .doesNotContain(CANARY);
            assertThat(producer.explain().toString()).doesNotContain(CANARY);
            assertThat(consumer.explain().text())
                    .startsWith("Kafka config of shop.payments\n")
                    .doesNotContain(CANARY);
            assertThat(consumer.explain().property("sasl.jaas.config"))
                    .map(ExplainedProperty::value)
                    .contains("[hidden]");
        }
    }

    private static KafkaSdk sdk(TuningProfile profile) {
        return KafkaSdk.builder()
                .application("shop")
                .cluster(CLUSTER)
                .profile(profile)
                .build();
    }
}
