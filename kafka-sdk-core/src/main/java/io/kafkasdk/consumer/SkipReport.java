package io.kafkasdk.consumer;

import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of every jump of a position, to the listener and in one line of the log, so that none is silent. */
final class SkipReport {

    private static final Logger log = LoggerFactory.getLogger(SkipReport.class);

    private final String group;
    private final ConsumerEvents events;

    SkipReport(String group, ConsumerEvents events) {
        this.group = group;
        this.events = events;
    }

    /** Tells of offsets that were passed over; of none where the range is empty. */
    void skipped(TopicPartition partition, long from, long to, SkippedRange.Reason reason) {
        if (from >= to) {
            return;
        }
        SkippedRange range = new SkippedRange(partition, from, to, reason);
        switch (reason) {
            case NEW_GROUP ->
                log.info(
                        "Consumer group '{}': begins {} at its end, offset {}: the group is new and its startPosition is "
                                + "LATEST, so the {} offsets from {} on are not read",
                        group,
                        partition,
                        to,
                        range.offsets(),
                        from);
            case COMMIT_MISSING ->
                warn(
                        range,
                        "the group has commits for this topic but none (any more) for this partition, and its "
                                + "startPosition is LATEST",
                        "Keep commits longer than any standstill (offsets.retention.minutes of the brokers), do not delete "
                                + "them, or use StartPosition.EARLIEST; to read the range now, seek to " + from);
            case RETENTION ->
                warn(
                        range,
                        "retention or deleteRecords removed them before they were handled",
                        "Give the topic more retention.ms and retention.bytes than the group is ever behind, or the group "
                                + "more speed; these records are gone");
            case TRUNCATION ->
                warn(
                        range,
                        "an unclean leader election cut them off the end of the log; it goes on where the logs part",
                        "Set unclean.leader.election.enable=false and min.insync.replicas=2 on the topic; have the "
                                + "producers send these records again");
        }
        events.offsetsSkipped(range);
    }

    private void warn(SkippedRange range, String cause, String cure) {
        log.warn(
                "Consumer group '{}': {} offsets of {} are not read, from {} up to but not including {}: {}. {}",
                group,
                range.offsets(),
                range.partition(),
                range.from(),
                range.to(),
                cause,
                cure);
    }

    /** Tells that a partition is read from its beginning, though it was read before. */
    void rewound(TopicPartition partition, long position, long beginning) {
        log.warn(
                "Consumer group '{}': {} goes back from offset {} to its beginning, {}: the log ends below that offset or "
                        + "did, because the topic was made anew or the log was reset; what was handled of the old log stays "
                        + "handled, and nothing of it is committed any more",
                group,
                partition,
                position,
                beginning);
        events.rewound(partition, position, beginning);
    }

    /** Tells that a partition is read from its beginning, because it is another one than that which was read before. */
    void madeAnew(TopicPartition partition, long position, long beginning) {
        log.warn(
                "Consumer group '{}': {} goes back from offset {} to its beginning, {}: the topic was deleted and made anew, "
                        + "it has another topic id than the one that was read up to that offset; what was handled of the "
                        + "old topic stays handled, and nothing of it is committed any more",
                group,
                partition,
                position,
                beginning);
        events.rewound(partition, position, beginning);
    }

    /**
     * Tells that a partition without a commit in a known group is read from its beginning. No warning: nothing is passed
     * over, and members of a new group that start together see it of each other.
     */
    void commitMissing(TopicPartition partition, long beginning) {
        log.info(
                "Consumer group '{}': has commits for this topic but none (yet, or any more) for {}, so it is read from "
                        + "its beginning, offset {}, as startPosition EARLIEST says",
                group,
                partition,
                beginning);
    }

    /** Tells that a partition is new to the group. */
    void newPartition(TopicPartition partition, long beginning) {
        log.info(
                "Consumer group '{}': {} is new to the group and is read from its beginning, offset {}",
                group,
                partition,
                beginning);
    }
}
