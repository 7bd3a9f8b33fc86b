package io.kafkasdk.consumer;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Why a partition has no committed offset, judged by the commits of its group for the whole topic.
 *
 * <p>The commits say how many partitions the group has begun to read. That number is taken when the group is new and
 * handed on from commit to commit; it grows only over partitions that have a commit. The number that the topic has now
 * would not do: the owner of an old partition could write it before the new partition has its start, and the new one
 * would pass for an old one whose commit was lost.
 *
 * @param newGroup whether the group has no commit for this topic at all
 * @param begun how many partitions of the topic the group has begun to read
 */
record StartRule(boolean newGroup, int begun) {

    /** Why there is no committed offset. */
    enum Ground {
        /** The group never read this topic. */
        NEW_GROUP,
        /** The partition was added after the group began to read the topic. */
        NEW_PARTITION,
        /** The group read it, or could have: its commit expired or was deleted. */
        COMMIT_MISSING
    }

    /** The topic was made anew: whatever the group began to read was of another one. */
    static StartRule madeAnew() {
        return new StartRule(false, 0);
    }

    /**
     * Judges by the commits of a topic.
     *
     * @param topicPartitions how many partitions it has now
     * @param commits by the number of the partition
     */
    static StartRule of(int topicPartitions, Map<Integer, OffsetAndMetadata> commits) {
        if (commits.isEmpty()) {
            return new StartRule(true, topicPartitions);
        }
        int begun = begun(commits.values());
        if (begun == 0) {
            // Commits of another client do not tell. What it committed it has read; beyond that a partition counts as
            // new, because reading twice is better than not at all.
            begun = commits.keySet().stream()
                    .mapToInt(number -> number + 1)
                    .max()
                    .orElse(0);
        }
        while (commits.containsKey(begun)) {
            begun++;
        }
        return new StartRule(false, begun);
    }

    private static int begun(Collection<OffsetAndMetadata> commits) {
        return commits.stream()
                .flatMap(commit -> CommitNote.decode(commit).stream())
                .mapToInt(CommitNote::topicPartitions)
                .max()
                .orElse(0);
    }

    /** Returns why the partition of this number has no committed offset. */
    Ground groundOf(int partition) {
        if (newGroup) {
            return Ground.NEW_GROUP;
        }
        return partition >= begun ? Ground.NEW_PARTITION : Ground.COMMIT_MISSING;
    }
}
