package io.kafkasdk.lag;

import org.apache.kafka.common.TopicPartition;

/**
 * What a consumer sees of one of its partitions at one instant, without asking anybody. Offsets are
 * {@link PartitionLag#UNKNOWN} where it does not know them.
 *
 * @param partition the partition
 * @param committed what the group committed last
 * @param frontier the lowest offset that the application has not finished
 * @param position the offset to fetch next
 * @param end the offset behind the last readable record, as the client was told with its last fetch
 * @param timestamps what the timestamps of fetched records say
 * @param isPaused whether it is not fetched now, whoever wants that
 */
public record PartitionSample(
        TopicPartition partition,
        long committed,
        long frontier,
        long position,
        long end,
        Timestamps timestamps,
        boolean isPaused) {

    /**
     * What the timestamps of fetched records say, in milliseconds since 1970; {@link #NONE} where there is nothing to say.
     *
     * @param oldest of the oldest unfinished record, where it was fetched
     * @param done of the last record before the frontier, where it was fetched
     * @param ageOnArrival the age by its timestamp of a record when it was fetched, where it was fetched at once after it
     *     was appended, and the timestamps are of the producers' clocks; 0 where they are of the brokers'
     */
    public record Timestamps(long oldest, long done, long ageOnArrival) {

        /** Nothing is known: no age, and no time since 1970. */
        public static final long NONE = Long.MIN_VALUE;

        /** No record was fetched. */
        public static final Timestamps UNKNOWN = new Timestamps(NONE, NONE, NONE);
    }

    /** Returns whether the log was read to the end that is known. */
    public boolean isLevel() {
        return end != PartitionLag.UNKNOWN && position == end;
    }
}
