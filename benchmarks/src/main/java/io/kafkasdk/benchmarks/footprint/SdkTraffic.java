package io.kafkasdk.benchmarks.footprint;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.benchmarks.child.Footmarks;
import io.kafkasdk.benchmarks.child.HandlingTask;
import io.kafkasdk.benchmarks.child.TrafficChild;
import io.kafkasdk.benchmarks.child.TrafficSide.Sender;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.StartPosition;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The SDK's producer and consumer in a {@link TrafficChild}: the BALANCED profile, with meters, otherwise its defaults. */
final class SdkTraffic {

    private static final String PROTOCOL = "group.protocol";

    private SdkTraffic() {}

    public static void main(String[] args) {
        TrafficChild.run(args, SdkTraffic::open);
    }

    private static Sender open(HandlingTask task, Footmarks marks) {
        KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(task.kafka("bootstrap.servers")))
                .application("traffic")
                .meterRegistry(new SimpleMeterRegistry())
                .build();
        sdk.consumer(settings(task, marks), record -> marks.handled(record.topic(), record.partition()))
                .start();
        GuardedProducer<byte[], byte[]> producer =
                sdk.producer(ProducerSettings.named("traffic", new ByteArraySerializer(), new ByteArraySerializer())
                        .topics(marks.topics()));
        return (topic, partition, value, acked) -> producer.send(new ProducerRecord<>(topic, partition, null, value))
                .whenComplete((receipt, failure) -> {
                    if (failure == null) {
                        acked.run();
                    }
                });
    }

    /** Where the task names no protocol, it is the one that the SDK chooses. */
    private static ConsumerSettings<byte[], byte[]> settings(HandlingTask task, Footmarks marks) {
        ConsumerSettings<byte[], byte[]> settings = ConsumerSettings.group(
                        task.kafka("group.id"), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .topics(marks.topics())
                .startPosition(
                        StartPosition.valueOf(task.kafka("auto.offset.reset").toUpperCase(Locale.ROOT)));
        return task.settings().containsKey(HandlingTask.KAFKA + PROTOCOL)
                ? settings.kafkaProperty(PROTOCOL, task.kafka(PROTOCOL))
                : settings;
    }
}
