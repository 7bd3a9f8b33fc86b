package io.kafkasdk.consumer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that this member owns, and how much of them is in flight.
 *
 * <p><b>Threads:</b> poll thread only, except the counts of records.
 */
final class Assignment {

    private final Map<TopicPartition, OwnedPartition> owned = new LinkedHashMap<>();
    private final AtomicInteger recordsInFlight = new AtomicInteger();
    private final Map<String, AtomicInteger> recordsByTopic = new ConcurrentHashMap<>();
    private long bytesInFlight;
    private long recordsFinished;

    /** Starts a new assignment of a partition; one that is there already goes on. */
    OwnedPartition add(TopicPartition partition) {
        return owned.computeIfAbsent(partition, OwnedPartition::new);
    }

    @Nullable
    OwnedPartition get(TopicPartition partition) {
        return owned.get(partition);
    }

    /** Returns all owned partitions, as a copy. */
    List<OwnedPartition> all() {
        return List.copyOf(owned.values());
    }

    /** Returns those of the partitions that are owned. */
    List<OwnedPartition> all(Collection<TopicPartition> partitions) {
        return partitions.stream().map(owned::get).filter(Objects::nonNull).toList();
    }

    boolean isCurrent(OwnedPartition owner) {
        return owned.get(owner.partition()) == owner;
    }

    int size() {
        return owned.size();
    }

    /** Takes fetched records of one partition into flight. */
    List<Work> take(OwnedPartition owner, List<ConsumerRecord<byte[], byte[]>> records) {
        List<Work> works = new ArrayList<>(records.size());
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            owner.offsets().add(record.offset(), record.leaderEpoch());
            Work work = new Work(owner, record);
            bytes += work.sizeBytes();
            works.add(work);
        }
        count(owner, works.size(), bytes);
        return works;
    }

    /** Takes a completion; one of an assignment that is over is dropped. */
    void finish(Work work) {
        OwnedPartition owner = work.owner();
        if (isCurrent(owner)) {
            owner.offsets().finish(work.record().offset());
            recordsFinished++;
            count(owner, -1, -work.sizeBytes());
        }
    }

    /** Ends an assignment: what is still in flight of it does not count any more. */
    void release(OwnedPartition owner) {
        if (owned.remove(owner.partition(), owner)) {
            owner.stop();
            count(owner, -owner.offsets().inFlight(), -owner.bytesInFlight());
        }
    }

    /** Returns how many records are fetched and not finished; any thread may ask. */
    int recordsInFlight() {
        return recordsInFlight.get();
    }

    /** Returns how many of them are of one topic; any thread may ask. */
    int recordsInFlight(String topic) {
        AtomicInteger records = recordsByTopic.get(topic);
        return records == null ? 0 : records.get();
    }

    /** Returns how many records were finished since the start. */
    long recordsFinished() {
        return recordsFinished;
    }

    /** Returns their keys and values in bytes. */
    long bytesInFlight() {
        return bytesInFlight;
    }

    private void count(OwnedPartition owner, int records, long bytes) {
        owner.addBytes(bytes);
        bytesInFlight += bytes;
        recordsInFlight.addAndGet(records);
        String topic = owner.partition().topic();
        AtomicInteger ofTopic = recordsByTopic.get(topic);
        if (ofTopic == null) {
            ofTopic = recordsByTopic.computeIfAbsent(topic, t -> new AtomicInteger());
        }
        ofTopic.addAndGet(records);
    }
}
