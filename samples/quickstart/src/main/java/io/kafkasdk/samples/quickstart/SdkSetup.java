package io.kafkasdk.samples.quickstart;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.acks.VerdictListener;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.consumer.RecordHandler;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.ProducerSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** All that is needed to set up the SDK: one cluster, a producer for each topic, one consumer for all of them. */
final class SdkSetup {

    static final String APPLICATION = "quickstart";

    /** Short, so that the run sees what becomes of sends to the fragile topic; the default is 2 min. */
    static final Duration FRAGILE_DELIVERY_TIMEOUT = Duration.ofSeconds(15);

    private SdkSetup() {}

    static KafkaSdk sdk(String bootstrapServers, MeterRegistry registry, VerdictListener verdicts) {
        return KafkaSdk.builder()
                .cluster(ClusterSettings.of(bootstrapServers))
                .application(APPLICATION)
                .meterRegistry(registry)
                .verdictListener(verdicts)
                .build();
    }

    static GuardedProducer<String, String> producer(KafkaSdk sdk, String topic) {
        return sdk.producer(producerSettings(topic));
    }

    static GuardedProducer<String, String> impatientProducer(KafkaSdk sdk, String topic) {
        return sdk.producer(producerSettings(topic).deliveryTimeout(FRAGILE_DELIVERY_TIMEOUT));
    }

    static ManagedConsumer consumer(KafkaSdk sdk, String group, Topics topics, RecordHandler<String, String> handler) {
        return sdk.consumer(
                ConsumerSettings.group(group, new StringDeserializer(), new StringDeserializer())
                        .topics(topics.all()),
                handler);
    }

    /** Naming the topic has the guard look at it before the first send. */
    private static ProducerSettings<String, String> producerSettings(String topic) {
        return ProducerSettings.named(topic, new StringSerializer(), new StringSerializer())
                .topics(topic);
    }
}
