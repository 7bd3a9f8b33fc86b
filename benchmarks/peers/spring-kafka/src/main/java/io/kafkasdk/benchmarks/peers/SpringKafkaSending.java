package io.kafkasdk.benchmarks.peers;

import io.kafkasdk.benchmarks.child.Acks;
import io.kafkasdk.benchmarks.child.ProducerFigures;
import io.kafkasdk.benchmarks.child.SendTask;
import io.kafkasdk.benchmarks.child.SendingChild;
import io.kafkasdk.benchmarks.child.SendingSide;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/** spring-kafka's template with its defaults, and a dependent on each future. */
final class SpringKafkaSending implements SendingSide {

    private final String topic;
    private final KafkaTemplate<byte[], byte[]> template;

    private SpringKafkaSending(String topic, KafkaTemplate<byte[], byte[]> template) {
        this.topic = topic;
        this.template = template;
    }

    public static void main(String[] args) {
        SendingChild.run(args, SpringKafkaSending::start);
    }

    private static SendingSide start(SendTask task) {
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new SpringKafkaSending(
                task.topic(),
                new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(task.clientConfig(), bytes, bytes)));
    }

    // What a dependent returns is nobody's.
    @SuppressWarnings("FutureReturnValueIgnored")
    @Override
    public void send(byte[] value, Acks acks) {
        template.send(topic, value).whenComplete(acks);
    }

    @Override
    public double metric(String name) {
        return ProducerFigures.of(template.metrics(), name);
    }
}
