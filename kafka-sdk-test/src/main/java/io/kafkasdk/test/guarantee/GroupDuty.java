package io.kafkasdk.test.guarantee;

import java.util.Optional;
import java.util.Set;

/**
 * What a consumer group is there for: each record of these topics is to be handled by it, or to be in its dead letter topic.
 *
 * @param group the consumer group
 * @param topics what it reads
 * @param deadLetterTopic where it puts what it cannot handle; no other group may use the same
 */
public record GroupDuty(String group, Set<String> topics, Optional<String> deadLetterTopic) {

    /** Copies the topics. */
    public GroupDuty {
        topics = Set.copyOf(topics);
    }
}
