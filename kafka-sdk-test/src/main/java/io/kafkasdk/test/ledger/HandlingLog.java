package io.kafkasdk.test.ledger;

import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What one member of a consumer group did: which records it handled from when to when, and what it owned. A member is one
 * life of a process: give each restart a name of its own.
 *
 * <p><b>Threads</b>: safe for use by many threads. Each call is one write to a file.
 *
 * <p><b>Guarantee</b>: what was written before the process is killed is not lost.
 */
public final class HandlingLog implements AutoCloseable {

    private final LedgerFile file;

    HandlingLog(LedgerFile file) {
        this.file = file;
    }

    /** What is done with one record. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Handles it.
         *
         * @throws Exception when this attempt failed
         */
        void handle() throws Exception;
    }

    /**
     * Handles a record and writes down when that began, and when and how it ended: done, or failed when it throws.
     *
     * @throws Exception what the handler throws
     */
    public void handle(ConsumerRecord<?, ?> record, Handler handler) throws Exception {
        began(record);
        boolean done = false;
        try {
            handler.handle();
            done = true;
        } finally {
            if (done) {
                done(record);
            } else {
                failed(record);
            }
        }
    }

    /** The handler begins with a record, for the first time or again. */
    public void began(ConsumerRecord<?, ?> record) {
        write(EntryKind.BEGAN, record);
    }

    /** The handler has done all with it. */
    public void done(ConsumerRecord<?, ?> record) {
        write(EntryKind.DONE, record);
    }

    /** The handler gave up this attempt, by an error or because it was interrupted. */
    public void failed(ConsumerRecord<?, ?> record) {
        write(EntryKind.FAILED, record);
    }

    /** The library says that the member does not read the offsets from {@code from} up to but not including {@code to}. */
    public void skipped(TopicPartition partition, long from, long to) {
        file.write(EntryKind.SKIPPED, partition.topic(), partition.partition(), from, to);
    }

    /** The member owns these partitions from now on, as the library tells. */
    public void assigned(Collection<TopicPartition> partitions) {
        partitions.forEach(p -> file.write(EntryKind.ASSIGNED, p.topic(), p.partition()));
    }

    /** The member gave these partitions back. */
    public void revoked(Collection<TopicPartition> partitions) {
        partitions.forEach(p -> file.write(EntryKind.REVOKED, p.topic(), p.partition()));
    }

    /** The member learned that these partitions are no longer its own. */
    public void lost(Collection<TopicPartition> partitions) {
        partitions.forEach(p -> file.write(EntryKind.LOST, p.topic(), p.partition()));
    }

    /** What the library itself says that it counted, such as {@code handled}; compared with the ledger's own count. */
    public void claim(String what, long count) {
        file.write(EntryKind.CLAIM, what, count);
    }

    /** What the process uses now. */
    public void sample(ResourceUse use) {
        file.write(EntryKind.SAMPLE, use.text());
    }

    /** Closes the file; nothing can be written after that. */
    @Override
    public void close() {
        file.close();
    }

    private void write(EntryKind kind, ConsumerRecord<?, ?> record) {
        String id =
                Stamp.read(record.headers()).map(stamp -> stamp.id().toString()).orElse("");
        file.write(kind, record.topic(), record.partition(), record.offset(), id);
    }
}
