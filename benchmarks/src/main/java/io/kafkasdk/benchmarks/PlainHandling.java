package io.kafkasdk.benchmarks;

import io.kafkasdk.benchmarks.child.HandlingChild;
import io.kafkasdk.benchmarks.child.HandlingTask;
import io.kafkasdk.benchmarks.child.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A poll loop that handles record after record itself, in a child of {@link ConsumersSection}: with the properties of all
 * others and Kafka's automatic commits, or as most are written that must not lose a record, with Kafka's own defaults and
 * a commit after each poll.
 */
final class PlainHandling {

    static final String COMMIT = "commit";
    static final String AUTOMATIC = "automatic";
    static final String EACH_POLL = "each-poll";

    private PlainHandling() {}

    public static void main(String[] args) {
        HandlingChild.run(args, (task, tally) -> new Thread(() -> loop(task, tally), "poll-loop").start());
    }

    private static void loop(HandlingTask task, Tally tally) {
        boolean eachPoll = task.text(COMMIT).equals(EACH_POLL);
        Map<String, Object> config = task.clientConfig();
        if (eachPoll) {
            config.keySet().retainAll(Set.of("bootstrap.servers", "group.id", "auto.offset.reset"));
            config.put("enable.auto.commit", "false");
        }
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(task.text(HandlingTask.TOPIC)));
            while (!Thread.interrupted()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    tally.handle(record.key(), record.offset());
                }
                if (eachPoll) {
                    consumer.commitSync();
                }
            }
        }
    }
}
