package io.kafkasdk.consumer;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

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
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean stopped;
    private volatile ProgressSource.@Nullable RunningHandler handling;
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

    /** Takes note of the handler that runs, null when it has returned; for the watchdog. */
    void handling(ProgressSource.@Nullable RunningHandler handler) {
        handling = handler;
    }

    ProgressSource.@Nullable RunningHandler handling() {
        return handling;
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
        return moved ? Optional.of(offsets.committable()) : Optional.empty();
    }

    void committed(long offset) {
        committed = offset;
    }
}
