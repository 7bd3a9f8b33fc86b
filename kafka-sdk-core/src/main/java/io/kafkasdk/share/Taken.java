package io.kafkasdk.share;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One delivery of one record to this member.
 *
 * <p><b>Threads:</b> the poll thread and one worker; {@link #claim()} decides between them.
 */
final class Taken {

    private final ConsumerRecord<byte[], byte[]> record;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private @Nullable AcknowledgeType end;

    Taken(ConsumerRecord<byte[], byte[]> record) {
        this.record = record;
    }

    /** Which record it is, for as long as its log lives. */
    record Place(TopicPartition partition, long offset) {

        static Place of(ConsumerRecord<?, ?> record) {
            return new Place(new TopicPartition(record.topic(), record.partition()), record.offset());
        }
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    Place place() {
        return Place.of(record);
    }

    /** Returns how often the brokers delivered it, this time included: its attempts, whichever member had them. */
    int delivery() {
        return record.deliveryCount().orElse((short) 1);
    }

    int sizeBytes() {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    /** Returns true to the first caller: the worker that runs it, or the poll thread that gives it back unhandled. */
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    /** Remembers how to acknowledge it once its lock is renewed. Poll thread only. */
    void endsWith(AcknowledgeType how) {
        end = how;
    }

    /** Returns what became of it while its lock was being renewed. Poll thread only. */
    @Nullable
    AcknowledgeType end() {
        return end;
    }

    @Override
    public String toString() {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }
}
