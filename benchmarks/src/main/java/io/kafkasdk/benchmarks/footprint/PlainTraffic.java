package io.kafkasdk.benchmarks.footprint;

import io.kafkasdk.benchmarks.child.Footmarks;
import io.kafkasdk.benchmarks.child.HandlingTask;
import io.kafkasdk.benchmarks.child.TrafficChild;
import io.kafkasdk.benchmarks.child.TrafficSide.Sender;
import io.kafkasdk.tuning.TuningProfile;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's producer and a poll loop with automatic commits in a {@link TrafficChild}, with the properties of BALANCED. */
final class PlainTraffic {

    private PlainTraffic() {}

    public static void main(String[] args) {
        TrafficChild.run(args, PlainTraffic::open);
    }

    // The callback is told what the future would say.
    @SuppressWarnings("FutureReturnValueIgnored")
    private static Sender open(HandlingTask task, Footmarks marks) {
        new Thread(() -> loop(task, marks), "poll-loop").start();
        Map<String, Object> config =
                new HashMap<>(TuningProfile.BALANCED.producer().toKafkaConfig());
        config.put("bootstrap.servers", task.kafka("bootstrap.servers"));
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        return (topic, partition, value, acked) ->
                producer.send(new ProducerRecord<>(topic, partition, null, value), (metadata, failure) -> {
                    if (failure == null) {
                        acked.run();
                    }
                });
    }

    private static void loop(HandlingTask task, Footmarks marks) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(task.clientConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(marks.topics());
            while (!Thread.interrupted()) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> marks.handled(record.topic(), record.partition()));
            }
        }
    }
}
