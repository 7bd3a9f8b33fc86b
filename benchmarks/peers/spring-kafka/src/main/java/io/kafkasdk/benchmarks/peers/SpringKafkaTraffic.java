package io.kafkasdk.benchmarks.peers;

import io.kafkasdk.benchmarks.child.Footmarks;
import io.kafkasdk.benchmarks.child.HandlingTask;
import io.kafkasdk.benchmarks.child.TrafficChild;
import io.kafkasdk.benchmarks.child.TrafficSide.Sender;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;

/** spring-kafka's template and container, without an application context around them. */
final class SpringKafkaTraffic {

    private SpringKafkaTraffic() {}

    public static void main(String[] args) {
        TrafficChild.run(args, SpringKafkaTraffic::open);
    }

    private static Sender open(HandlingTask task, Footmarks marks) {
        ContainerProperties properties = new ContainerProperties(marks.topics().toArray(String[]::new));
        MessageListener<byte[], byte[]> listener = record -> marks.handled(record.topic(), record.partition());
        properties.setMessageListener(listener);
        new ConcurrentMessageListenerContainer<>(
                        new DefaultKafkaConsumerFactory<>(
                                task.clientConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                        properties)
                .start();
        KafkaTemplate<byte[], byte[]> template = new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(
                Map.of("bootstrap.servers", task.kafka("bootstrap.servers")),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
        return (topic, partition, value, acked) -> template.send(topic, partition, null, value)
                .whenComplete((result, failure) -> {
                    if (failure == null) {
                        acked.run();
                    }
                });
    }
}
