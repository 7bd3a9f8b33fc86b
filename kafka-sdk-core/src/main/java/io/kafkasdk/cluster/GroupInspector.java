package io.kafkasdk.cluster;

import io.kafkasdk.cluster.GroupReader.Read;
import io.kafkasdk.cluster.GroupSnapshot.GroupTopic;
import io.kafkasdk.cluster.GroupSnapshot.Membership;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.Deadline;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks the brokers about whole consumer groups, read only: which partitions their topics have, what they committed, who their
 * members are, and then where the logs begin and end. The ends come last, so that a commit is never ahead of them and lag is
 * never negative.
 *
 * <p>Needs what a member of the group has anyway: Read on the group and on its topics, which includes Describe.
 *
 * <p><b>Threads:</b> safe for use by any number of threads; blocks, so it belongs on no I/O thread.
 *
 * <p><b>Lifecycle:</b> the Admin client stays its owner's; nothing to close.
 *
 * <p><b>Guarantee:</b> returns within the stated time, whatever the brokers do. What could not be read is unknown, with the
 * reason, and spoils nothing else; it is never 0.
 */
public final class GroupInspector {

    private final Supplier<Admin> admin;
    private final AccessCures access;
    private final TimedCalls calls;

    /**
     * Makes an inspector; asks nothing yet.
     *
     * @param admin gives the Admin client, the same one each time; may throw a {@link KafkaSdkException}
     * @param access names the settings that decide who we are
     * @param listener told of each look
     */
    public GroupInspector(Supplier<Admin> admin, AccessCures access, CallListener listener) {
        this.admin = admin;
        this.access = access;
        this.calls = new TimedCalls(listener, System::nanoTime);
    }

    /**
     * Looks at groups, all at once: one call of each kind, however many groups and topics. Blocks up to the limit.
     *
     * @param questions the groups, each once
     * @param limit the longest time to block; cut to {@link ClusterInspector#LONGEST_CALL}
     * @return an answer for each group, in the order given
     */
    public List<GroupSnapshot> look(Collection<GroupQuestion> questions, Duration limit) {
        if (questions.isEmpty()) {
            return List.of();
        }
        Duration bound = limit.compareTo(ClusterInspector.LONGEST_CALL) < 0 ? limit : ClusterInspector.LONGEST_CALL;
        try {
            GroupReader reader = new GroupReader(admin.get(), access, Deadline.in(bound));
            return calls.time("describeConsumerGroups", () -> look(questions, reader), GroupInspector::isAnswer);
        } catch (KafkaSdkException noClient) {
            return questions.stream()
                    .map(question -> unknown(question, noClient.diagnosis()))
                    .toList();
        }
    }

    private static boolean isAnswer(List<GroupSnapshot> groups) {
        return groups.stream().anyMatch(group -> group.members().isPresent());
    }

    private static List<GroupSnapshot> look(Collection<GroupQuestion> questions, GroupReader reader) {
        Set<String> topics = new TreeSet<>();
        questions.forEach(question -> topics.addAll(question.topics()));
        Read<String, TopicDescription> described = reader.topics(topics);
        Map<String, Set<TopicPartition>> partitions = new LinkedHashMap<>();
        questions.forEach(question -> partitions.put(question.group(), partitions(question, described)));
        var commits = reader.commits(partitions);
        var groups = reader.groups(partitions.keySet());
        var logs = reader.logs(questions, partitions, leaderless(described));
        return questions.stream()
                .map(question -> new GroupAnswer(question, described, commits, groups, logs).snapshot())
                .toList();
    }

    private static Set<TopicPartition> partitions(GroupQuestion question, Read<String, TopicDescription> described) {
        Set<TopicPartition> partitions = new HashSet<>();
        for (String topic : question.topics()) {
            TopicDescription description = described.found().get(topic);
            if (description != null) {
                description
                        .partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
            }
        }
        return partitions;
    }

    private static Set<TopicPartition> leaderless(Read<String, TopicDescription> described) {
        Set<TopicPartition> leaderless = new HashSet<>();
        described
                .found()
                .forEach((topic, description) -> description.partitions().stream()
                        .filter(partition ->
                                partition.leader() == null || partition.leader().isEmpty())
                        .forEach(partition -> leaderless.add(new TopicPartition(topic, partition.partition()))));
        return leaderless;
    }

    private static GroupSnapshot unknown(GroupQuestion question, Diagnosis why) {
        List<GroupTopic> topics = question.topics().stream()
                .sorted()
                .map(topic -> new GroupTopic(topic, List.of()))
                .toList();
        return new GroupSnapshot(question.group(), Membership.UNKNOWN, topics, List.of(why));
    }
}
