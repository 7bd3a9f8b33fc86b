package io.kafkasdk.test.ledger;

import org.apache.kafka.common.TopicPartition;

/**
 * What one life of a producer wants to send, and what it was told became of it. Write the intent before the send, and one
 * outcome when it is known; an intent without outcome counts as unknown.
 *
 * <p><b>Threads</b>: safe for use by many threads. Each call is one write to a file.
 *
 * <p><b>Guarantee</b>: what was written before the process is killed is not lost.
 */
public final class SendLog implements AutoCloseable {

    private final LedgerFile file;

    SendLog(LedgerFile file) {
        this.file = file;
    }

    /** This record is going to be sent. */
    public void intent(Stamp stamp) {
        file.write(EntryKind.INTENT, stamp.text());
    }

    /** The producer was told that the record is in the log. */
    public void acked(RecordId id, TopicPartition partition, long offset) {
        file.write(EntryKind.ACKED, id, partition.topic(), partition.partition(), offset);
    }

    /**
     * The producer was told that the record is certainly not in the log.
     *
     * @param why the error's class and text, as the application sees it
     */
    public void rejected(RecordId id, String why) {
        file.write(EntryKind.REJECTED, id, why);
    }

    /**
     * The producer was told that the record may be in the log or not.
     *
     * @param why the error's class and text, as the application sees it
     */
    public void unknown(RecordId id, String why) {
        file.write(EntryKind.UNKNOWN, id, why);
    }

    /** What the library itself says that it counted, such as {@code acked}; compared with the ledger's own count. */
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
}
