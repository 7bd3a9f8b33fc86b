package io.kafkasdk.benchmarks;

import io.kafkasdk.benchmarks.child.HandlingChild;
import io.kafkasdk.benchmarks.child.HandlingTask;
import io.kafkasdk.benchmarks.child.Tally;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A poll loop that handles record after record itself, in a child of {@link HandlingTrial}. */
final class PlainHandling {

    private PlainHandling() {}

    public static void main(String[] args) {
        HandlingChild.run(args, (task, tally) -> new Thread(() -> loop(task, tally), "poll-loop").start());
    }

    private static void loop(HandlingTask task, Tally tally) {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(task.clientConfig(), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(task.text(HandlingTask.TOPIC)));
            while (!Thread.interrupted()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    tally.handle(record.key(), record.offset());
                }
            }
        }
    }
}
