package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.error.Diagnosis;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A replay of dead letters that the endpoint began.
 *
 * @param id its number, from 1
 * @param cluster the alias of the cluster
 * @param group the group that gave the records up
 * @param topic where they go
 * @param deadLetterTopic where they are read
 * @param dryRun whether it only counts
 * @param status how far it is
 * @param startedAt when it began
 * @param endedAt when it ended; null while it runs
 * @param report what it did so far; null before the first figures
 * @param failure why it failed; null unless it did
 */
public record ReplayView(
        long id,
        String cluster,
        String group,
        String topic,
        String deadLetterTopic,
        boolean dryRun,
        Status status,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Report report,
        @Nullable Diagnosis failure) {

    /** How far a replay is. */
    public enum Status {
        /** It reads letters. */
        RUNNING,
        /** It came to its end. */
        DONE,
        /** It stopped before its end. */
        FAILED
    }

    /**
     * What a replay did so far.
     *
     * @param read records read from the dead letter topic
     * @param replayed letters acknowledged in the topic they came from; of a dry run, those that would be sent
     * @param filtered letters that were not chosen
     * @param capped letters brought back too often already
     * @param otherOrigin letters of other groups or topics
     * @param foreign records that are no dead letters
     * @param failed letters that could not be sent, or of which it is not known
     */
    public record Report(
            long read, long replayed, long filtered, long capped, long otherOrigin, long foreign, long failed) {}
}
