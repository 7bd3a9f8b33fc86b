package io.kafkasdk.consumer;

import io.kafkasdk.lag.PartitionSample.Timestamps;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * One assignment of one partition to a consumer that the application polls. What a poll returned is in its hands until the
 * next one.
 *
 * <p><b>Threads:</b> the application's poll thread only, but for {@link #inFlight()}.
 */
final class PolledPartition implements Headway {

    private static final long UNKNOWN = OffsetTracker.UNKNOWN;

    private final TopicPartition partition;
    private List<? extends ConsumerRecord<?, ?>> batch = List.of();
    private long frontier = UNKNOWN;
    /** Records of the batch at and above this are not handled: the application sought back before them. */
    private long limit;

    private long committed = UNKNOWN;
    private long doneTimestamp = Timestamps.NONE;
    private volatile int inFlight;

    PolledPartition(TopicPartition partition) {
        this.partition = partition;
    }

    /** Takes what a poll returned, with at least one record. */
    void returned(List<? extends ConsumerRecord<?, ?>> records) {
        batch = records;
        frontier = records.get(0).offset();
        limit = Long.MAX_VALUE;
        inFlight = records.size();
    }

    /** Takes that all of the batch is handled that was not given back, and tells of each. */
    void finish(ConsumerEvents events, long eachNanos) {
        for (ConsumerRecord<?, ?> record : batch) {
            if (record.offset() < limit) {
                events.handled(record, eachNanos);
                doneTimestamp = real(record.timestamp());
                frontier = limit == Long.MAX_VALUE ? Math.max(frontier, record.offset() + 1) : frontier;
            }
        }
        batch = List.of();
        inFlight = 0;
    }

    /** Takes a new position that the application chose. */
    void sought(long offset) {
        frontier = offset;
        limit = Math.min(limit, offset);
    }

    /** Takes that the application chose a position that is not known yet. */
    void soughtSomewhere() {
        sought(0);
        frontier = UNKNOWN;
    }

    /** Takes that the application wants everything below to be committed: it has finished that. */
    void finishedTo(long offset) {
        if (frontier != UNKNOWN && !batch.isEmpty() && limit == Long.MAX_VALUE) {
            long last = batch.get(batch.size() - 1).offset();
            frontier = Math.max(frontier, Math.min(offset, last + 1));
        }
    }

    /** Takes note that the broker has this as the group's commit. */
    void committed(long offset) {
        committed = offset;
    }

    boolean hasBatch() {
        return !batch.isEmpty();
    }

    /** Returns the lowest offset that is not finished by what was seen; less than the position where records were left out. */
    long frontier() {
        return frontier;
    }

    /**
     * Returns the client's position: behind all that was returned, or where the application sought to;
     * {@link OffsetTracker#UNKNOWN} before the first record.
     */
    long behindAll() {
        return batch.isEmpty() || limit != Long.MAX_VALUE
                ? frontier
                : batch.get(batch.size() - 1).offset() + 1;
    }

    /** Any thread: returns how many records are returned and not handled. */
    int inFlight() {
        return inFlight;
    }

    @Override
    public TopicPartition partition() {
        return partition;
    }

    @Override
    public boolean isOurs() {
        return false;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public boolean awaitsItsPosition() {
        return false;
    }

    @Override
    public long committedOffset() {
        return committed;
    }

    @Override
    public long frontier(long position) {
        // Without a batch the application has all up to the position, markers of transactions too.
        return batch.isEmpty() && position != UNKNOWN ? position : frontier;
    }

    @Override
    public long oldestTimestamp() {
        for (ConsumerRecord<?, ?> record : batch) {
            if (record.offset() >= frontier) {
                return real(record.timestamp());
            }
        }
        return Timestamps.NONE;
    }

    @Override
    public long doneTimestamp() {
        return doneTimestamp;
    }

    private static long real(long timestamp) {
        return timestamp < 0 ? Timestamps.NONE : timestamp;
    }
}
