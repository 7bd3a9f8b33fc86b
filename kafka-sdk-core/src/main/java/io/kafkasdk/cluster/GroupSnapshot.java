package io.kafkasdk.cluster;

import io.kafkasdk.error.Diagnosis;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;

/**
 * What the brokers said of a whole consumer group: its members, its commits, and who owns which partition, whatever process
 * they are in. The brokers take a dead member for alive until its session ends.
 *
 * @param group the consumer group
 * @param membership its members
 * @param topics the topics that it reads, in alphabetical order; those that do not exist are left out
 * @param gaps why something is unknown; empty when all is known
 */
public record GroupSnapshot(String group, Membership membership, List<GroupTopic> topics, List<Diagnosis> gaps) {

    /** Copies the lists. */
    public GroupSnapshot {
        topics = List.copyOf(topics);
        gaps = List.copyOf(gaps);
    }

    /** Returns how many members there are, in any process; empty where it is not known. */
    public OptionalInt members() {
        return membership.count() == Membership.UNKNOWN.count()
                ? OptionalInt.empty()
                : OptionalInt.of(membership.count());
    }

    /** Returns one topic; empty for one that the group does not read, or that does not exist. */
    public Optional<GroupTopic> topic(String topic) {
        return topics.stream().filter(known -> known.topic().equals(topic)).findAny();
    }

    /**
     * The members of a group.
     *
     * @param protocol CONSUMER for the new protocol (KIP-848), CLASSIC for the old one, UNKNOWN
     * @param state where the group is, such as STABLE; UNKNOWN
     * @param count how many members there are; negative where it is not known
     */
    public record Membership(GroupType protocol, GroupState state, int count) {

        /** The brokers did not say. */
        public static final Membership UNKNOWN = new Membership(GroupType.UNKNOWN, GroupState.UNKNOWN, -1);
    }

    /**
     * A topic of a group.
     *
     * @param topic its name
     * @param partitions its partitions in order; none where the brokers do not say which there are
     */
    public record GroupTopic(String topic, List<GroupPartition> partitions) {

        /** Copies the list. */
        public GroupTopic {
            partitions = List.copyOf(partitions);
        }

        /**
         * Returns the sum of the lags that are known; empty where none is. It is too low by those that are not:
         * {@link #unknownPartitions()} of them.
         */
        public OptionalLong lag() {
            long[] known = partitions.stream()
                    .flatMapToLong(partition -> partition.lag().stream())
                    .toArray();
            return known.length == 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(LongStream.of(known).sum());
        }

        /** Returns how many of the partitions have a lag that is not known. */
        public int unknownPartitions() {
            return (int) partitions.stream()
                    .filter(partition -> partition.lag().isEmpty())
                    .count();
        }

        /**
         * Returns how many partitions nobody owns; empty where that is not known. Of partitions that move, the classic
         * protocol says that nobody owns them, the new one names the old owner until it has let go.
         */
        public OptionalInt unownedPartitions() {
            boolean known = !partitions.isEmpty()
                    && partitions.stream().noneMatch(partition -> partition.owner() instanceof Owner.Unknown);
            return known
                    ? OptionalInt.of((int) partitions.stream()
                            .filter(partition -> partition.owner() instanceof Owner.Nobody)
                            .count())
                    : OptionalInt.empty();
        }
    }

    /**
     * A partition of a group.
     *
     * @param partition its number
     * @param offsets where the group and the log stand
     * @param owner which member has it
     */
    public record GroupPartition(int partition, Offsets offsets, Owner owner) {

        /**
         * Returns the records behind the commit, at least 0; what retention has deleted does not count. Where nothing is
         * committed it is all that the log holds when the group starts with the earliest record, else unknown. Empty
         * where it is not known, which is not the same as 0.
         */
        public OptionalLong lag() {
            boolean known = offsets.next() != Offsets.UNKNOWN && offsets.end() != Offsets.UNKNOWN;
            return known
                    ? OptionalLong.of(Math.max(0, offsets.end() - Math.max(offsets.next(), offsets.start())))
                    : OptionalLong.empty();
        }
    }

    /**
     * Where the group and the log stand; each {@link #UNKNOWN} where it is not known.
     *
     * @param committed what the group committed; {@link #NONE} when it did not
     * @param next where the group reads on: what it committed, else the start of the log when the group starts there
     * @param start the first offset that retention has left
     * @param end the offset behind the last readable record: the last stable offset for members with
     *     {@code isolation.level=read_committed}, else the high watermark
     */
    public record Offsets(long committed, long next, long start, long end) {

        /** Not known. */
        public static final long UNKNOWN = -1;

        /** Known to be missing: the group committed nothing there. */
        public static final long NONE = -2;
    }

    /** Which member has a partition, as the brokers see it. */
    public sealed interface Owner {

        /**
         * A member has it.
         *
         * @param clientId its client.id
         */
        record Member(String clientId) implements Owner {}

        /** No member has it. */
        record Nobody() implements Owner {}

        /** The brokers did not say, such as while a group of the classic protocol rebalances. */
        record Unknown() implements Owner {}
    }
}
