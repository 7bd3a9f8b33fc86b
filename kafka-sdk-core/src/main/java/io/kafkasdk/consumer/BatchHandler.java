package io.kafkasdk.consumer;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The application's function for work that is cheaper for many records at once, such as a bulk insert.
 *
 * <p><b>Threads:</b> called on worker threads, several batches at the same time. A batch keeps the consumer's
 * {@link io.kafkasdk.settings.Ordering}: with KEY no two batches in work hold the same key, and a batch may hold many keys
 * of several partitions, each in the order of its offsets.
 *
 * <p><b>Guarantee:</b> at least once. The records of a batch are finished when this returns. A batch that fails is tried
 * again record by record, in batches of one, so that each record has its own attempts and its own end, and one bad record
 * takes no good one with it: make the effect idempotent.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
@FunctionalInterface
public interface BatchHandler<K, V> {

    /**
     * Handles some records.
     *
     * @param records 1 to {@code ConsumerLimits.batchRecords} records, deserialized
     * @throws Exception means that none of them is handled
     */
    void handle(List<ConsumerRecord<K, V>> records) throws Exception;
}
