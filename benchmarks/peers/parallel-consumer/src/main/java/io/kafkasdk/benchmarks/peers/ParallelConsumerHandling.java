package io.kafkasdk.benchmarks.peers;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import io.kafkasdk.benchmarks.child.HandlingChild;
import io.kafkasdk.benchmarks.child.HandlingTask;
import io.kafkasdk.benchmarks.child.Tally;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The parallel-consumer, ordered by key, with its default way to commit (asynchronously, from time to time). */
final class ParallelConsumerHandling {

    private ParallelConsumerHandling() {}

    public static void main(String[] args) {
        HandlingChild.run(args, ParallelConsumerHandling::start);
    }

    private static void start(HandlingTask task, Tally tally) {
        Map<String, Object> config = task.clientConfig();
        config.put("enable.auto.commit", "false");
        ParallelConsumerOptions<String, byte[]> options = ParallelConsumerOptions.<String, byte[]>builder()
                .consumer(new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer()))
                .ordering(ProcessingOrder.KEY)
                .maxConcurrency(task.number(HandlingTask.CONCURRENCY))
                .build();
        ParallelStreamProcessor<String, byte[]> processor = ParallelStreamProcessor.createEosStreamProcessor(options);
        processor.subscribe(List.of(task.text(HandlingTask.TOPIC)));
        processor.poll(context -> tally.handle(context.key(), context.offset()));
    }
}
