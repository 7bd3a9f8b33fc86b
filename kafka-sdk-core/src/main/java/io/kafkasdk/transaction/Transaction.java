package io.kafkasdk.transaction;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One open transaction: what is sent here becomes visible to {@code read_committed} consumers all at once, or never.
 *
 * <p><b>Threads:</b> safe for use by several threads, as long as the block does not return before they are done.
 *
 * <p><b>Lifecycle:</b> given to a {@link TransactionBlock}; every method throws {@link IllegalStateException} once the
 * block has ended.
 *
 * <p><b>Guarantee:</b> a call that throws {@link TransactionFailedException} has doomed the transaction: it is aborted,
 * also when the block catches the exception and returns.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public interface Transaction<K, V> {

    /**
     * Sends one record as part of the transaction. Does not wait for its acknowledgement: the commit does. Blocks at
     * most {@code maxBlock} (default 5 s), and only while the topic's metadata is unknown or the buffer is full.
     *
     * @param topic the topic
     * @param key decides the partition; null spreads records
     * @param value null is a tombstone
     * @throws TransactionFailedException when the record cannot be sent, the guard refuses the topic, or an earlier
     *     record of this transaction failed; takes up to 1 s more to find out why
     */
    void send(String topic, @Nullable K key, @Nullable V value);

    /**
     * Sends one record with headers, partition or timestamp of its own; otherwise like
     * {@link #send(String, Object, Object)}.
     *
     * @param record the record; its headers must not be changed afterwards
     */
    void send(ProducerRecord<K, V> record);

    /**
     * Commits a consumer's offsets as part of the transaction. Blocks at most {@code maxBlock} (default 5 s).
     *
     * @param offsets the next offset to read of each partition
     * @param group {@code consumer.groupMetadata()} of the consumer that read them: it lets the brokers refuse a member
     *     that lost its partitions
     * @throws TransactionFailedException when they are refused, such as for a consumer that is no longer in the group
     */
    void offsets(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group);

    /**
     * Commits that all of these records are done, as part of the transaction; otherwise like
     * {@link #offsets(Map, ConsumerGroupMetadata)}. Unlike "last offset + 1" this counts the markers of transactions
     * behind the last record (KIP-1094).
     *
     * @param records all that one poll returned
     * @param group {@code consumer.groupMetadata()} of the consumer that read them
     */
    void offsets(ConsumerRecords<?, ?> records, ConsumerGroupMetadata group);
}
