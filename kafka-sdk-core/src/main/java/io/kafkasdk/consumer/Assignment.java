package io.kafkasdk.consumer;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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
    private List<OwnedPartition> all = List.of();
    private long bytesInFlight;
    private int uncommitted;
    private long recordsFinished;

    /** Starts a new assignment of a partition; one that is there already goes on. */
    OwnedPartition add(TopicPartition partition) {
        OwnedPartition owner = owned.get(partition);
        if (owner == null) {
            owner = new OwnedPartition(partition);
            owned.put(partition, owner);
            all = List.copyOf(owned.values());
        }
        return owner;
    }

    @Nullable
    OwnedPartition get(TopicPartition partition) {
        return owned.get(partition);
    }

    /** Returns all owned partitions, as they are now. */
    List<OwnedPartition> all() {
        return all;
    }

    /** Returns those of the partitions that are owned. */
    List<OwnedPartition> all(Collection<TopicPartition> partitions) {
        return partitions.stream().map(owned::get).filter(Objects::nonNull).toList();
    }

    int size() {
        return owned.size();
    }

    /** Takes fetched records of one partition into account. */
    void fetched(OwnedPartition owner, int records, long bytes) {
        owner.fetched(records, bytes);
        count(owner, records, bytes);
    }

    /** Takes into account what workers finished since the last time. */
    void collect() {
        for (OwnedPartition owner : all) {
            long bytes = owner.bytesInFlight();
            int finished = owner.collect();
            if (finished > 0) {
                count(owner, -finished, owner.bytesInFlight() - bytes);
                uncommitted += finished;
                recordsFinished += finished;
            }
        }
    }

    /** Returns whether workers finished something that was not collected yet. */
    boolean hasUncollected() {
        for (OwnedPartition owner : all) {
            if (owner.hasUncollected()) {
                return true;
            }
        }
        return false;
    }

    /** Ends an assignment: what is still in flight of it does not count any more. */
    void release(OwnedPartition owner) {
        if (owned.remove(owner.partition(), owner)) {
            all = List.copyOf(owned.values());
            owner.stop();
            count(owner, -owner.recordsInFlight(), -owner.bytesInFlight());
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

    /** Returns their keys and values in bytes. */
    long bytesInFlight() {
        return bytesInFlight;
    }

    /** Returns how many records were finished since the start, as of the last {@link #collect()}. */
    long recordsFinished() {
        return recordsFinished;
    }

    /** Returns how many records have finished since {@link #commitStarted()}. */
    int finishedSinceCommit() {
        return uncommitted;
    }

    void commitStarted() {
        uncommitted = 0;
    }

    private void count(OwnedPartition owner, int records, long bytes) {
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
