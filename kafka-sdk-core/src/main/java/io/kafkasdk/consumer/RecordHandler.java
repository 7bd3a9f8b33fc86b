package io.kafkasdk.consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The application's function: does the work for one record.
 *
 * <p><b>Threads:</b> called on worker threads, never on the poll thread; several records of different partitions at the
 * same time, one at a time per partition, in the order of their offsets. It may take as long as it needs: the consumer
 * keeps its place in the group.
 *
 * <p><b>Guarantee:</b> at least once. A record is finished when this returns; only then may its offset be committed.
 * After a crash or a lost partition it can be called again for a record it has seen: make the effect idempotent.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
@FunctionalInterface
public interface RecordHandler<K, V> {

    /**
     * Handles one record.
     *
     * @param record the record, deserialized
     * @throws Exception means not handled: it is tried again after a growing delay, and its partition waits
     */
    void handle(ConsumerRecord<K, V> record) throws Exception;
}
