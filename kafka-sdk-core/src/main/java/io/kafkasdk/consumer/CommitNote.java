package io.kafkasdk.consumer;

import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * What a commit of ours says in its metadata, besides the offset.
 *
 * @param topicPartitions how many partitions of the topic the group has begun to read; a partition of a higher number is
 *     new to it
 * @param finished the finished records behind the committed offset
 */
record CommitNote(int topicPartitions, FinishedOffsets finished) {

    private static final String MARK = "kafka-sdk:";

    /** Reads the metadata of a commit; empty when it is not ours. */
    static Optional<CommitNote> decode(OffsetAndMetadata commit) {
        String text = commit.metadata();
        if (!text.startsWith(MARK)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CommitNote(Integer.parseInt(text.substring(MARK.length())), FinishedOffsets.NONE));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    String encode() {
        return MARK + topicPartitions;
    }
}
