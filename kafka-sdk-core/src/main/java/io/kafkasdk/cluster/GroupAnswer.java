package io.kafkasdk.cluster;

import io.kafkasdk.cluster.GroupReader.Logs;
import io.kafkasdk.cluster.GroupReader.Read;
import io.kafkasdk.cluster.GroupSnapshot.GroupPartition;
import io.kafkasdk.cluster.GroupSnapshot.GroupTopic;
import io.kafkasdk.cluster.GroupSnapshot.Membership;
import io.kafkasdk.cluster.GroupSnapshot.Offsets;
import io.kafkasdk.cluster.GroupSnapshot.Owner;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.settings.StartPosition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What was read, as it is about one group.
 *
 * @param question which group
 * @param described topics by name
 * @param commits by group: null where it committed nothing, absent where that is not known
 * @param groups by name; null for a group that does not exist
 * @param logs where the logs begin and end
 */
record GroupAnswer(
        GroupQuestion question,
        Read<String, TopicDescription> described,
        Read<String, Map<TopicPartition, @Nullable OffsetAndMetadata>> commits,
        Read<String, @Nullable ConsumerGroupDescription> groups,
        Logs logs) {

    /** In these a group of the classic protocol has members, but the coordinator tells no assignment. */
    private static final Set<GroupState> UNTOLD =
            EnumSet.of(GroupState.PREPARING_REBALANCE, GroupState.COMPLETING_REBALANCE, GroupState.UNKNOWN);

    /** All members are gone: an answer, not a gap. Its commits may have outlived them. */
    private static final Membership GONE = new Membership(GroupType.UNKNOWN, GroupState.DEAD, 0);

    GroupSnapshot snapshot() {
        Set<Diagnosis> gaps = new LinkedHashSet<>();
        commits.refusal(question.group()).ifPresent(gaps::add);
        groups.refusal(question.group()).ifPresent(gaps::add);
        Owners owners = owners();
        List<GroupTopic> topics = new ArrayList<>();
        for (String topic : new TreeSet<>(question.topics())) {
            TopicDescription description = described.found().get(topic);
            Diagnosis refused = described.refused().get(topic);
            if (description != null) {
                topics.add(new GroupTopic(
                        topic,
                        description.partitions().stream()
                                .map(info -> partition(new TopicPartition(topic, info.partition()), owners, gaps))
                                .toList()));
            } else if (refused != null && refused.kind() != ErrorKind.TOPIC_MISSING) {
                topics.add(new GroupTopic(topic, List.of()));
                gaps.add(refused);
            }
        }
        return new GroupSnapshot(question.group(), membership(), topics, List.copyOf(gaps));
    }

    private Membership membership() {
        if (!groups.found().containsKey(question.group())) {
            return Membership.UNKNOWN;
        }
        ConsumerGroupDescription description = groups.found().get(question.group());
        return description == null
                ? GONE
                : new Membership(
                        description.type(),
                        description.groupState(),
                        description.members().size());
    }

    private Owners owners() {
        Membership membership = membership();
        Map<TopicPartition, String> clientIds = new HashMap<>();
        ConsumerGroupDescription description = groups.found().get(question.group());
        if (description != null) {
            description
                    .members()
                    .forEach(member -> member.assignment()
                            .topicPartitions()
                            .forEach(partition -> clientIds.put(partition, member.clientId())));
        }
        return new Owners(!UNTOLD.contains(membership.state()), clientIds);
    }

    private record Owners(boolean isKnown, Map<TopicPartition, String> clientIds) {

        Owner of(TopicPartition partition) {
            if (!isKnown) {
                return new Owner.Unknown();
            }
            String clientId = clientIds.get(partition);
            return clientId == null ? new Owner.Nobody() : new Owner.Member(clientId);
        }
    }

    private GroupPartition partition(TopicPartition partition, Owners owners, Set<Diagnosis> gaps) {
        Read<TopicPartition, Long> ends = logs.ends(question.isolation());
        logs.starts().refusal(partition).or(() -> ends.refusal(partition)).ifPresent(gaps::add);
        long committed = committed(partition);
        long start = logs.starts().found().getOrDefault(partition, Offsets.UNKNOWN);
        long end = ends.found().getOrDefault(partition, Offsets.UNKNOWN);
        return new GroupPartition(
                partition.partition(),
                new Offsets(committed, next(committed, start), start, end),
                owners.of(partition));
    }

    private long committed(TopicPartition partition) {
        Map<TopicPartition, @Nullable OffsetAndMetadata> offsets =
                commits.found().get(question.group());
        if (offsets == null || !offsets.containsKey(partition)) {
            return Offsets.UNKNOWN;
        }
        OffsetAndMetadata committed = offsets.get(partition);
        return committed == null ? Offsets.NONE : committed.offset();
    }

    /** LATEST has no one answer: a new partition is read from its beginning, a lost commit is followed by the end. */
    private long next(long committed, long start) {
        if (committed != Offsets.NONE) {
            return committed;
        }
        return question.start() == StartPosition.EARLIEST ? start : Offsets.UNKNOWN;
    }
}
