package io.kafkasdk.producer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one topic that the leader alone acknowledged and that consumers may not see yet: those at or above the
 * high watermark. They are counted in portions, one between two looks at the watermark, so that memory does not follow
 * their number; a portion counts until the watermark has passed all of it.
 *
 * <p><b>Threads:</b> safe for use by any number of threads: the client's I/O thread notes, the monitor looks.
 */
final class LeaderAcks {

    /** How many portions are kept apart; beyond that the oldest are joined. */
    private static final int MOST_PORTIONS = 300;

    private final String topic;
    private final List<PartitionAcks> partitions = new ArrayList<>();

    LeaderAcks(String topic) {
        this.topic = topic;
    }

    /** Notes an acknowledgement. */
    synchronized void note(int partition, long offset) {
        while (partitions.size() <= partition) {
            partitions.add(new PartitionAcks());
        }
        partitions.get(partition).note(offset);
    }

    /** Returns the partitions whose watermark is of interest. */
    synchronized List<TopicPartition> toLookAt() {
        List<TopicPartition> open = new ArrayList<>();
        for (int i = 0; i < partitions.size(); i++) {
            if (!partitions.get(i).portions.isEmpty()) {
                open.add(new TopicPartition(topic, i));
            }
        }
        return open;
    }

    /**
     * Drops what became visible, and begins new portions: what was acknowledged just now is looked at the next time, so
     * that the milliseconds of replication do not show.
     *
     * @param watermarks the end offsets that consumers see; a partition without one keeps its count
     * @return how many records are not visible yet
     */
    synchronized long invisible(Map<TopicPartition, Long> watermarks) {
        long count = 0;
        for (int i = 0; i < partitions.size(); i++) {
            Long watermark = watermarks.get(new TopicPartition(topic, i));
            count += partitions.get(i).invisible(watermark == null ? 0 : watermark);
            partitions.get(i).cut();
        }
        return count;
    }

    /** Records that were acknowledged between two looks. */
    private record Portion(long records, long lastOffset) {

        Portion and(Portion later) {
            return new Portion(records + later.records, Math.max(lastOffset, later.lastOffset));
        }
    }

    private static final class PartitionAcks {

        private final Deque<Portion> portions = new ArrayDeque<>();
        private long records;
        private long lastOffset = -1;

        void note(long offset) {
            records++;
            lastOffset = Math.max(lastOffset, offset);
        }

        void cut() {
            if (records > 0) {
                portions.addLast(new Portion(records, lastOffset));
                records = 0;
                // Behind a truncation offsets begin lower again.
                lastOffset = -1;
                if (portions.size() > MOST_PORTIONS) {
                    Portion oldest = portions.removeFirst();
                    portions.addFirst(oldest.and(portions.removeFirst()));
                }
            }
        }

        long invisible(long watermark) {
            portions.removeIf(portion -> portion.lastOffset() < watermark);
            return portions.stream().mapToLong(Portion::records).sum();
        }
    }
}
