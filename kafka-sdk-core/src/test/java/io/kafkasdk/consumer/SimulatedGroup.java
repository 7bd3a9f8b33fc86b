package io.kafkasdk.consumer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator of the group: who owns what and who is to have it, and the committed offsets, fenced by the epoch of the
 * member.
 */
final class SimulatedGroup {

    private final CommitModel model;
    private final @Nullable SimulatedClient[] owners;
    private final @Nullable SimulatedClient[] targets;
    private final @Nullable OffsetAndMetadata[] committed;
    private final Map<SimulatedClient, Integer> epochs = new IdentityHashMap<>();
    private int epoch;

    /**
     * A commit on its way.
     *
     * @param sender who sent it
     * @param epoch the epoch of the sender then
     * @param offsets what it says
     * @param truths what was finished then
     */
    record Request(
            SimulatedClient sender,
            int epoch,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            Map<Integer, BitSet> truths) {}

    SimulatedGroup(int partitions, CommitModel model) {
        this.model = model;
        this.owners = new SimulatedClient[partitions];
        this.targets = new SimulatedClient[partitions];
        this.committed = new OffsetAndMetadata[partitions];
    }

    int partitions() {
        return owners.length;
    }

    void join(SimulatedClient client) {
        epochs.put(client, ++epoch);
    }

    /** Takes a member out; its partitions are free at once. */
    void expel(SimulatedClient client) {
        epochs.remove(client);
        for (int partition = 0; partition < owners.length; partition++) {
            if (owners[partition] == client) {
                owners[partition] = null;
            }
        }
    }

    /** Returns the epoch of a member, 0 when it is none. */
    int epoch(SimulatedClient client) {
        return epochs.getOrDefault(client, 0);
    }

    /** Decides who is to have a partition. */
    void move(int partition, @Nullable SimulatedClient target) {
        targets[partition] = target;
    }

    boolean isFor(int partition, SimulatedClient client) {
        return targets[partition] == client;
    }

    List<TopicPartition> toRevoke(SimulatedClient client) {
        List<TopicPartition> leaving = new ArrayList<>();
        for (int partition = 0; partition < owners.length; partition++) {
            if (owners[partition] == client && targets[partition] != client) {
                leaving.add(SimulatedLog.partition(partition));
            }
        }
        return leaving;
    }

    void released(SimulatedClient client, Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> owners[partition.partition()] = null);
        epochs.computeIfPresent(client, (same, before) -> ++epoch);
    }

    /** Gives a member what is free and meant for it. */
    List<TopicPartition> assign(SimulatedClient client) {
        List<TopicPartition> coming = new ArrayList<>();
        for (int partition = 0; partition < owners.length; partition++) {
            if (owners[partition] == null && targets[partition] == client) {
                owners[partition] = client;
                coming.add(SimulatedLog.partition(partition));
            }
        }
        return coming;
    }

    @Nullable
    OffsetAndMetadata committed(int partition) {
        return committed[partition];
    }

    /** Takes a commit; returns false when it comes from a member of before. */
    boolean accept(Request request) {
        if (request.epoch() == 0 || request.epoch() != epoch(request.sender())) {
            return false;
        }
        request.offsets().forEach((partition, offset) -> committed[partition.partition()] = offset);
        model.accepted(request.truths());
        return true;
    }
}
