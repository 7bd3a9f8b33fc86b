package io.kafkasdk.cluster;

import io.kafkasdk.settings.StartPosition;
import java.util.Set;
import org.apache.kafka.common.IsolationLevel;

/**
 * Which group to look at, and what its members know of it.
 *
 * @param group the consumer group
 * @param topics the topics that it reads
 * @param start where it starts in a partition without a commit
 * @param isolation which records its members read
 */
public record GroupQuestion(String group, Set<String> topics, StartPosition start, IsolationLevel isolation) {

    /** Copies the set. */
    public GroupQuestion {
        topics = Set.copyOf(topics);
    }
}
