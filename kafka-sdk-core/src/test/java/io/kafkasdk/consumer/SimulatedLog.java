package io.kafkasdk.consumer;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The records of a small topic, with gaps between offsets as compaction and transactions leave them. */
final class SimulatedLog {

    private static final List<String> KEYS = List.of("a", "b", "c", "d");
    private static final int[] GAPS = {1, 2, 7, 300, 40_000};

    private final List<List<Entry>> partitions = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>();

    /**
     * One record.
     *
     * @param partition the number of its partition
     * @param index which one it is there
     * @param offset its offset
     * @param key its key, if any
     * @param leaderEpoch rises with offsets
     * @param isPoison whether its handler fails each time
     */
    record Entry(
            int partition, int index, long offset, @Nullable String key, int leaderEpoch, boolean isPoison) {

        @Override
        public String toString() {
            return partition + "@" + offset + (key == null ? "" : "/" + key) + (isPoison ? "!" : "");
        }
    }

    SimulatedLog(Dice dice, int partitionCount, int poisonPercent) {
        int keys = dice.between(1, KEYS.size());
        int keyless = dice.oneOf(0, 0, 20, 100);
        int gaps = dice.oneOf(0, 10, 40);
        for (int partition = 0; partition < partitionCount; partition++) {
            List<Entry> entries = new ArrayList<>();
            long offset = dice.chance(gaps) ? dice.oneOf(GAPS) : 0;
            int epoch = dice.below(3);
            int size = dice.between(2, 14);
            for (int index = 0; index < size; index++) {
                String key = dice.chance(keyless) ? null : KEYS.get(dice.below(keys));
                entries.add(new Entry(partition, index, offset, key, epoch, dice.chance(poisonPercent)));
                offset += 1 + (dice.chance(gaps) ? dice.oneOf(GAPS) : 0);
                epoch += dice.chance(5) ? 1 : 0;
            }
            partitions.add(entries);
            ends.add(offset);
        }
    }

    static TopicPartition partition(int number) {
        return new TopicPartition("orders", number);
    }

    int partitions() {
        return partitions.size();
    }

    List<Entry> entries(int partition) {
        return partitions.get(partition);
    }

    /** Returns the offset behind all records and the gap behind the last one. */
    long end(int partition) {
        return ends.get(partition);
    }

    /** Returns the index of the first record at or behind an offset. */
    int indexAt(int partition, long offset) {
        List<Entry> entries = partitions.get(partition);
        int index = 0;
        while (index < entries.size() && entries.get(index).offset() < offset) {
            index++;
        }
        return index;
    }
}
