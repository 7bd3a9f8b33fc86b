package io.kafkasdk.deadletter;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Counts what becomes of the letters; for the thread that replays. */
final class ReplayTally {

    private final ReplaySettings settings;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private long read;
    private long replayed;
    private long filtered;
    private long capped;
    private long otherOrigin;
    private long foreign;
    private long failed;

    ReplayTally(ReplaySettings settings) {
        this.settings = settings;
    }

    void read() {
        read++;
    }

    void replayed() {
        replayed++;
    }

    void filtered() {
        filtered++;
    }

    void capped() {
        capped++;
    }

    void otherOrigin() {
        otherOrigin++;
    }

    void foreign() {
        foreign++;
    }

    void failed() {
        failed++;
    }

    /** Notes that everything of the partition below the offset is done. */
    void doneBelow(TopicPartition partition, long offset) {
        positions.merge(partition, offset, Math::max);
    }

    ReplayReport report() {
        return new ReplayReport(
                settings.dryRun(), read, replayed, filtered, capped, otherOrigin, foreign, failed, positions);
    }
}
