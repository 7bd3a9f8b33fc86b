package io.kafkasdk.share;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Kafka's mock with the rules of explicit acknowledgement that it lacks: a poll needs an acknowledgement of every record, a
 * renewed record comes back with a later poll, and new records come only when none is left.
 */
final class FakeShareClient extends MockShareConsumer<byte[], byte[]> {

    final List<String> acknowledged = new ArrayList<>();
    final Deque<KafkaException> renewalErrors = new ArrayDeque<>();
    /** Renewals get no answer as long as this is set. */
    boolean silent;

    int flushes;
    private final Deque<List<ConsumerRecord<byte[], byte[]>>> batches = new ArrayDeque<>();
    private final Map<Long, ConsumerRecord<byte[], byte[]>> inFlight = new LinkedHashMap<>();
    private final Map<Long, AcknowledgeType> pending = new LinkedHashMap<>();
    private final Map<Long, ConsumerRecord<byte[], byte[]>> renewing = new LinkedHashMap<>();
    private final Map<Long, ConsumerRecord<byte[], byte[]>> renewed = new LinkedHashMap<>();

    static final TopicIdPartition PARTITION = new TopicIdPartition(Uuid.randomUuid(), new TopicPartition("t", 0));

    static ConsumerRecord<byte[], byte[]> record(long offset, int delivery) {
        return new ConsumerRecord<>(
                "t",
                0,
                offset,
                0L,
                TimestampType.CREATE_TIME,
                0,
                1,
                new byte[0],
                ("v" + offset).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                new RecordHeaders(),
                Optional.empty(),
                Optional.of((short) delivery));
    }

    void deliver(int delivery, long... offsets) {
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
        for (long offset : offsets) {
            batch.add(record(offset, delivery));
        }
        batches.add(batch);
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        if (!pending.keySet().containsAll(inFlight.keySet())) {
            throw new IllegalStateException("All records must be acknowledged in explicit acknowledgement mode.");
        }
        send();
        inFlight.putAll(renewed);
        renewed.clear();
        if (inFlight.isEmpty() && renewing.isEmpty() && !batches.isEmpty()) {
            batches.remove().forEach(record -> inFlight.put(record.offset(), record));
        }
        List<ConsumerRecord<byte[], byte[]>> records = List.copyOf(inFlight.values());
        return records.isEmpty()
                ? ConsumerRecords.empty()
                : new ConsumerRecords<>(Map.of(PARTITION.topicPartition(), records), Map.of());
    }

    @Override
    public synchronized void acknowledge(ConsumerRecord<byte[], byte[]> record, AcknowledgeType type) {
        if (!inFlight.containsKey(record.offset())) {
            throw new IllegalStateException("The record cannot be acknowledged.");
        }
        pending.put(record.offset(), type);
    }

    @Override
    public synchronized void commitAsync() {
        flushes++;
        send();
    }

    @Override
    public synchronized Map<TopicIdPartition, Optional<KafkaException>> commitSync(Duration timeout) {
        send();
        Map<TopicIdPartition, Optional<KafkaException>> result = new HashMap<>();
        KafkaException error = renewing.isEmpty() ? null : renewalErrors.poll();
        if (error != null) {
            renewing.clear();
        } else if (!silent) {
            answerRenewals();
        }
        result.put(PARTITION, Optional.ofNullable(error));
        return result;
    }

    /** The brokers answer the renewals that were sent. */
    void answerRenewals() {
        renewed.putAll(renewing);
        renewing.clear();
    }

    private void send() {
        pending.forEach((offset, type) -> {
            acknowledged.add(type.name() + " " + offset);
            ConsumerRecord<byte[], byte[]> record = inFlight.remove(offset);
            if (type == AcknowledgeType.RENEW && record != null) {
                renewing.put(offset, record);
            }
        });
        pending.clear();
    }

    Set<Long> inFlight() {
        return inFlight.keySet();
    }

    @Override
    public Optional<Integer> acquisitionLockTimeoutMs() {
        return Optional.of(30_000);
    }
}
