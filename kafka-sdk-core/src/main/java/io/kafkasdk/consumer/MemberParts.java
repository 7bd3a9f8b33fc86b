package io.kafkasdk.consumer;

import java.util.Collection;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * What a running member consists of; all of it belongs to the poll thread.
 *
 * @param client the Kafka client, which nobody else touches
 * @param assignment the owned partitions
 * @param completions what workers hand back
 * @param lanes the work
 * @param intake what is fetched
 * @param workers run handlers
 * @param committer commits frontiers
 * @param flow bounds what is in flight
 * @param lag samples the lag
 * @param events tells the listener
 * @param nanoClock monotonic time in nanoseconds
 */
record MemberParts(
        Consumer<byte[], byte[]> client,
        Assignment assignment,
        Completions completions,
        Lanes lanes,
        Intake intake,
        Workers workers,
        OffsetCommitter committer,
        FlowControl flow,
        LagSampler lag,
        ConsumerEvents events,
        LongSupplier nanoClock) {

    /** Takes what workers finished, and starts due retries. */
    void collect() {
        assignment.collect();
        lanes.collect();
    }

    /** Returns whether no handler of these partitions runs. */
    boolean areIdle(Collection<OwnedPartition> owners) {
        return owners.stream().allMatch(workers::isIdle);
    }

    /** Returns whether an assignment goes on, here and in the client. */
    boolean isHere(OwnedPartition owner) {
        return assignment.get(owner.partition()) == owner && client.assignment().contains(owner.partition());
    }

    /**
     * Ends an assignment and begins a new one of the same partition elsewhere, so that whatever finishes of the old one
     * is not committed any more.
     */
    OwnedPartition beginAnew(OwnedPartition old, OffsetAndMetadata start) {
        return beginAnew(old, start, new CommitNote(old.topicPartitions(), old.life(), FinishedOffsets.NONE));
    }

    /**
     * As the other one does.
     *
     * @param note what the commits of the new assignment are to go on saying
     */
    OwnedPartition beginAnew(OwnedPartition old, OffsetAndMetadata start, CommitNote note) {
        lanes.discard(old);
        assignment.release(old);
        OwnedPartition fresh = assignment.add(old.partition());
        client.seek(fresh.partition(), start);
        fresh.begin(start.offset(), note);
        return fresh;
    }
}
