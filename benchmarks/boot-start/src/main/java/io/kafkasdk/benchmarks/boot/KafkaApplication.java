package io.kafkasdk.benchmarks.boot;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.ProducerSettings;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A producer and a consumer of one topic. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class KafkaApplication {

    private static final String TOPIC = "start";

    public static void main(String[] args) {
        StartTime.print(KafkaApplication.class, args);
    }

    @Bean
    GuardedProducer<String, String> producer(KafkaSdk sdk) {
        return sdk.producer(ProducerSettings.named("start", new StringSerializer(), new StringSerializer()));
    }

    @Bean
    ManagedConsumer consumer(KafkaSdk sdk) {
        return sdk.consumer(
                ConsumerSettings.group("start", new StringDeserializer(), new StringDeserializer())
                        .topics(TOPIC),
                record -> {});
    }
}
