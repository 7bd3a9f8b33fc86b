package io.kafkasdk.consumer;

import io.kafkasdk.lag.PartitionSample.Timestamps;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Which records of one assignment of a partition are finished. Records finish in any order; the frontier is the lowest
 * unfinished offset, or the position when nothing is in flight. Offsets that were never handed over (compacted away,
 * transaction markers) count as finished.
 *
 * <p>Its size follows the number of unfinished records, not the distance between them, nor how much is finished between
 * them: batches that are all finished are merged into one stretch.
 *
 * <p><b>Threads:</b> poll thread only. Workers tell of finished records through {@link FetchedBatch#finish}.
 */
final class OffsetTracker {

    static final long UNKNOWN = -1;
    private static final int NO_EPOCH = FetchedBatch.NO_EPOCH;
    private static final int FIRST_MERGE = 64;

    private Deque<Stretch> stretches = new ArrayDeque<>();
    private int mergeAt = FIRST_MERGE;
    private FinishedOffsets known = FinishedOffsets.NONE;
    private long position = UNKNOWN;
    private int positionEpoch = NO_EPOCH;
    private int frontierEpoch = NO_EPOCH;
    private int fetchedEpoch = NO_EPOCH;
    private long doneTimestamp = Timestamps.NONE;

    /**
     * Records up to an offset, with leader epoch and timestamp of the last of them; without a batch all of them are
     * finished.
     */
    private record Stretch(@Nullable FetchedBatch batch, long last, int lastEpoch, long lastTimestamp) {}

    /** Takes the position at which the assignment starts, where it is known before the first record. */
    void begin(long startPosition) {
        begin(startPosition, NO_EPOCH, FinishedOffsets.NONE);
    }

    /**
     * Takes the position at which the assignment starts, the leader epoch of the record before it, and what the commit
     * metadata said is finished beyond it. Does nothing when the position is known already.
     */
    void begin(long startPosition, int leaderEpoch, FinishedOffsets finishedBeyond) {
        if (position == UNKNOWN) {
            position = startPosition;
            positionEpoch = leaderEpoch;
            known = finishedBeyond;
            forgetPassed();
        }
    }

    /** Returns whether this offset was passed before: the log went back under us. */
    boolean isBehind(long offset) {
        return offset < position;
    }

    /**
     * Takes fetched records into flight. Those that are known to be finished are marked so at once, and must not be
     * handed to a worker.
     *
     * @throws IllegalArgumentException when the offsets do not rise, or one is behind the position; nothing is taken then
     */
    FetchedBatch add(List<ConsumerRecord<byte[], byte[]>> records) {
        FetchedBatch batch = FetchedBatch.of(records);
        if (batch.size() == 0) {
            return batch;
        }
        if (isBehind(batch.offset(0))) {
            throw new IllegalArgumentException("offset " + batch.offset(0) + " is behind position " + position);
        }
        int end = batch.size() - 1;
        finishKnown(batch);
        fetchedEpoch = batch.leaderEpoch(end);
        stretches.add(new Stretch(batch, batch.offset(end), fetchedEpoch, batch.timestamp(end)));
        moveTo(batch.offset(end) + 1, fetchedEpoch);
        if (stretches.size() >= mergeAt) {
            merge();
        }
        return batch;
    }

    /** Takes the offset from which the client will go on, which passes gaps behind the last record. */
    void advance(long nextPosition, Optional<Integer> leaderEpoch) {
        moveTo(nextPosition, FetchedBatch.epochOf(leaderEpoch));
    }

    /** Returns the offset behind the last record or gap, {@link #UNKNOWN} before the first position. */
    long position() {
        return position;
    }

    /** Returns the lowest offset that is not finished, {@link #UNKNOWN} before the first position. */
    long frontier() {
        for (Stretch head = stretches.peek(); head != null; head = stretches.peek()) {
            FetchedBatch batch = head.batch();
            if (batch != null) {
                int index = batch.firstUnfinished();
                if (index > 0) {
                    frontierEpoch = batch.leaderEpoch(index - 1);
                    doneTimestamp = batch.timestamp(index - 1);
                }
                if (index < batch.size()) {
                    return batch.offset(index);
                }
            }
            frontierEpoch = head.lastEpoch();
            doneTimestamp = head.lastTimestamp();
            stretches.remove();
        }
        return position;
    }

    /** Returns whether nothing is in flight, and nothing known to be finished beyond the position. */
    boolean isSettled() {
        frontier();
        return stretches.isEmpty() && known.isEmpty();
    }

    /** Returns the timestamp of the oldest unfinished record, {@link Timestamps#NONE} when none is in flight. */
    long oldestTimestamp() {
        frontier();
        Stretch head = stretches.peek();
        FetchedBatch batch = head == null ? null : head.batch();
        // It may have been finished since.
        int index = batch == null ? 0 : batch.firstUnfinished();
        return batch == null || index == batch.size() ? Timestamps.NONE : real(batch.timestamp(index));
    }

    /** Returns the timestamp of the last record before the frontier, {@link Timestamps#NONE} before the first one. */
    long doneTimestamp() {
        frontier();
        return real(doneTimestamp);
    }

    /** Records of the oldest format have none, which Kafka calls -1. */
    private static long real(long timestamp) {
        return timestamp < 0 ? Timestamps.NONE : timestamp;
    }

    /**
     * Returns the frontier as Kafka commits it, with a {@link CommitNote} of what is finished beyond it. Looks at every
     * record in flight. Two results are equal when there is nothing new to commit.
     *
     * @param topicPartitions how many partitions the topic has, 0 when not known
     * @param life which life the topic is in, 0 when not known
     */
    OffsetAndMetadata committable(int topicPartitions, int life) {
        long frontier = frontier();
        int epoch = stretches.isEmpty() ? positionEpoch : frontierEpoch;
        String note = new CommitNote(topicPartitions, life, epoch, finishedFrom(frontier)).encode(frontier);
        return new OffsetAndMetadata(frontier, note);
    }

    /**
     * Returns whether records may be handed to workers, so that what is finished beyond the frontier fits into the commit
     * metadata in whatever order the rest finishes. It is always true for one record when nothing else is in flight.
     *
     * @param lastOffset the last of these records
     * @param unfinishedWithIt how many records up to it are not finished, these among them
     */
    boolean hasRoomFor(long lastOffset, int unfinishedWithIt) {
        // The note that named an offset had room for all that was unfinished before it; nothing is added there since.
        return lastOffset <= known.last() || CommitNote.fits(lastOffset - frontier(), unfinishedWithIt);
    }

    /** Returns how many batches and finished stretches are kept. */
    int stretches() {
        return stretches.size();
    }

    private void moveTo(long nextPosition, int leaderEpoch) {
        position = nextPosition;
        positionEpoch = leaderEpoch;
        forgetPassed();
    }

    private void forgetPassed() {
        if (known.last() < position) {
            known = FinishedOffsets.NONE;
        }
    }

    private void finishKnown(FetchedBatch batch) {
        for (int index = 0; !known.isEmpty() && index < batch.size(); index++) {
            if (known.isBefore(batch.leaderEpoch(index))) {
                // Epochs rise with offsets: from here on the log may hold other records than those that were finished.
                known = FinishedOffsets.NONE;
            } else if (known.contains(batch.offset(index))) {
                batch.finish(index);
            }
        }
    }

    private FinishedOffsets finishedFrom(long frontier) {
        FinishedOffsets.Collector collector = new FinishedOffsets.Collector(frontier);
        for (Stretch stretch : stretches) {
            FetchedBatch batch = stretch.batch();
            if (batch == null) {
                collector.finished(stretch.last());
            } else {
                collect(batch, collector);
            }
        }
        long passed = position;
        for (int run = 0; run < known.runs(); run++) {
            if (known.last(run) >= passed) {
                if (known.first(run) > passed) {
                    collector.unfinished(passed, known.first(run) - 1);
                }
                collector.finished(known.last(run));
                passed = known.last(run) + 1;
            }
        }
        return collector.collect(known.isEmpty() ? fetchedEpoch : known.leaderEpoch());
    }

    private static void collect(FetchedBatch batch, FinishedOffsets.Collector collector) {
        int passed = batch.firstUnfinished();
        if (passed > 0) {
            collector.finished(batch.offset(passed - 1));
        }
        for (int index = passed; index < batch.size(); index++) {
            if (batch.isFinished(index)) {
                collector.finished(batch.offset(index));
            } else {
                collector.unfinished(batch.offset(index), batch.offset(index));
            }
        }
    }

    /** Puts batches that are all finished into one stretch; done each time the number of stretches has doubled. */
    private void merge() {
        Deque<Stretch> merged = new ArrayDeque<>();
        for (Stretch stretch : stretches) {
            FetchedBatch batch = stretch.batch();
            if (batch != null && batch.firstUnfinished() < batch.size()) {
                merged.add(stretch);
                continue;
            }
            Stretch before = merged.peekLast();
            if (before != null && before.batch() == null) {
                merged.removeLast();
            }
            merged.add(new Stretch(null, stretch.last(), stretch.lastEpoch(), stretch.lastTimestamp()));
        }
        stretches = merged;
        mergeAt = Math.max(FIRST_MERGE, 2 * merged.size());
    }
}
