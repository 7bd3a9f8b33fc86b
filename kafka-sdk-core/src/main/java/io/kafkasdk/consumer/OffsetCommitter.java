package io.kafkasdk.consumer;

import io.kafkasdk.consumer.OwnedPartition.Commit;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.LogLimiter;
import io.kafkasdk.settings.ConsumerLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits frontiers: now and then without waiting, and waiting where partitions leave. A commit that fails is not
 * lost work: the next one carries the same offsets or later ones, and at worst records are handled again.
 *
 * <p><b>Threads:</b> poll thread only; the client runs commit callbacks there too.
 */
final class OffsetCommitter {

    private static final Logger log = LoggerFactory.getLogger(OffsetCommitter.class);
    /** After this long an answer is not waited for any more; the client itself gives up earlier. */
    private static final long LOST_NANOS = Duration.ofMinutes(2).toNanos();

    private final Consumer<byte[], byte[]> client;
    private final Assignment assignment;
    private final ConsumerEvents events;
    private final long intervalNanos;
    private final int records;
    private final LongSupplier nanoClock;
    private final LogLimiter limiter;
    private long lastNanos;
    private boolean answerPending;
    private boolean withoutNotes;

    OffsetCommitter(
            Consumer<byte[], byte[]> client,
            Assignment assignment,
            ConsumerEvents events,
            ConsumerLimits limits,
            LongSupplier nanoClock) {
        this.client = client;
        this.assignment = assignment;
        this.events = events;
        this.intervalNanos = limits.commitInterval().toNanos();
        this.records = limits.commitRecords();
        this.nanoClock = nanoClock;
        this.limiter = new LogLimiter(Duration.ofSeconds(30), nanoClock);
        this.lastNanos = nanoClock.getAsLong();
    }

    /** Starts a commit when the interval is over and a frontier moved; does not wait. */
    void commitIfDue() {
        long now = nanoClock.getAsLong();
        long age = now - lastNanos;
        boolean isDue = age >= intervalNanos || assignment.finishedSinceCommit() >= records;
        if (!isDue || (answerPending && age < LOST_NANOS)) {
            return;
        }
        lastNanos = now;
        assignment.commitStarted();
        Collection<Commit> due = due(assignment.all());
        if (due.isEmpty()) {
            return;
        }
        answerPending = true;
        client.commitAsync(offsets(due), (same, error) -> {
            answerPending = false;
            ended(due, error, now);
        });
    }

    /** Returns the time to the next commit in nanoseconds, at most the given limit. */
    long nanosToNext(long limit) {
        return answerPending
                ? limit
                : Math.min(limit, Math.max(0, intervalNanos - (nanoClock.getAsLong() - lastNanos)));
    }

    /** Commits the frontiers of these partitions and waits for the answer, at most this long. */
    void commitNow(Collection<OwnedPartition> owners, Duration timeout) {
        Deadline deadline = Deadline.in(timeout, nanoClock);
        boolean had = withoutNotes;
        commitOnce(owners, timeout);
        if (withoutNotes != had) {
            // There is no next commit that could go without notes.
            commitOnce(owners, deadline.remaining());
        }
    }

    private void commitOnce(Collection<OwnedPartition> owners, Duration timeout) {
        Collection<Commit> due = due(owners);
        if (due.isEmpty()) {
            return;
        }
        long start = nanoClock.getAsLong();
        KafkaException error = null;
        try {
            commitSync(offsets(due), timeout);
        } catch (KafkaException e) {
            error = e;
        }
        ended(due, error, start);
    }

    private void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        Deadline deadline = Deadline.in(timeout, nanoClock);
        while (true) {
            try {
                client.commitSync(offsets, deadline.remaining());
                return;
            } catch (WakeupException e) {
                // Meant for a poll, and there may be more of them: from each close, and from each worker. A wakeup is
                // spent by being thrown; whether a try got through before does not matter.
                if (deadline.hasPassed()) {
                    throw e;
                }
            }
        }
    }

    private void ended(Collection<Commit> due, @Nullable Exception error, long startNanos) {
        if (error == null) {
            due.forEach(Commit::succeeded);
        } else if (error instanceof OffsetMetadataTooLarge && !withoutNotes) {
            withoutNotes = true;
            log.warn(
                    "The cluster takes less than {} bytes of metadata with a commit (offset.metadata.max.bytes), so the "
                            + "records that are finished beyond the committed offset cannot be remembered there: after a "
                            + "crash they are handled again. Commits go on without",
                    CommitNote.MAX_LENGTH);
        } else {
            limiter.log(note -> log.warn(
                    "Offset commit of {} failed with {}: {}; nothing is lost, it is tried again with the next commit, "
                            + "and records finished since the last one are handled again if the partition moves "
                            + "before{}",
                    due.stream().map(commit -> commit.owner().partition()).toList(),
                    error.getClass().getSimpleName(),
                    firstSentence(error),
                    note));
        }
        events.committed(error == null, nanoClock.getAsLong() - startNanos);
    }

    /** Kafka's texts about commits go on for a paragraph. */
    private static String firstSentence(Exception error) {
        String text = String.valueOf(error.getMessage());
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end);
    }

    private Collection<Commit> due(Collection<OwnedPartition> owners) {
        List<Commit> due = new ArrayList<>();
        owners.forEach(owner -> owner.uncommitted().ifPresent(due::add));
        return due;
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(Collection<Commit> due) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        due.forEach(commit ->
                offsets.put(commit.owner().partition(), withoutNotes ? withoutNote(commit.offset()) : commit.offset()));
        return offsets;
    }

    private static OffsetAndMetadata withoutNote(OffsetAndMetadata offset) {
        return new OffsetAndMetadata(offset.offset(), offset.leaderEpoch(), "");
    }
}
