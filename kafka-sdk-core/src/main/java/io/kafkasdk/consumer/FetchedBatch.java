package io.kafkasdk.consumer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A few records of one partition that were fetched together: their offsets, and which of them are finished. It keeps no
 * record, because one slow record would keep the bytes of all its neighbours alive.
 *
 * <p><b>Threads:</b> {@link #finish} is for any thread and needs no lock and no shared counter: each record has a byte of
 * its own, which only ever goes from 0 to 1. The rest is for the poll thread, except what never changes: {@link #size}
 * and {@link #offset}.
 */
final class FetchedBatch {

    static final int NO_EPOCH = -1;
    private static final VarHandle FLAG = MethodHandles.arrayElementVarHandle(byte[].class);
    private static final byte FINISHED = 1;

    private final long first;
    /** Absent while the offsets follow each other without a gap, which is nearly always. */
    private final long @Nullable [] offsets;

    private final int lastEpoch;
    /** Absent while all records have one leader epoch. */
    private final int @Nullable [] epochs;

    private final long[] timestamps;
    private final byte[] flags;
    private int passed;

    private FetchedBatch(long[] offsets, int[] epochs, long[] timestamps) {
        int size = offsets.length;
        this.first = size == 0 ? 0 : offsets[0];
        this.offsets = size == 0 || offsets[size - 1] - offsets[0] == size - 1 ? null : offsets;
        this.lastEpoch = size == 0 ? NO_EPOCH : epochs[size - 1];
        this.epochs = isOfOne(epochs) ? null : epochs;
        this.timestamps = timestamps;
        this.flags = new byte[size];
    }

    /**
     * Makes a batch of unfinished records.
     *
     * @throws IllegalArgumentException when their offsets do not rise
     */
    static FetchedBatch of(List<ConsumerRecord<byte[], byte[]>> records) {
        long[] offsets = new long[records.size()];
        int[] epochs = new int[records.size()];
        long[] timestamps = new long[records.size()];
        long before = -1;
        int index = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.offset() <= before) {
                throw new IllegalArgumentException("offset " + record.offset() + " follows offset " + before);
            }
            before = record.offset();
            offsets[index] = before;
            epochs[index] = epochOf(record.leaderEpoch());
            timestamps[index] = record.timestamp();
            index++;
        }
        return new FetchedBatch(offsets, epochs, timestamps);
    }

    static int epochOf(Optional<Integer> leaderEpoch) {
        return leaderEpoch.isPresent() ? leaderEpoch.get() : NO_EPOCH;
    }

    int size() {
        return flags.length;
    }

    long offset(int index) {
        return offsets == null ? first + index : offsets[index];
    }

    int leaderEpoch(int index) {
        return epochs == null ? lastEpoch : epochs[index];
    }

    /** Returns the timestamp of a record in milliseconds since 1970. */
    long timestamp(int index) {
        return timestamps[index];
    }

    boolean isFinished(int index) {
        return (byte) FLAG.getAcquire(flags, index) == FINISHED;
    }

    /** Marks a record as finished, and all that its handler did as seen by who reads that; twice is fine. */
    void finish(int index) {
        FLAG.setRelease(flags, index, FINISHED);
    }

    /** Returns the index of the first record that is not finished, or the size when all are. */
    int firstUnfinished() {
        // Nothing becomes unfinished again, so each record is passed once.
        while (passed < flags.length && isFinished(passed)) {
            passed++;
        }
        return passed;
    }

    private static boolean isOfOne(int[] epochs) {
        for (int epoch : epochs) {
            if (epoch != epochs[0]) {
                return false;
            }
        }
        return true;
    }
}
