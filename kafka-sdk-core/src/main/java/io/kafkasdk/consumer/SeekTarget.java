package io.kafkasdk.consumer;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Where a seek goes. */
sealed interface SeekTarget {

    /** Returns the partitions it is about, given those that are owned. */
    Set<TopicPartition> partitions(Set<TopicPartition> owned);

    /** Returns the offsets to go to, inside of the logs; throws a KafkaException when there is no answer. */
    Map<TopicPartition, Long> offsets(OffsetQuestions questions, Collection<TopicPartition> partitions);

    /**
     * Offsets that the application names. One outside of the log goes to its nearer end.
     *
     * @param offsets by partition, 0 or more
     */
    record Offsets(Map<TopicPartition, Long> offsets) implements SeekTarget {

        public Offsets {
            offsets = Map.copyOf(offsets);
            offsets.forEach((partition, offset) -> {
                if (offset < 0) {
                    throw new IllegalArgumentException(
                            "the offset for " + partition + " must be 0 or more, but is " + offset);
                }
            });
        }

        @Override
        public Set<TopicPartition> partitions(Set<TopicPartition> owned) {
            return offsets.keySet();
        }

        @Override
        public Map<TopicPartition, Long> offsets(OffsetQuestions questions, Collection<TopicPartition> partitions) {
            Map<TopicPartition, Long> beginnings = questions.beginnings(partitions);
            Map<TopicPartition, Long> ends = questions.ends(partitions);
            Map<TopicPartition, Long> inside = new HashMap<>();
            offsets.forEach((partition, offset) -> {
                long beginning = beginnings.getOrDefault(partition, 0L);
                long end = ends.getOrDefault(partition, beginning);
                inside.put(partition, Math.max(beginning, Math.min(offset, end)));
            });
            return inside;
        }
    }

    /**
     * The first record at or after a time, the end where there is none.
     *
     * @param time the time, by the timestamps of the records
     */
    record Time(Instant time) implements SeekTarget {

        private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

        /** Takes a time that milliseconds cannot hold as the nearest that they can. */
        public Time {
            if (time.isBefore(Instant.EPOCH)) {
                time = Instant.EPOCH;
            } else if (time.isAfter(LATEST)) {
                time = LATEST;
            }
        }

        @Override
        public Set<TopicPartition> partitions(Set<TopicPartition> owned) {
            return owned;
        }

        @Override
        public Map<TopicPartition, Long> offsets(OffsetQuestions questions, Collection<TopicPartition> partitions) {
            // The ends first: a record that comes in between is read, not passed over.
            Map<TopicPartition, Long> offsets = new HashMap<>(questions.ends(partitions));
            offsets.putAll(questions.firstSince(time.toEpochMilli(), partitions));
            return offsets;
        }
    }
}
