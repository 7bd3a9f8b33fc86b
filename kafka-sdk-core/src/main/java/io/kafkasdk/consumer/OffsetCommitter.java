package io.kafkasdk.consumer;

import io.kafkasdk.consumer.OwnedPartition.Commit;
import io.kafkasdk.internal.Deadline;
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
import org.apache.kafka.common.errors.RebalanceInProgressException;
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
    /** Some seconds are normal while a coordinator moves. */
    private static final long UNANSWERED_NANOS = Duration.ofSeconds(10).toNanos();

    private final Consumer<byte[], byte[]> client;
    private final Assignment assignment;
    private final Clocked clocked;
    private final ConsumerLimits limits;
    private final Pulse pulse;
    private final CommitHealth health;
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
        this.clocked = new Clocked(events, nanoClock);
        this.limits = limits;
        this.health = new CommitHealth(nanoClock);
        this.lastNanos = nanoClock.getAsLong();
        this.pulse = new Pulse(lastNanos);
    }

    /** Starts a commit when the interval is over and a frontier moved; does not wait. */
    void commitIfDue() {
        long now = clocked.now();
        long age = now - lastNanos;
        boolean isDue =
                age >= limits.commitInterval().toNanos() || assignment.finishedSinceCommit() >= limits.commitRecords();
        if (pulse.stoodStill(now) || !isDue || (answerPending && age < LOST_NANOS)) {
            return;
        }
        lastNanos = now;
        assignment.commitStarted();
        Collection<Commit> due = due(assignment.all());
        if (due.isEmpty()) {
            // What could not be committed went with its partition.
            health.fine();
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
        return answerPending || pulse.isSilent(clocked.now())
                ? limit
                : Math.min(limit, Math.max(0, limits.commitInterval().toNanos() - (clocked.now() - lastNanos)));
    }

    /**
     * Commits the frontiers of these partitions and waits for the answer, at most this long. Returns false when a rebalance
     * is under way, which a classic member must poll through before it may commit.
     */
    boolean commitNow(Collection<OwnedPartition> owners, Duration timeout) {
        Deadline deadline = Deadline.in(timeout, clocked.nanoClock());
        boolean had = withoutNotes;
        boolean mayCommit = commitOnce(owners, timeout);
        // There is no next commit that could go without notes.
        return withoutNotes == had ? mayCommit : commitOnce(owners, deadline.remaining());
    }

    private boolean commitOnce(Collection<OwnedPartition> owners, Duration timeout) {
        Collection<Commit> due = due(owners);
        if (due.isEmpty()) {
            return true;
        }
        long start = clocked.now();
        KafkaException error = null;
        try {
            commitSync(offsets(due), timeout);
        } catch (KafkaException e) {
            error = e;
        }
        ended(due, error, start);
        return !(error instanceof RebalanceInProgressException);
    }

    private void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        Deadline deadline = Deadline.in(timeout, clocked.nanoClock());
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
            health.fine();
            due.forEach(Commit::succeeded);
        } else if (error instanceof OffsetMetadataTooLarge && !withoutNotes) {
            withoutNotes = true;
            log.warn(
                    "The cluster takes less than {} bytes of metadata with a commit (offset.metadata.max.bytes), so the "
                            + "records that are finished beyond the committed offset cannot be remembered there: after a "
                            + "crash they are handled again. Commits go on without",
                    CommitNote.MAX_LENGTH);
        } else {
            health.failed(due, error, startNanos);
        }
        clocked.events().committed(error == null, clocked.now() - startNanos);
    }

    /** Returns whether commits fail, and since when: an answer that does not come is a failure too. */
    ProgressSource.CommitFacts facts() {
        if (answerPending && clocked.now() - lastNanos >= UNANSWERED_NANOS) {
            health.failed("no answer", lastNanos);
        }
        return health.facts();
    }

    private static Collection<Commit> due(Collection<OwnedPartition> owners) {
        List<Commit> due = new ArrayList<>();
        owners.forEach(owner -> owner.uncommitted().ifPresent(due::add));
        return due;
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(Collection<Commit> due) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        due.forEach(commit -> offsets.put(
                commit.owner().partition(), withoutNotes ? CommitNote.withoutNote(commit.offset()) : commit.offset()));
        return offsets;
    }
}
