package io.kafkasdk.lag;

import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * How far behind one partition is.
 *
 * @param partition the partition
 * @param offsets where the group and the log stand
 * @param time how old the oldest unfinished record is
 * @param oldestSeconds how long that record has been the oldest unfinished one, in seconds, to the second; 0 when none is,
 *     NaN where unknown
 * @param commitAgeSeconds how long the group has had something to commit that is not committed, in seconds; 0 when all is,
 *     NaN where unknown
 * @param isPaused whether it is not fetched now, whoever wants that
 */
public record PartitionLag(
        TopicPartition partition,
        Offsets offsets,
        TimeLag time,
        double oldestSeconds,
        double commitAgeSeconds,
        boolean isPaused) {

    /** An offset that is not known. */
    public static final long UNKNOWN = -1;

    /**
     * Where the group and the log stand; each {@link #UNKNOWN} where it is not known.
     *
     * @param logStart the first offset that retention has left
     * @param committed what the group committed
     * @param frontier the lowest offset that the application has not finished
     * @param position the offset to fetch next
     * @param end the offset behind the last readable record: the last stable offset under read_committed, else the high
     *     watermark
     */
    public record Offsets(long logStart, long committed, long frontier, long position, long end) {

        private OptionalLong behind(long offset) {
            boolean known = offset != UNKNOWN && end != UNKNOWN;
            return known ? OptionalLong.of(Math.max(0, end - Math.max(offset, logStart))) : OptionalLong.empty();
        }
    }

    /**
     * Returns the records not finished yet, at least 0; empty where it is not known, which is not the same as 0. What
     * retention has deleted does not count: nobody can read it any more.
     */
    public OptionalLong records() {
        return offsets.behind(offsets.frontier());
    }

    /** Returns the records behind the commit, as tools outside count lag; otherwise as {@link #records()}. */
    public OptionalLong committedRecords() {
        return offsets.behind(offsets.committed());
    }
}
