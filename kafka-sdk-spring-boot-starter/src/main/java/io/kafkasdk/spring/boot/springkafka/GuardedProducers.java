package io.kafkasdk.spring.boot.springkafka;

import io.kafkasdk.KafkaSdk;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerPostProcessor;

/**
 * Takes each producer of a factory under the guard. A template with settings of its own copies its factory, and this with it.
 *
 * @param sdk the SDK of its cluster
 * @param factory whose settings the producers have
 * @param added what the SDK added to those of the application
 */
record GuardedProducers<K, V>(KafkaSdk sdk, DefaultKafkaProducerFactory<K, V> factory, Map<String, Object> added)
        implements ProducerPostProcessor<K, V> {

    @Override
    public Producer<K, V> apply(Producer<K, V> client) {
        return sdk.adopt(client, factory.getConfigurationProperties());
    }

    /** Takes back from a copy of the factory what the factory has of the SDK; what the template set there stays. */
    void leave(DefaultKafkaProducerFactory<K, V> copy) {
        copy.removePostProcessor(this);
        Map<String, Object> config = copy.getConfigurationProperties();
        added.forEach((key, value) -> {
            if (Objects.equals(value, config.get(key))) {
                copy.removeConfig(key);
            }
        });
    }
}
