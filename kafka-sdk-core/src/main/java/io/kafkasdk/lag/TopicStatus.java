package io.kafkasdk.lag;

import java.util.OptionalDouble;

/**
 * How the consumption of one topic goes, over the partitions of one member.
 *
 * @param topic the topic
 * @param status the judgement
 * @param evidence what it rests on, with partition and offset where there is one; empty where there is nothing to say
 * @param velocity how fast the lag grows in records per second over the last five minutes, negative while it shrinks; NaN
 *     while there are too few samples
 * @param retentionHeadroom the share of the retained log between its start and the oldest unfinished record, of the
 *     worst partition: near 0, unread records are about to be deleted; NaN while not known
 */
public record TopicStatus(
        String topic, ConsumptionStatus status, String evidence, double velocity, double retentionHeadroom) {

    /** A lag below this is no backlog: its end is not worth a forecast. */
    private static final long LEAST_BACKLOG = 100;

    /** Nothing is known of the topic yet. */
    static TopicStatus unknown(String topic) {
        return new TopicStatus(topic, ConsumptionStatus.UNKNOWN, "", Double.NaN, Double.NaN);
    }

    /**
     * Returns the time until the lag is gone at the present velocity; empty while it does not shrink, or is less than 100
     * records.
     *
     * @param lag the present lag in records
     */
    public OptionalDouble secondsToCatchUp(long lag) {
        return velocity < 0 && lag >= LEAST_BACKLOG ? OptionalDouble.of(lag / -velocity) : OptionalDouble.empty();
    }
}
