package io.kafkasdk.cluster;

import java.util.List;
import java.util.Set;

/**
 * What the cluster says about one topic at one instant.
 *
 * @param name the topic
 * @param partitions its partitions, by number
 * @param minInsyncReplicas the topic's {@code min.insync.replicas}, its own or inherited
 * @param uncleanElection whether {@code unclean.leader.election.enable} is on: acknowledged records can be lost
 * @param maxMessageBytes the topic's {@code max.message.bytes}: the largest compressed batch it takes, in bytes
 * @param minIsrCap whether the brokers cap {@code min.insync.replicas} at the replication factor
 * @param compacted whether {@code cleanup.policy} contains {@code compact}: the brokers refuse records without a key
 * @param timestampBeforeMaxMillis the topic's {@code message.timestamp.before.max.ms}: how far a record's timestamp may lie
 *     before the broker's clock, in milliseconds (KIP-937); {@link #NO_BOUND} where brokers know no such setting
 * @param timestampAfterMaxMillis the topic's {@code message.timestamp.after.max.ms}: how far a record's timestamp may lie
 *     after the broker's clock, in milliseconds (KIP-937; one hour unless set, since 4.0); {@link #NO_BOUND} where brokers
 *     know no such setting
 * @param logAppendTime whether {@code message.timestamp.type} is {@code LogAppendTime}: the broker writes its own time
 *     into the records, and the two bounds before do not apply
 * @param compression the topic's {@code compression.type}, its own or inherited: {@link #AS_IT_COMES} where the brokers keep
 *     batches as producers compressed them; with another one they decompress and compress every batch that came otherwise
 */
public record TopicFacts(
        String name,
        List<PartitionFacts> partitions,
        int minInsyncReplicas,
        boolean uncleanElection,
        int maxMessageBytes,
        MinIsrCap minIsrCap,
        boolean compacted,
        long timestampBeforeMaxMillis,
        long timestampAfterMaxMillis,
        boolean logAppendTime,
        String compression) {

    /** The {@code compression.type} of a topic that leaves it to producers. */
    public static final String AS_IT_COMES = "producer";

    /** The bound of timestamps where there is none. */
    public static final long NO_BOUND = Long.MAX_VALUE;

    /**
     * Whether the brokers cap {@code min.insync.replicas} at the replication factor, as all since 3.7 do (KAFKA-15583);
     * older ones refuse every acks=all write where it is larger.
     */
    public enum MinIsrCap {
        /** The brokers are 3.7 or newer. */
        PRESENT,
        /** The brokers are older. */
        ABSENT,
        /** They do not say how old they are, as none does that runs with ZooKeeper: here they are taken for 3.7 or newer. */
        UNKNOWN
    }

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

        /** Returns the ids of the brokers that hold the partition but are not in sync, in the order of the replicas. */
        public List<Integer> out() {
            return replicas.stream().filter(id -> !inSync.contains(id)).toList();
        }

        /**
         * Returns a copy in which some brokers are not in sync; the leader stays as it is.
         *
         * @param silent the ids of the brokers
         */
        public PartitionFacts without(Set<Integer> silent) {
            List<Integer> left =
                    inSync.stream().filter(id -> !silent.contains(id)).toList();
            return left.size() == inSync.size() ? this : new PartitionFacts(partition, leader, replicas, left);
        }
    }

    /** Returns the smallest replication factor among the partitions: the weakest one decides. */
    public int replicationFactor() {
        return partitions.stream().mapToInt(p -> p.replicas().size()).min().orElse(0);
    }

    /** Returns the largest replication factor among the partitions. */
    public int largestReplicationFactor() {
        return partitions.stream().mapToInt(p -> p.replicas().size()).max().orElse(0);
    }

    /**
     * Returns how many in-sync replicas an acks=all write to the weakest partition needs: {@code min.insync.replicas},
     * capped at the replication factor unless the brokers are known not to do that.
     */
    public int effectiveMinInsyncReplicas() {
        return effectiveMin(replicationFactor());
    }

    /**
     * Returns how many more replicas may leave the ISR of a partition before it refuses acks=all writes; negative where
     * it refuses them now, because too few replicas are in sync or because it has no leader: the last replica that was in
     * sync stays in the ISR of a partition without leader.
     *
     * @param partition a partition of this topic
     */
    public int headroom(PartitionFacts partition) {
        int spare =
                partition.inSync().size() - effectiveMin(partition.replicas().size());
        return partition.leader() < 0 ? Math.min(-1, spare) : spare;
    }

    /** Returns the smallest {@linkplain #headroom(PartitionFacts) headroom} among the partitions. */
    public int headroom() {
        return partitions.stream().mapToInt(this::headroom).min().orElse(0);
    }

    /**
     * Returns a copy in which some brokers are not in sync with anything, whatever the cluster says: it goes on counting a
     * dead broker as in sync until it fences it, 9 s later by default. Leaders stay as they are.
     *
     * @param silent the ids of the brokers
     */
    public TopicFacts without(Set<Integer> silent) {
        return silent.isEmpty()
                ? this
                : with(partitions.stream().map(p -> p.without(silent)).toList(), minIsrCap);
    }

    /** Returns a copy as other brokers see it. */
    TopicFacts with(MinIsrCap cap) {
        return with(partitions, cap);
    }

    private TopicFacts with(List<PartitionFacts> others, MinIsrCap cap) {
        return new TopicFacts(
                name,
                others,
                minInsyncReplicas,
                uncleanElection,
                maxMessageBytes,
                cap,
                compacted,
                timestampBeforeMaxMillis,
                timestampAfterMaxMillis,
                logAppendTime,
                compression);
    }

    private int effectiveMin(int replicationFactor) {
        return minIsrCap == MinIsrCap.ABSENT ? minInsyncReplicas : Math.min(minInsyncReplicas, replicationFactor);
    }
}
