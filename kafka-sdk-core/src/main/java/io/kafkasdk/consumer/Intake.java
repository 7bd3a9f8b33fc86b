package io.kafkasdk.consumer;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what a poll brought: into account, and into lanes. Records that are known to be finished go no further. Records for
 * whose ends the commit metadata might not have room wait here, and their partition is not fetched meanwhile.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class Intake {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    private final Assignment assignment;
    private final Lanes lanes;
    private final ConsumerEvents events;

    Intake(Assignment assignment, Lanes lanes, ConsumerEvents events) {
        this.assignment = assignment;
        this.lanes = lanes;
        this.events = events;
    }

    /** Hands out what a poll brought. */
    void take(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> batch = records.records(partition);
            OwnedPartition owner = ownerOf(partition, batch.get(0).offset());
            if (owner == null) {
                log.debug("{} is not ours, its records are not taken", partition);
            } else if (owner.isReady()) {
                take(owner, batch);
            } else {
                log.debug("{}: records from a placeholder position are not taken", partition);
            }
        }
        // Behind the last record there may be transaction markers: the position knows, last + 1 does not.
        for (Map.Entry<TopicPartition, OffsetAndMetadata> next :
                records.nextOffsets().entrySet()) {
            OwnedPartition owner = assignment.get(next.getKey());
            if (owner != null
                    && owner.isReady()
                    && !owner.offsets().isBehind(next.getValue().offset())) {
                owner.offsets()
                        .advance(next.getValue().offset(), next.getValue().leaderEpoch());
            }
        }
        lanes.publish();
    }

    /** Hands out records that waited, where there is room now. */
    void feed() {
        boolean any = false;
        for (OwnedPartition owner : assignment.all()) {
            if (!owner.held().isEmpty()) {
                handOut(owner);
                any = true;
            }
        }
        if (any) {
            lanes.publish();
        }
    }

    private void take(OwnedPartition owner, List<ConsumerRecord<byte[], byte[]>> records) {
        FetchedBatch batch = owner.offsets().add(records);
        List<Work> works = new ArrayList<>(records.size());
        long bytes = 0;
        for (int i = 0; i < records.size(); i++) {
            if (!batch.isFinished(i)) {
                Work work = new Work(owner, records.get(i), batch, i);
                bytes += work.heapBytes();
                works.add(work);
            }
        }
        int recognized = records.size() - works.size();
        if (recognized > 0) {
            log.info("{} of {}: finished before, not handled again", recognized, owner.partition());
            events.recognized(owner.partition(), recognized);
        }
        assignment.fetched(owner, works.size(), bytes);
        owner.held().addAll(works);
        handOut(owner);
    }

    private void handOut(OwnedPartition owner) {
        Deque<Work> held = owner.held();
        int unfinished = owner.recordsInFlight() - held.size();
        for (Work next = held.peek(); next != null; next = held.peek()) {
            unfinished++;
            if (!owner.offsets().hasRoomFor(next.record().offset(), unfinished)) {
                return;
            }
            lanes.stage(held.remove());
        }
    }

    private @Nullable OwnedPartition ownerOf(TopicPartition partition, long offset) {
        OwnedPartition owner = assignment.get(partition);
        if (owner == null || !owner.isReady() || !owner.offsets().isBehind(offset)) {
            return owner;
        }
        log.warn(
                "{} went back to offset {}: the topic was made anew, or the log was cut; records are handled again",
                partition,
                offset);
        events.rewound(partition, owner.offsets().position(), offset);
        // What is in flight belongs to the old log: its completions must not be committed on the new one.
        lanes.discard(owner);
        assignment.release(owner);
        OwnedPartition fresh = assignment.add(partition);
        fresh.begin(offset, new CommitNote(owner.topicPartitions(), owner.life(), FinishedOffsets.NONE));
        return fresh;
    }
}
