package io.kafkasdk.consumer;

import io.kafkasdk.error.Diagnosis;
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
final class OwnedPartition implements Headway {

    /** Finished records in the upper bits, their bytes in the lower: one atomic step for both. */
    private static final int RECORD_SHIFT = 40;

    private static final long BYTES = (1L << RECORD_SHIFT) - 1;

    private static final int UNSETTLED = -1;

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
        /** What the last commit said of {@link #topicPartitions}, where it said nothing else. */
        private int settledPartitions = UNSETTLED;

        private int topicPartitions;
        private int life;
        private boolean ready;
        private @Nullable Diagnosis unreadable;
    }

    OwnedPartition(TopicPartition partition) {
        this.partition = partition;
    }

    @Override
    public TopicPartition partition() {
        return partition;
    }

    OffsetTracker offsets() {
        return offsets;
    }

    @Override
    public boolean isOurs() {
        return true;
    }

    @Override
    public boolean awaitsItsPosition() {
        return !isReady() && !isStopped();
    }

    @Override
    public long frontier(long position) {
        return offsets.frontier();
    }

    @Override
    public long oldestTimestamp() {
        return offsets.oldestTimestamp();
    }

    @Override
    public long doneTimestamp() {
        return offsets.doneTimestamp();
    }

    /** Returns the fetched records that wait for room in the commit metadata, in order. */
    Deque<Work> held() {
        return held;
    }

    /** Takes the position at which the assignment starts, and what the group's commits are to go on saying. */
    void begin(long position, CommitNote note) {
        offsets.begin(position, note.leaderEpoch(), note.finished());
        tally.topicPartitions = note.topicPartitions();
        tally.life = note.life();
        tally.ready = true;
    }

    /** Returns how many partitions of its topic the group has begun to read, to be handed on from commit to commit. */
    int topicPartitions() {
        return tally.topicPartitions;
    }

    /** Returns which life of its topic the offsets are of, {@link Lives#UNKNOWN} when not known. */
    int life() {
        return tally.life;
    }

    /** Takes the life that the topic is in, where it was not known. The next commit says it. */
    void adopt(int life) {
        tally.life = life;
        tally.settledPartitions = UNSETTLED;
    }

    /** Returns whether its position is known; until then it is paused, and a record of it is not taken. */
    @Override
    public boolean isReady() {
        return tally.ready;
    }

    /** Says whether its position is known; not while it is about to change. */
    void ready(boolean isReady) {
        tally.ready = isReady;
    }

    /** Returns why nothing more of it can be read; null while it can. It is paused then, until somebody seeks. */
    @Nullable
    Diagnosis unreadable() {
        return tally.unreadable;
    }

    /** Sets it aside for as long as it is assigned. */
    void unreadable(Diagnosis why) {
        tally.unreadable = why;
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
        tally.settledPartitions = UNSETTLED;
    }

    /** Returns the offset that the group committed last, {@link OffsetTracker#UNKNOWN} before the first commit. */
    @Override
    public long committedOffset() {
        OffsetAndMetadata committed = tally.committed;
        return committed == null ? OffsetTracker.UNKNOWN : committed.offset();
    }

    /**
     * Returns what to commit, empty when the broker has it already or nothing is known. Looks at every record in
     * flight: a worker in the middle of its turn may have finished a record and not counted it yet.
     */
    Optional<Commit> uncommitted() {
        boolean isSettled = offsets.isSettled();
        if (offsets.frontier() == OffsetTracker.UNKNOWN || (isSettled && isSettledCommit())) {
            return Optional.empty();
        }
        OffsetAndMetadata next = offsets.committable(tally.topicPartitions, tally.life);
        return isCommitted(next)
                ? Optional.empty()
                : Optional.of(new Commit(this, next, isSettled ? tally.topicPartitions : UNSETTLED));
    }

    /** Most partitions of a consumer with many do not move between two commits; theirs need not be written to be compared. */
    private boolean isSettledCommit() {
        return tally.settledPartitions == tally.topicPartitions && committedOffset() == offsets.frontier();
    }

    /** All that a commit says besides its offset stands in its note. */
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
     * @param settledPartitions the number of the topic's partitions where it says nothing else, else -1
     */
    record Commit(OwnedPartition owner, OffsetAndMetadata offset, int settledPartitions) {

        /** Takes note that the broker has it. */
        void succeeded() {
            owner.tally.committed = offset;
            owner.tally.settledPartitions = settledPartitions;
        }
    }
}
