package io.kafkasdk.cluster;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.internal.Deadline;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/** One look at consumer groups: each method is one step, and keeps what was answered apart from what was refused. */
final class GroupReader {

    private static final String LIST_COMMITS = "listConsumerGroupOffsets";

    private final Admin admin;
    private final AccessCures access;
    private final Deadline deadline;

    GroupReader(Admin admin, AccessCures access, Deadline deadline) {
        this.admin = admin;
        this.access = access;
        this.deadline = deadline;
    }

    /** What was answered, and why the rest was not; some may have both an answer and a reason why it is not whole. */
    record Read<K, V extends @Nullable Object>(Map<K, V> found, Map<K, Diagnosis> refused) {

        Optional<Diagnosis> refusal(K key) {
            return Optional.ofNullable(refused.get(key));
        }
    }

    Read<String, TopicDescription> topics(Set<String> names) {
        Read<String, TopicDescription> read = new Read<>(new HashMap<>(), new HashMap<>());
        admin.describeTopics(names, new DescribeTopicsOptions().timeoutMs(millisLeft()))
                .topicNameValues()
                .forEach((name, answer) -> {
                    try {
                        read.found().put(name, AdminCalls.await(answer, deadline));
                    } catch (ExecutionException | TimeoutException e) {
                        read.refused().put(name, diagnose("describeTopics", AdminCalls.topic(name), e));
                    }
                });
        return read;
    }

    /** Asks for each partition by name: without names, a broker leaves out in silence what we may not see. */
    Read<String, Map<TopicPartition, @Nullable OffsetAndMetadata>> commits(Map<String, Set<TopicPartition>> wanted) {
        Read<String, Map<TopicPartition, @Nullable OffsetAndMetadata>> read =
                new Read<>(new HashMap<>(), new HashMap<>());
        Map<String, ListConsumerGroupOffsetsSpec> specs = wanted.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new ListConsumerGroupOffsetsSpec().topicPartitions(entry.getValue())));
        if (specs.isEmpty()) {
            return read;
        }
        ListConsumerGroupOffsetsResult result =
                admin.listConsumerGroupOffsets(specs, new ListConsumerGroupOffsetsOptions().timeoutMs(millisLeft()));
        specs.keySet().forEach(group -> {
            try {
                Map<TopicPartition, @Nullable OffsetAndMetadata> offsets =
                        AdminCalls.await(result.partitionsToOffsetAndMetadata(group), deadline);
                read.found().put(group, offsets);
                if (!offsets.keySet().containsAll(wanted.getOrDefault(group, Set.of()))) {
                    read.refused().put(group, leftOut(group));
                }
            } catch (ExecutionException | TimeoutException e) {
                read.refused().put(group, diagnose(LIST_COMMITS, group(group), e));
            }
        });
        return read;
    }

    private static Diagnosis leftOut(String group) {
        return new Diagnosis(
                ErrorKind.UNEXPECTED,
                LIST_COMMITS + " left out partitions of " + group(group),
                "the brokers answered with an error for some of its partitions, which the Kafka client logged",
                "none if it passes; otherwise check the right Describe on the topics of the group");
    }

    Read<String, @Nullable ConsumerGroupDescription> groups(Set<String> names) {
        Read<String, @Nullable ConsumerGroupDescription> read = new Read<>(new HashMap<>(), new HashMap<>());
        admin.describeConsumerGroups(names, new DescribeConsumerGroupsOptions().timeoutMs(millisLeft()))
                .describedGroups()
                .forEach((group, answer) -> {
                    try {
                        read.found().put(group, AdminCalls.await(answer, deadline));
                    } catch (ExecutionException | TimeoutException e) {
                        if (e.getCause() instanceof GroupIdNotFoundException) {
                            read.found().put(group, null);
                        } else {
                            read.refused().put(group, diagnose("describeConsumerGroups", group(group), e));
                        }
                    }
                });
        return read;
    }

    /** Where logs begin and end. */
    record Logs(Read<TopicPartition, Long> starts, Map<IsolationLevel, Read<TopicPartition, Long>> ends) {

        Read<TopicPartition, Long> ends(IsolationLevel isolation) {
            return ends.getOrDefault(isolation, new Read<>(Map.of(), Map.of()));
        }
    }

    /**
     * Asks for all at the same time.
     *
     * @param partitions by group
     * @param leaderless these are not asked about: nobody could answer, and waiting would use up the time of the others
     */
    Logs logs(
            Collection<GroupQuestion> questions,
            Map<String, Set<TopicPartition>> partitions,
            Set<TopicPartition> leaderless) {
        Map<IsolationLevel, Set<TopicPartition>> wanted = new EnumMap<>(IsolationLevel.class);
        questions.forEach(question -> wanted.computeIfAbsent(question.isolation(), isolation -> new HashSet<>())
                .addAll(partitions.getOrDefault(question.group(), Set.of())));
        Set<TopicPartition> all = wanted.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        Asked starts = ask(all, leaderless, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
        Map<IsolationLevel, Asked> asked = new EnumMap<>(IsolationLevel.class);
        wanted.forEach(
                (isolation, ends) -> asked.put(isolation, ask(ends, leaderless, OffsetSpec.latest(), isolation)));
        Map<IsolationLevel, Read<TopicPartition, Long>> ends = new EnumMap<>(IsolationLevel.class);
        asked.forEach((isolation, question) -> ends.put(isolation, await(question)));
        return new Logs(await(starts), ends);
    }

    private record Asked(Set<TopicPartition> partitions, ListOffsetsResult result, Set<TopicPartition> leaderless) {}

    private Asked ask(
            Set<TopicPartition> partitions, Set<TopicPartition> leaderless, OffsetSpec spec, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
        Set<TopicPartition> leftOut = new HashSet<>();
        for (TopicPartition partition : partitions) {
            if (leaderless.contains(partition)) {
                leftOut.add(partition);
            } else {
                specs.put(partition, spec);
            }
        }
        ListOffsetsResult result = admin.listOffsets(specs, new ListOffsetsOptions(isolation).timeoutMs(millisLeft()));
        return new Asked(specs.keySet(), result, leftOut);
    }

    private Read<TopicPartition, Long> await(Asked asked) {
        Read<TopicPartition, Long> read = new Read<>(new HashMap<>(), new HashMap<>());
        asked.leaderless().forEach(partition -> read.refused().put(partition, noLeader(partition)));
        for (TopicPartition partition : asked.partitions()) {
            try {
                long offset = AdminCalls.await(asked.result().partitionResult(partition), deadline)
                        .offset();
                read.found().put(partition, offset);
            } catch (ExecutionException | TimeoutException e) {
                read.refused().put(partition, diagnose("listOffsets", AdminCalls.topic(partition.topic()), e));
            }
        }
        return read;
    }

    private static Diagnosis noLeader(TopicPartition partition) {
        return new Diagnosis(
                ErrorKind.NO_LEADER,
                "The end of partition " + partition + " is unknown",
                "the partition has no leader",
                "bring back a broker that holds a replica of it");
    }

    private Diagnosis diagnose(String call, String subject, Exception failure) {
        return AdminCalls.diagnose(access, call, "Describe", subject, failure);
    }

    private static String group(String name) {
        return "group '" + name + "'";
    }

    private int millisLeft() {
        return (int) Math.max(1, deadline.remaining().toMillis());
    }
}
