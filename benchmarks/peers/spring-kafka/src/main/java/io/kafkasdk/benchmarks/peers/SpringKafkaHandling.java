package io.kafkasdk.benchmarks.peers;

import io.kafkasdk.benchmarks.child.HandlingChild;
import io.kafkasdk.benchmarks.child.HandlingTask;
import io.kafkasdk.benchmarks.child.Tally;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;

/** spring-kafka's container with a consumer and a thread for each partition, the most it can do in parallel. */
final class SpringKafkaHandling {

    private static final int PARTITIONS = 12;

    private SpringKafkaHandling() {}

    public static void main(String[] args) {
        HandlingChild.run(args, SpringKafkaHandling::start);
    }

    private static void start(HandlingTask task, Tally tally) {
        ContainerProperties properties = new ContainerProperties(task.text(HandlingTask.TOPIC));
        MessageListener<String, byte[]> listener = record -> tally.handle(record.key(), record.offset());
        properties.setMessageListener(listener);
        ConcurrentMessageListenerContainer<String, byte[]> container = new ConcurrentMessageListenerContainer<>(
                new DefaultKafkaConsumerFactory<>(
                        task.clientConfig(), new StringDeserializer(), new ByteArrayDeserializer()),
                properties);
        container.setConcurrency(PARTITIONS);
        container.start();
    }
}
