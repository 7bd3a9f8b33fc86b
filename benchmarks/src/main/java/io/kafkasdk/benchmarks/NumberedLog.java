package io.kafkasdk.benchmarks;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a {@link NumberedLoad} left in the log, read with the plain client. */
final class NumberedLog {

    private final String bootstrapServers;
    private final String topic;
    private final Map<String, Seen> keys = new HashMap<>();
    private long duplicated;
    private long reordered;

    NumberedLog(String bootstrapServers, String topic) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
    }

    /** The numbers of one key. */
    private static final class Seen {

        private final BitSet numbers = new BitSet();
        private int last = -1;
    }

    /** Reads all, prints the counts, and returns whether each acknowledged record is there once and in order. */
    boolean check(NumberedLoad load) {
        read();
        long sent = 0;
        long found = 0;
        for (Map.Entry<String, Integer> key : load.sent().entrySet()) {
            sent += key.getValue();
            Seen seen = keys.get(key.getKey());
            found += seen == null ? 0 : seen.numbers.cardinality();
        }
        long lost = Math.max(0, load.acknowledged() - found);
        System.out.printf(
                "sent %,d, acknowledged %,d, failed %,d, found %,d; lost %,d, reordered %,d, duplicated %,d%n",
                sent, load.acknowledged(), load.failed(), found, lost, reordered, duplicated);
        return lost + reordered + duplicated == 0;
    }

    private void read() {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "max.poll.records", 10_000);
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(this::see);
            }
        }
    }

    private void see(ConsumerRecord<String, byte[]> record) {
        int number = ByteBuffer.wrap(
                        record.headers().lastHeader(NumberedLoad.NUMBER).value())
                .getInt();
        Seen seen = keys.computeIfAbsent(record.key(), key -> new Seen());
        if (seen.numbers.get(number)) {
            duplicated++;
        } else if (number < seen.last) {
            reordered++;
        }
        seen.numbers.set(number);
        seen.last = Math.max(seen.last, number);
    }
}
