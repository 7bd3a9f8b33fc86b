package io.kafkasdk.consumer;

import io.kafkasdk.consumer.OwnedPartition.Commit;
import io.kafkasdk.consumer.ProgressSource.CommitFacts;
import io.kafkasdk.internal.LogLimiter;
import java.time.Duration;
import java.util.Collection;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers since when commits fail, and logs why.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class CommitHealth {

    private static final Logger log = LoggerFactory.getLogger(OffsetCommitter.class);

    private final LogLimiter limiter;
    private CommitFacts facts = CommitFacts.FINE;

    CommitHealth(LongSupplier nanoClock) {
        this.limiter = new LogLimiter(Duration.ofSeconds(30), nanoClock);
    }

    CommitFacts facts() {
        return facts;
    }

    /** Takes note that the last commit was taken, or that there is nothing to commit. */
    void fine() {
        facts = CommitFacts.FINE;
    }

    /** Takes note of a commit that failed, which was started then; the first one in a row counts. */
    void failed(String errorClass, long startNanos) {
        long since = facts.errorClass() == null ? startNanos : facts.failingSinceNanos();
        facts = new CommitFacts(errorClass, since);
    }

    /** Takes note of a commit that failed, and logs it. */
    void failed(Collection<Commit> due, Exception error, long startNanos) {
        String errorClass = error.getClass().getSimpleName();
        failed(errorClass, startNanos);
        limiter.log(note -> log.warn(
                "Offset commit of {} failed with {}: {}; nothing is lost, it is tried again with the next commit, "
                        + "and records finished since the last one are handled again if the partition moves "
                        + "before{}",
                due.stream().map(commit -> commit.owner().partition()).toList(),
                errorClass,
                firstSentence(error),
                note));
    }

    /** Kafka's texts about commits go on for a paragraph. */
    private static String firstSentence(Exception error) {
        String text = String.valueOf(error.getMessage());
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end);
    }
}
