package io.kafkasdk.consumer;

import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Which records of one assignment of a partition are finished. Records finish in any order; the frontier is the lowest
 * unfinished offset, or the position when nothing is in flight. Offsets that were never handed over (compacted away,
 * transaction markers) count as finished.
 *
 * <p>A ring of the offsets in flight: its size follows their number, not the distance between them, which compaction
 * makes arbitrary.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class OffsetTracker {

    static final long UNKNOWN = -1;
    private static final int NO_EPOCH = -1;
    private static final int FIRST_CAPACITY = 64;

    private long[] offsets = new long[FIRST_CAPACITY];
    private int[] epochs = new int[FIRST_CAPACITY];
    private boolean[] finished = new boolean[FIRST_CAPACITY];
    private long head;
    private long tail;
    private long position = UNKNOWN;
    private int positionEpoch = NO_EPOCH;
    private int frontierEpoch = NO_EPOCH;
    private int unfinished;

    /** Takes the position at which the assignment starts, where it is known before the first record. */
    void begin(long startPosition) {
        if (position == UNKNOWN) {
            position = startPosition;
        }
    }

    /** Returns whether this offset was passed before: the log went back under us. */
    boolean isBehind(long offset) {
        return offset < position;
    }

    /** Takes a record into flight; offsets come in rising order, none below the position. */
    void add(long offset, Optional<Integer> leaderEpoch) {
        if (isBehind(offset)) {
            throw new IllegalArgumentException("offset " + offset + " is behind position " + position);
        }
        if (tail - head == offsets.length) {
            grow();
        }
        int slot = slot(tail);
        offsets[slot] = offset;
        epochs[slot] = leaderEpoch.orElse(NO_EPOCH);
        finished[slot] = false;
        tail++;
        unfinished++;
        advance(offset + 1, leaderEpoch);
    }

    /** Takes the offset from which the client will go on, which passes gaps behind the last record. */
    void advance(long nextPosition, Optional<Integer> leaderEpoch) {
        position = nextPosition;
        positionEpoch = leaderEpoch.orElse(NO_EPOCH);
    }

    /** Marks a record as finished; an offset that is not in flight changes nothing. */
    void finish(long offset) {
        long index = find(offset);
        if (index < 0 || finished[slot(index)]) {
            return;
        }
        finished[slot(index)] = true;
        unfinished--;
        while (head < tail && finished[slot(head)]) {
            frontierEpoch = epochs[slot(head)];
            head++;
        }
    }

    /** Returns the lowest offset that is not finished, {@link #UNKNOWN} before the first position. */
    long frontier() {
        return head == tail ? position : offsets[slot(head)];
    }

    /** Returns the frontier as Kafka commits it. */
    OffsetAndMetadata committable() {
        int epoch = head == tail ? positionEpoch : frontierEpoch;
        return new OffsetAndMetadata(frontier(), epoch == NO_EPOCH ? Optional.empty() : Optional.of(epoch), "");
    }

    /** Returns how many records are handed over and not finished. */
    int inFlight() {
        return unfinished;
    }

    private long find(long offset) {
        long low = head;
        long high = tail - 1;
        while (low <= high) {
            long middle = (low + high) >>> 1;
            long found = offsets[slot(middle)];
            if (found == offset) {
                return middle;
            }
            if (found < offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    private int slot(long index) {
        return (int) (index & (offsets.length - 1));
    }

    private void grow() {
        int start = slot(head);
        int capacity = offsets.length * 2;
        long[] moreOffsets = new long[capacity];
        int[] moreEpochs = new int[capacity];
        boolean[] moreFinished = new boolean[capacity];
        unroll(offsets, start, moreOffsets);
        unroll(epochs, start, moreEpochs);
        unroll(finished, start, moreFinished);
        offsets = moreOffsets;
        epochs = moreEpochs;
        finished = moreFinished;
        tail -= head;
        head = 0;
    }

    /** Copies a full ring to the start of a larger one; both are arrays of one primitive type. */
    private void unroll(Object ring, int start, Object larger) {
        System.arraycopy(ring, start, larger, 0, offsets.length - start);
        System.arraycopy(ring, 0, larger, offsets.length - start, start);
    }
}
