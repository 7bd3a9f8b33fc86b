package io.kafkasdk.samples.quickstart;

import io.kafkasdk.consumer.RecordHandler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The consuming side: books every event of this run. Its offset is committed after {@link #handle} returned. */
final class QuakeReader implements RecordHandler<String, String> {

    private final RecordTag tag;
    private final Map<String, Ledger> ledgers;
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();

    QuakeReader(RecordTag tag, Map<String, Ledger> ledgers) {
        this.tag = tag;
        this.ledgers = Map.copyOf(ledgers);
    }

    @Override
    public void handle(ConsumerRecord<String, String> record) {
        Ledger ledger = ledgers.get(record.topic());
        if (ledger != null) {
            tag.idOf(record).ifPresent(id -> ledger.consumed(id, record.partition(), record.offset()));
        }
        positions.merge(new TopicPartition(record.topic(), record.partition()), record.offset() + 1, Math::max);
    }

    /** Returns the offset behind the last record handled, 0 before the first. */
    long position(TopicPartition partition) {
        return positions.getOrDefault(partition, 0L);
    }
}
