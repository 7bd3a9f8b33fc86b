package io.kafkasdk.deadletter;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A consumer whose commits can be seen after it is closed. */
final class NotedConsumer extends MockConsumer<byte[], byte[]> {

    private final Map<TopicPartition, Long> committed;

    NotedConsumer(Map<TopicPartition, Long> committed) {
        super("earliest");
        this.committed = committed;
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
            Set<TopicPartition> partitions, Duration timeout) {
        Map<TopicPartition, OffsetAndMetadata> known = new HashMap<>();
        partitions.forEach(partition -> {
            Long offset = committed.get(partition);
            known.put(partition, offset == null ? null : new OffsetAndMetadata(offset));
        });
        return known;
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
    }
}
