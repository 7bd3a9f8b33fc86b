package io.kafkasdk.cluster;

import java.util.List;

/**
 * What the cluster says about one topic at one instant.
 *
 * @param name the topic
 * @param partitions its partitions, by number
 * @param minInsyncReplicas the topic's {@code min.insync.replicas}, its own or inherited
 * @param uncleanElection whether {@code unclean.leader.election.enable} is on: acknowledged records can be lost
 * @param maxMessageBytes the topic's {@code max.message.bytes}: the largest compressed batch it takes, in bytes
 */
public record TopicFacts(
        String name,
        List<PartitionFacts> partitions,
        int minInsyncReplicas,
        boolean uncleanElection,
        int maxMessageBytes) {

    /** Copies the list. */
    public TopicFacts {
        partitions = List.copyOf(partitions);
    }

    /**
     * One partition of the topic.
     *
     * @param partition its number
     * @param leader the id of the leading broker, -1 where there is none
     * @param replicas the ids of the brokers that hold it, preferred leader first
     * @param inSync the ids of those that are in sync
     */
    public record PartitionFacts(int partition, int leader, List<Integer> replicas, List<Integer> inSync) {

        /** Copies the lists. */
        public PartitionFacts {
            replicas = List.copyOf(replicas);
            inSync = List.copyOf(inSync);
        }
    }

    /** Returns the smallest replication factor among the partitions: the weakest one decides. */
    public int replicationFactor() {
        return partitions.stream().mapToInt(p -> p.replicas().size()).min().orElse(0);
    }

    /**
     * Returns how many in-sync replicas an acks=all write needs: {@code min(min.insync.replicas, replication factor)}
     * (brokers since 3.7, KAFKA-15583).
     */
    public int effectiveMinInsyncReplicas() {
        return Math.min(minInsyncReplicas, replicationFactor());
    }

    /**
     * Returns how many more replicas may leave the ISR before some partition refuses acks=all writes; negative where
     * writes are refused now.
     */
    public int headroom() {
        return partitions.stream()
                .mapToInt(p -> p.inSync().size()
                        - Math.min(minInsyncReplicas, p.replicas().size()))
                .min()
                .orElse(0);
    }
}
