package io.kafkasdk.consumer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One assignment of one partition to this member. The object itself is the epoch: every record in flight carries it, and
 * when the partition goes and comes back it is another object, so a completion from before is recognized and dropped.
 * (KIP-848 accepts a zombie's commit when the group is empty; this fence does not depend on the broker.)
 *
 * <p><b>Threads:</b> what workers may call says so, the rest is for the poll thread.
 */
final class OwnedPartition {

    /** Finished records in the upper bits, their bytes in the lower: one atomic step for both. */
    private static final int RECORD_SHIFT = 40;

    private static final long BYTES = (1L << RECORD_SHIFT) - 1;

    private final TopicPartition partition;
    private final OffsetTracker offsets = new OffsetTracker();
    private final AtomicLong finished = new AtomicLong();
    private final AtomicInteger pending = new AtomicInteger();
    private final Deque<Work> held = new ArrayDeque<>();
    private final Tally tally = new Tally();
    private volatile boolean stopped;

    /** What the poll thread counts. */
    private static final class Tally {
        private int records;
        private long bytes;
        private @Nullable OffsetAndMetadata committed;
        private int topicPartitions;
        private boolean ready;
    }

    OwnedPartition(TopicPartition partition) {
        this.partition = partition;
    }

    TopicPartition partition() {
        return partition;
    }

    OffsetTracker offsets() {
        return offsets;
    }

    /** Returns the fetched records that wait for room in the commit metadata, in order. */
    Deque<Work> held() {
        return held;
    }

    /** Takes the position at which the assignment starts, and what the group's commits are to go on saying. */
    void begin(long position, CommitNote note) {
        offsets.begin(position, note.finished());
        tally.topicPartitions = note.topicPartitions();
        tally.ready = true;
    }

    /** Returns how many partitions of its topic the group has begun to read, to be handed on from commit to commit. */
    int topicPartitions() {
        return tally.topicPartitions;
    }

    /** Returns whether its position is known; until then it is paused, and a record of it is not taken. */
    boolean isReady() {
        return tally.ready;
    }

    /** Says whether its position is known; not while it is about to change. */
    void ready(boolean isReady) {
        tally.ready = isReady;
    }

    /** Lets no further handler start; one that starts now sees it, or is seen. */
    void stop() {
        stopped = true;
    }

    /** Any thread: returns whether nobody wants these records any more. */
    boolean isStopped() {
        return stopped;
    }

    /** Any thread: something goes on without a worker, such as an asynchronous handler; {@link #ended()} must follow. */
    void started() {
        pending.incrementAndGet();
    }

    /** Any thread: what {@link #started()} announced is over. */
    void ended() {
        pending.decrementAndGet();
    }

    /** Any thread: returns whether something goes on without a worker. */
    boolean isPending() {
        return pending.get() > 0;
    }

    /** Any thread: counts finished records. */
    void finished(int records, long bytes) {
        finished.addAndGet(((long) records << RECORD_SHIFT) + bytes);
    }

    /** Takes fetched records into account. */
    void fetched(int records, long bytes) {
        tally.records += records;
        tally.bytes += bytes;
    }

    /** Takes into account what was finished since the last time, and returns how many records that were. */
    int collect() {
        if (finished.get() == 0) {
            return 0;
        }
        long both = finished.getAndSet(0);
        int records = (int) (both >>> RECORD_SHIFT);
        tally.records -= records;
        tally.bytes -= both & BYTES;
        return records;
    }

    boolean hasUncollected() {
        return finished.get() != 0;
    }

    /** Returns how many records are fetched and not finished, as of the last {@link #collect()}. */
    int recordsInFlight() {
        return tally.records;
    }

    long bytesInFlight() {
        return tally.bytes;
    }

    /** Takes note that the broker has this as the group's commit. */
    void committed(OffsetAndMetadata commit) {
        tally.committed = commit;
    }

    /**
     * Returns what to commit, empty when the broker has it already or nothing is known. Looks at every record in
     * flight: a worker in the middle of its turn may have finished a record and not counted it yet.
     */
    Optional<Commit> uncommitted() {
        return offsets.frontier() == OffsetTracker.UNKNOWN
                ? Optional.empty()
                : Optional.of(new Commit(this, offsets.committable(tally.topicPartitions)))
                        .filter(last -> !isCommitted(last.offset()));
    }

    /** Not by the leader epoch, which is not known before the first record. */
    private boolean isCommitted(OffsetAndMetadata offset) {
        OffsetAndMetadata before = tally.committed;
        return before != null
                && before.offset() == offset.offset()
                && before.metadata().equals(offset.metadata());
    }

    /**
     * What one commit says about one partition.
     *
     * @param owner the assignment
     * @param offset the frontier, with what is finished beyond it
     */
    record Commit(OwnedPartition owner, OffsetAndMetadata offset) {

        /** Takes note that the broker has it. */
        void succeeded() {
            owner.tally.committed = offset;
        }
    }
}
