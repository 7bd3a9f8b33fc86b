package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.CommitSeen;
import io.kafkasdk.test.ledger.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The commits of one group that are of the last life of their topics, each partition in the order of time.
 *
 * <p>After a topic was created anew, the offset of its former life may stay or be committed once more; the protocol names the
 * topic only. As long as nothing lower than that was seen, it says nothing about the new topic.
 */
final class Commits {

    private final Map<TopicPartition, List<CommitSeen>> partitions = new HashMap<>();

    private Commits() {}

    static Commits of(Evidence evidence, String group, Removals removals) {
        Map<TopicPartition, List<CommitSeen>> all = new HashMap<>();
        evidence.commits().stream()
                .filter(commit -> commit.group().equals(group))
                .sorted(Comparator.comparingLong(CommitSeen::toldAt))
                .forEach(commit -> all.computeIfAbsent(commit.partition(), p -> new ArrayList<>())
                        .add(commit));
        Commits commits = new Commits();
        all.forEach((partition, list) -> commits.partitions.put(partition, ofLastLife(list, partition, removals)));
        return commits;
    }

    private static List<CommitSeen> ofLastLife(List<CommitSeen> all, TopicPartition partition, Removals removals) {
        int last = removals.lastLife(partition.topic());
        List<CommitSeen> own = new ArrayList<>();
        long former = Long.MAX_VALUE;
        for (CommitSeen commit : all) {
            if (removals.life(partition.topic(), commit.askedAt()) < last) {
                former = commit.offset();
            } else if (commit.offset() < former) {
                former = Long.MAX_VALUE;
                own.add(commit);
            }
        }
        return own;
    }

    Map<TopicPartition, List<CommitSeen>> partitions() {
        return partitions;
    }

    /** Returns the last commit that was told at or before this time; -1 when none was. */
    long lastTold(TopicPartition partition, long at) {
        List<CommitSeen> commits = partitions.getOrDefault(partition, List.of());
        int next = Search.first(commits.size(), i -> commits.get(i).toldAt() > at);
        return next == 0 ? -1 : commits.get(next - 1).offset();
    }
}
