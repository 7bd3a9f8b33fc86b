package io.kafkasdk.transaction;

import io.kafkasdk.test.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The loop of the Javadoc of {@link TransactionalProducer}, one step at a time. */
final class ReadProcessWrite implements AutoCloseable {

    static final String IN = "in";
    static final String OUT = "out";
    /** What ends the last transaction of the input; a fetch that brings nothing else is not committed. */
    private static final int LAST_MARKER = 1;

    final List<TransactionFailedException> failures = new CopyOnWriteArrayList<>();
    private final KafkaConsumer<String, String> consumer;
    private final TransactionalProducer<String, String> producer;

    ReadProcessWrite(KafkaCluster cluster, String group, TransactionalProducer<String, String> producer) {
        Map<String, Object> config = new HashMap<>(readerConfig(cluster));
        config.put("group.id", group);
        config.put("enable.auto.commit", "false");
        config.put("max.poll.records", "50");
        this.consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        this.producer = producer;
        consumer.subscribe(List.of(IN));
    }

    private static Map<String, Object> readerConfig(KafkaCluster cluster) {
        return Map.of(
                "bootstrap.servers",
                cluster.bootstrapServers(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest");
    }

    /** Reads, writes, commits; returns how many records that were. */
    int step(Runnable withinTheBlock) {
        ConsumerRecords<String, String> batch = consumer.poll(Duration.ofMillis(200));
        if (batch.isEmpty()) {
            return 0;
        }
        try {
            return producer.run(transaction -> {
                for (ConsumerRecord<String, String> record : batch) {
                    transaction.send(OUT, record.key(), record.value());
                }
                withinTheBlock.run();
                transaction.offsets(batch, consumer.groupMetadata());
                return batch.count();
            });
        } catch (TransactionFailedException failed) {
            failures.add(failed);
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(consumer.assignment());
            committed.forEach((partition, offset) -> {
                if (offset == null) {
                    consumer.seekToBeginning(List.of(partition));
                } else {
                    consumer.seek(partition, offset);
                }
            });
            return 0;
        }
    }

    /** Takes part in a rebalance without reading anything for good; returns whether it has partitions now. */
    boolean join() {
        ConsumerRecords<String, String> peeked = consumer.poll(Duration.ofMillis(200));
        peeked.partitions()
                .forEach(partition -> consumer.seek(
                        partition, peeked.records(partition).get(0).offset()));
        return !consumer.assignment().isEmpty();
    }

    /** Returns whether the group has committed all there is to read. */
    boolean isAtTheEnd() {
        Set<TopicPartition> partitions = consumer.partitionsFor(IN).stream()
                .map(info -> new TopicPartition(IN, info.partition()))
                .collect(Collectors.toSet());
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(partitions);
        return consumer.endOffsets(partitions).entrySet().stream().allMatch(end -> {
            OffsetAndMetadata offset = committed.get(end.getKey());
            return offset != null && offset.offset() >= end.getValue() - LAST_MARKER;
        });
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** Returns all values of a topic that a reader of that isolation sees, up to the end it may see. */
    static List<String> values(KafkaCluster cluster, String topic, String isolation) {
        Map<String, Object> config = new HashMap<>(readerConfig(cluster));
        config.put("isolation.level", isolation);
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> reader =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = reader.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            reader.assign(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> reader.position(partition) < ends.get(partition))) {
                reader.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
