package io.kafkasdk.consumer;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the cluster about offsets, each question for at most a second: the poll thread must go on polling. Each throws a
 * {@link KafkaException} when there is no answer.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class OffsetQuestions {

    /** The longest time that one question may hold up the poll thread. */
    static final Duration LONGEST = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> client;

    OffsetQuestions(Consumer<byte[], byte[]> client) {
        this.client = client;
    }

    /** Returns the group's commits; a partition without one is absent. */
    Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>(client.committed(partitions, LONGEST));
        commits.values().removeIf(commit -> commit == null);
        return commits;
    }

    /** Returns all partitions of a topic that the client knows of; at least one. */
    Set<TopicPartition> partitionsOf(String topic) {
        Set<TopicPartition> partitions = new HashSet<>();
        client.partitionsFor(topic, LONGEST)
                .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        if (partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException("topic '" + topic + "' is not known to the brokers");
        }
        return partitions;
    }

    Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
        return answered(partitions, client.beginningOffsets(partitions, LONGEST));
    }

    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return answered(partitions, client.endOffsets(partitions, LONGEST));
    }

    /** Returns the first offset at or after a time in milliseconds; a partition without one is absent. */
    Map<TopicPartition, Long> firstSince(long millis, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, millis));
        Map<TopicPartition, Long> firsts = new HashMap<>();
        client.offsetsForTimes(times, LONGEST).forEach((partition, found) -> putFound(firsts, partition, found));
        return firsts;
    }

    private static void putFound(
            Map<TopicPartition, Long> firsts, TopicPartition partition, @Nullable OffsetAndTimestamp found) {
        if (found != null) {
            firsts.put(partition, found.offset());
        }
    }

    private static Map<TopicPartition, Long> answered(
            Collection<TopicPartition> partitions, Map<TopicPartition, Long> answer) {
        if (!answer.keySet().containsAll(partitions)) {
            throw new KafkaException("no offset came for some of " + partitions);
        }
        return answer;
    }
}
