package io.kafkasdk.consumer;

import io.kafkasdk.consumer.SkippedRange.Reason;
import io.kafkasdk.internal.Deadline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What to do when a position is not in the log (any more). Below its start: go on at the start, and count what is gone.
 * Cut off: go on where the logs part. Beyond its end, or the topic was made anew: it is another log, read it from its
 * beginning.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class LogJumps {

    /** Brokers hear of a new topic one after the other: one that still tells the old id is asked again. */
    private static final Duration DOUBT = Duration.ofSeconds(1);

    private final MemberParts parts;
    private final Lives lives;
    private final OffsetQuestions questions;
    private final Questioning questioning;
    private final SkipReport report;
    private final Map<OwnedPartition, Jump> jumps = new LinkedHashMap<>();
    /** Those of them that are not to wait. */
    private final Set<OwnedPartition> pending = new LinkedHashSet<>();

    /**
     * A position that is not in the log, or in another one.
     *
     * @param position where it was
     * @param parting where the log was cut, null where nobody says that it was
     * @param life the life that the topic was last seen in
     * @param doubt until when to wait before the answer is believed, null where nobody doubted it yet
     */
    private record Jump(
            long position,
            @Nullable OffsetAndMetadata parting,
            int life,
            @Nullable Deadline doubt) {

        boolean isDue() {
            return doubt == null || doubt.hasPassed();
        }

        Jump doubted(Deadline until) {
            return new Jump(position, parting, life, until);
        }
    }

    LogJumps(MemberParts parts, Lives lives, Questioning questioning, SkipReport report) {
        this.parts = parts;
        this.lives = lives;
        this.questions = new OffsetQuestions(parts.client());
        this.questioning = questioning;
        this.report = report;
    }

    /** Takes what {@code poll} said of partitions that were ready. */
    void take(OwnedPartition owner, OffsetOutOfRangeException said) {
        TopicPartition partition = owner.partition();
        long position = said.offsetOutOfRangePartitions().getOrDefault(partition, OffsetTracker.UNKNOWN);
        OffsetAndMetadata parting = said instanceof LogTruncationException cut
                ? cut.divergentOffsets().get(partition)
                : null;
        take(owner, new Jump(position, parting, owner.life(), null));
    }

    /** Takes a partition whose topic was seen in another life. */
    void take(OwnedPartition owner, int life) {
        take(owner, new Jump(owner.offsets().position(), null, life, null));
    }

    private void take(OwnedPartition owner, Jump jump) {
        owner.ready(false);
        // Ends the client's check of the log that it was, which would go on throwing.
        parts.client().seek(owner.partition(), 0);
        jumps.put(owner, jump);
    }

    /** Finds where to go on. Blocks a second for each question at most. */
    void settle() {
        jumps.keySet().removeIf(owner -> owner.isReady() || !parts.isHere(owner));
        pending.retainAll(jumps.keySet());
        jumps.forEach((owner, jump) -> {
            if (jump.isDue()) {
                pending.add(owner);
            }
        });
        questioning.ask(pending, this::goOn);
    }

    private void goOn(List<OwnedPartition> owners) {
        // Leader epochs begin anew with a topic, so one that was made anew looks like a log that was cut.
        Map<String, Integer> now = lives.await(lives.ask(owners));
        Map<TopicPartition, Long> beginnings = questions.beginnings(
                owners.stream().map(OwnedPartition::partition).toList());
        for (OwnedPartition owner : owners) {
            Jump jump = Objects.requireNonNull(jumps.get(owner));
            int life = now.getOrDefault(owner.partition().topic(), jump.life());
            long beginning = Objects.requireNonNull(beginnings.get(owner.partition()));
            pending.remove(owner);
            boolean another = Lives.differ(owner.life(), life);
            boolean below = jump.parting() == null && jump.position() < beginning;
            if (!another && Lives.differ(owner.life(), jump.life())) {
                stay(owner, jump.position());
            } else if (!another && !below && jump.doubt() == null && owner.life() != Lives.UNKNOWN) {
                jumps.put(owner, jump.doubted(Deadline.in(DOUBT, parts.nanoClock())));
            } else if (another) {
                report.madeAnew(owner.partition(), jump.position(), beginning);
                parts.beginAnew(owner, new OffsetAndMetadata(beginning), CommitNote.inNewLife(life));
            } else if (jump.parting() != null) {
                goToTheParting(owner, jump.position(), jump.parting());
            } else if (below) {
                skipTo(owner, jump.position(), beginning);
            } else {
                report.rewound(owner.partition(), jump.position(), beginning);
                // At the beginning of whichever life it is: the next look says.
                parts.beginAnew(
                        owner,
                        new OffsetAndMetadata(beginning),
                        new CommitNote(owner.topicPartitions(), Lives.UNKNOWN, FinishedOffsets.NONE));
            }
        }
    }

    /** A broker that was behind told of another life, and now the one that we know is told again. */
    private void stay(OwnedPartition owner, long position) {
        parts.client().seek(owner.partition(), position);
        owner.ready(true);
    }

    /** It is still the same log: what is in flight of it counts when it finishes. */
    private void skipTo(OwnedPartition owner, long position, long beginning) {
        parts.client().seek(owner.partition(), beginning);
        owner.offsets().advance(beginning, Optional.empty());
        owner.ready(true);
        report.skipped(owner.partition(), position, beginning, Reason.RETENTION);
    }

    private void goToTheParting(OwnedPartition owner, long position, OffsetAndMetadata divergent) {
        // Never past an unfinished record: what is in flight of the old log is forgotten, not handled.
        long frontier = owner.offsets().frontier();
        boolean behind = frontier != OffsetTracker.UNKNOWN && frontier < divergent.offset();
        parts.beginAnew(owner, behind ? new OffsetAndMetadata(frontier) : divergent);
        report.skipped(owner.partition(), divergent.offset(), position, Reason.TRUNCATION);
    }
}
