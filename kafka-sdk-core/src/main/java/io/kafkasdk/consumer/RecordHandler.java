package io.kafkasdk.consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The application's function: does the work for one record.
 *
 * <p><b>Threads:</b> called on worker threads, never on the poll thread; several records at the same time, as the consumer's
 * {@link io.kafkasdk.settings.Ordering} allows: by default one at a time per key, in the order of their offsets. It may take
 * as long as it needs: the consumer keeps its place in the group.
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
     * @throws Exception means not handled: the failure policy says whether it is tried again, and what comes then; records
     *     that are ordered behind it wait
     */
    void handle(ConsumerRecord<K, V> record) throws Exception;
}
