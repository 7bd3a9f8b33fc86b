package io.kafkasdk.consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One record on its way through a lane.
 *
 * <p><b>Threads:</b> the count of attempts belongs to the worker that runs the lane.
 */
final class Work {

    private final OwnedPartition owner;
    private final ConsumerRecord<byte[], byte[]> record;
    private int attempts;
    private long failedNanos;
    private String failureClass = "";

    Work(OwnedPartition owner, ConsumerRecord<byte[], byte[]> record) {
        this.owner = owner;
        this.record = record;
    }

    OwnedPartition owner() {
        return owner;
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    /** Returns the serialized size of key and value; Kafka says -1 for an absent one. */
    int sizeBytes() {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    /** Counts one more failed attempt and returns how many there were. */
    int failedOnceMore() {
        return ++attempts;
    }

    /** Takes note of a failure, for the watchdog: when the first one was, and the class of the last one. */
    void failedAt(long nowNanos, String failure) {
        if (failureClass.isEmpty()) {
            failedNanos = nowNanos;
        }
        failureClass = failure;
    }

    /** Returns this as a record that waits to be tried again. */
    ProgressSource.WaitingRecord waiting() {
        return new ProgressSource.WaitingRecord(
                owner.partition(),
                record.offset(),
                attempts,
                failureClass,
                failedNanos,
                ProgressSource.Reason.RETRY,
                null);
    }

    int failedAttempts() {
        return attempts;
    }

    @Override
    public String toString() {
        return owner.partition() + "@" + record.offset();
    }
}
