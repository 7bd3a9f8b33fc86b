package io.kafkasdk.benchmarks;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.benchmarks.child.HandlingChild;
import io.kafkasdk.benchmarks.child.HandlingTask;
import io.kafkasdk.benchmarks.child.Tally;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.HandlerThreads;
import io.kafkasdk.settings.Ordering;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The SDK's consumer in a child of {@link ConsumersSection}: the BALANCED profile, with meters, otherwise its defaults. */
final class SdkHandling {

    static final String ORDERING = "ordering";
    static final String THREADS = "threads";

    private SdkHandling() {}

    public static void main(String[] args) {
        HandlingChild.run(args, SdkHandling::start);
    }

    private static void start(HandlingTask task, Tally tally) {
        KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(task.kafka("bootstrap.servers")))
                .application("handling")
                .meterRegistry(new SimpleMeterRegistry())
                .build();
        sdk.consumer(
                        ConsumerSettings.group(
                                        task.kafka("group.id"), new StringDeserializer(), new ByteArrayDeserializer())
                                .topics(task.text(HandlingTask.TOPIC))
                                .ordering(Ordering.valueOf(task.text(ORDERING)))
                                .threads(HandlerThreads.valueOf(task.text(THREADS)))
                                .concurrency(task.number(HandlingTask.CONCURRENCY)),
                        record -> tally.handle(record.key(), record.offset()))
                .start();
    }
}
