package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Skip;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** The offsets that a group said that it does not read, in one life of each topic: ranges that do not overlap. */
final class SkippedRanges {

    private final Map<TopicPartition, TreeMap<Long, Long>> ranges = new HashMap<>();

    private SkippedRanges() {}

    static SkippedRanges of(List<Skip> skips) {
        SkippedRanges skipped = new SkippedRanges();
        skips.stream().sorted(Comparator.comparingLong(Skip::from)).forEach(skipped::add);
        return skipped;
    }

    /** The beginnings rise from call to call. */
    private void add(Skip skip) {
        TreeMap<Long, Long> of = ranges.computeIfAbsent(skip.partition(), p -> new TreeMap<>());
        Map.Entry<Long, Long> before = of.floorEntry(skip.from());
        if (before != null && before.getValue() >= skip.from()) {
            of.put(before.getKey(), Math.max(before.getValue(), skip.to()));
        } else {
            of.put(skip.from(), skip.to());
        }
    }

    boolean holds(TopicPartition partition, long offset) {
        TreeMap<Long, Long> of = ranges.get(partition);
        if (of == null) {
            return false;
        }
        Map.Entry<Long, Long> before = of.floorEntry(offset);
        return before != null && before.getValue() > offset;
    }
}
