package io.kafkasdk.consumer;

import org.apache.kafka.common.TopicPartition;

/**
 * How far one assignment of one partition has come, by those who handle its records.
 *
 * <p><b>Threads:</b> poll thread only.
 */
interface Headway {

    /** Returns the partition. */
    TopicPartition partition();

    /** Returns whether the client is one that we poll, so that what it throws is ours too. */
    boolean isOurs();

    /** Returns whether its position is known, or may be asked for. */
    boolean isReady();

    /** Returns whether it is paused only because nobody could say yet where to read on: it brings no records, and should. */
    boolean awaitsItsPosition();

    /** Returns the offset that the group committed last, {@link OffsetTracker#UNKNOWN} where that is not known. */
    long committedOffset();

    /**
     * Returns the lowest offset that is not finished, {@link OffsetTracker#UNKNOWN} where that is not known.
     *
     * @param position what the client reads next
     */
    long frontier(long position);

    /** Returns the timestamp of the oldest unfinished record, {@link Long#MIN_VALUE} when none is in flight. */
    long oldestTimestamp();

    /** Returns the timestamp of the last record before the frontier, {@link Long#MIN_VALUE} before the first one. */
    long doneTimestamp();
}
