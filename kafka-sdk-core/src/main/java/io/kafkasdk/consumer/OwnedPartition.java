package io.kafkasdk.consumer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * One assignment of one partition to this member. The object itself is the epoch: every record in flight carries it, and
 * when the partition goes and comes back it is another object, so a completion from before is recognized and dropped.
 * (KIP-848 accepts a zombie's commit when the group is empty; this fence does not depend on the broker.)
 *
 * <p><b>Threads:</b> {@link #enter()}, {@link #exit()} and {@link #isStopped()} are for workers, the rest is for the poll
 * thread.
 */
final class OwnedPartition {

    private final TopicPartition partition;
    private final OffsetTracker offsets = new OffsetTracker();
    private final Map<Long, Runnable> unfinished = new HashMap<>();
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean stopped;
    private long bytesInFlight;
    private long committed = OffsetTracker.UNKNOWN;

    OwnedPartition(TopicPartition partition) {
        this.partition = partition;
    }

    TopicPartition partition() {
        return partition;
    }

    OffsetTracker offsets() {
        return offsets;
    }

    /** Asks to start a handler; when true, {@link #exit()} must follow. */
    boolean enter() {
        // Count first, look second; stop() sets first and counts second. One of the two sees the other.
        running.incrementAndGet();
        if (stopped) {
            running.decrementAndGet();
            return false;
        }
        return true;
    }

    void exit() {
        running.decrementAndGet();
    }

    /** Lets no further handler start. */
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    boolean isIdle() {
        return running.get() == 0;
    }

    /** Takes fetched records into flight. */
    void take(List<ConsumerRecord<byte[], byte[]>> records) {
        FetchedBatch batch = offsets.add(records);
        for (int i = 0; i < batch.size(); i++) {
            int index = i;
            unfinished.put(batch.offset(i), () -> batch.finish(index));
        }
    }

    /** Marks a record as finished; an offset that is not in flight changes nothing. */
    void finish(long offset) {
        Runnable finish = unfinished.remove(offset);
        if (finish != null) {
            finish.run();
        }
    }

    /** Returns how many records are handed over and not finished. */
    int inFlight() {
        return unfinished.size();
    }

    long bytesInFlight() {
        return bytesInFlight;
    }

    void addBytes(long bytes) {
        bytesInFlight += bytes;
    }

    /** Returns the frontier to commit, empty when the broker has it already or it is not known. */
    Optional<OffsetAndMetadata> uncommitted() {
        long frontier = offsets.frontier();
        boolean moved = frontier != OffsetTracker.UNKNOWN && frontier != committed;
        return moved ? Optional.of(offsets.committable(0)) : Optional.empty();
    }

    void committed(long offset) {
        committed = offset;
    }
}
