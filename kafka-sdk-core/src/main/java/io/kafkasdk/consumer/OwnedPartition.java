package io.kafkasdk.consumer;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean stopped;
    private long bytesInFlight;
    private long committed = OffsetTracker.UNKNOWN;
    private int topicPartitions;
    private boolean ready;

    OwnedPartition(TopicPartition partition) {
        this.partition = partition;
    }

    TopicPartition partition() {
        return partition;
    }

    OffsetTracker offsets() {
        return offsets;
    }

    /** Takes the position at which the assignment starts, and what the group's commits are to go on saying. */
    void begin(long position, CommitNote note) {
        offsets.begin(position);
        topicPartitions = note.topicPartitions();
        ready = true;
    }

    /** Returns what it began with. */
    CommitNote note() {
        return new CommitNote(topicPartitions, FinishedOffsets.NONE);
    }

    /** Returns whether its position is known; until then it is paused, and a record of it is not taken. */
    boolean isReady() {
        return ready;
    }

    /** Makes it not ready: its position is about to change. */
    void hold() {
        ready = false;
    }

    /** Makes it ready again, in the same log. */
    void ready() {
        ready = true;
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
        return moved ? Optional.of(noted(offsets.committable())) : Optional.empty();
    }

    private OffsetAndMetadata noted(OffsetAndMetadata plain) {
        return topicPartitions == 0
                ? plain
                : new OffsetAndMetadata(plain.offset(), plain.leaderEpoch(), note().encode());
    }

    void committed(long offset) {
        committed = offset;
    }
}
