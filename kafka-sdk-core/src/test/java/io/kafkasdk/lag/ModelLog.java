package io.kafkasdk.lag;

import java.util.Arrays;

/** The log of one partition, as it is: what was appended when, what it claims about that, and what of it may be read. */
final class ModelLog {

    private static final long NOT_YET = -1;

    private long[] readableMillis = new long[64];
    private long[] appendedMillis = new long[64];
    private long[] timestamps = new long[64];
    private boolean[] markers = new boolean[64];
    private int size;
    private int readable;
    private int start;
    private int transaction = -1;

    /** Appends a record with this timestamp. */
    void append(long now, long timestamp) {
        add(now, timestamp, false);
        settle(now);
    }

    /** Begins a transaction: nothing from here on can be read under read_committed until it ends. */
    void begin() {
        if (transaction < 0) {
            transaction = size;
        }
    }

    /** Ends the transaction with a marker. */
    void commit(long now) {
        if (transaction >= 0) {
            add(now, now, true);
            transaction = -1;
            settle(now);
        }
    }

    /** Retention deletes up to here. */
    void deleteTo(int offset) {
        start = Math.max(start, Math.min(offset, readable));
    }

    private void add(long now, long timestamp, boolean marker) {
        if (size == timestamps.length) {
            readableMillis = Arrays.copyOf(readableMillis, 2 * size);
            appendedMillis = Arrays.copyOf(appendedMillis, 2 * size);
            timestamps = Arrays.copyOf(timestamps, 2 * size);
            markers = Arrays.copyOf(markers, 2 * size);
        }
        readableMillis[size] = NOT_YET;
        appendedMillis[size] = now;
        timestamps[size] = timestamp;
        markers[size] = marker;
        size++;
    }

    private void settle(long now) {
        int end = transaction < 0 ? size : transaction;
        for (; readable < end; readable++) {
            readableMillis[readable] = now;
        }
    }

    /** Returns the last stable offset. */
    int end() {
        return readable;
    }

    int start() {
        return start;
    }

    /** Returns when this offset could be read first. */
    long readableSince(long offset) {
        return readableMillis[(int) offset];
    }

    /** Returns when this offset was appended: before that, where it is of a transaction. */
    long appendedAt(long offset) {
        return appendedMillis[(int) offset];
    }

    long timestamp(int offset) {
        return timestamps[offset];
    }

    boolean isMarker(int offset) {
        return markers[offset];
    }
}
