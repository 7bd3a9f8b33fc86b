package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Removal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** What was removed on purpose, by topic. A topic has a new life each time that all of it was removed. */
final class Removals {

    private final Map<String, List<Removal>> topics;

    private Removals(Map<String, List<Removal>> topics) {
        this.topics = topics;
    }

    static Removals of(Evidence evidence) {
        return new Removals(evidence.removals().stream().collect(Collectors.groupingBy(Removal::topic)));
    }

    /** Tells whether a record that was sent at this time was removed later. */
    boolean covers(TopicPartition partition, long offset, long sentAt) {
        return covering(partition, offset, sentAt).isPresent();
    }

    /** Returns what removed a record that was sent at this time. */
    Optional<Removal> covering(TopicPartition partition, long offset, long sentAt) {
        for (Removal removal : of(partition.topic())) {
            if (isFor(removal, partition) && offset < removal.below() && sentAt <= removal.nanos()) {
                return Optional.of(removal);
            }
        }
        return Optional.empty();
    }

    /** Returns in which life the topic was at this time, from 0. */
    int life(String topic, long at) {
        int life = 0;
        for (Removal removal : of(topic)) {
            if (isAll(removal) && removal.nanos() <= at) {
                life++;
            }
        }
        return life;
    }

    /** Returns in which life the topic is at the end. */
    int lastLife(String topic) {
        return life(topic, Long.MAX_VALUE);
    }

    /** Tells whether something of the partition was removed between these times. */
    boolean between(TopicPartition partition, long from, long until) {
        for (Removal removal : of(partition.topic())) {
            if (isFor(removal, partition) && removal.nanos() >= from && removal.nanos() <= until) {
                return true;
            }
        }
        return false;
    }

    private List<Removal> of(String topic) {
        return topics.getOrDefault(topic, List.of());
    }

    private static boolean isFor(Removal removal, TopicPartition partition) {
        return isAll(removal) || removal.partition() == partition.partition();
    }

    static boolean isAll(Removal removal) {
        return removal.partition() == Removal.ALL_PARTITIONS;
    }
}
