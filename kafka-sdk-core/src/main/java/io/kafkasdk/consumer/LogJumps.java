package io.kafkasdk.consumer;

import io.kafkasdk.consumer.SkippedRange.Reason;
import java.util.HashMap;
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

/**
 * What to do when a position is not in the log (any more). Below its start: go on at the start, and count what is gone.
 * Cut off: go on where the logs part. Beyond its end: it is another log, read it from its beginning.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class LogJumps {

    private final MemberParts parts;
    private final OffsetQuestions questions;
    private final Questioning questioning;
    private final SkipReport report;
    private final Set<OwnedPartition> pending = new LinkedHashSet<>();
    /** The positions of the pending ones, which are out of range. */
    private final Map<OwnedPartition, Long> positions = new HashMap<>();

    LogJumps(MemberParts parts, Questioning questioning, SkipReport report) {
        this.parts = parts;
        this.questions = new OffsetQuestions(parts.client());
        this.questioning = questioning;
        this.report = report;
    }

    /** Takes what {@code poll} said of partitions that were ready. */
    void take(OwnedPartition owner, OffsetOutOfRangeException said) {
        TopicPartition partition = owner.partition();
        long position = said.offsetOutOfRangePartitions().getOrDefault(partition, OffsetTracker.UNKNOWN);
        OffsetAndMetadata divergent = said instanceof LogTruncationException cut
                ? cut.divergentOffsets().get(partition)
                : null;
        if (divergent != null) {
            goToTheParting(owner, position, divergent);
            return;
        }
        owner.ready(false);
        // Ends the client's check of the log that it was, which would go on throwing.
        parts.client().seek(partition, 0);
        positions.put(owner, position);
        pending.add(owner);
    }

    /** Finds where to go on. Blocks a second at most. */
    void settle() {
        pending.removeIf(owner -> !parts.isHere(owner));
        positions.keySet().retainAll(pending);
        questioning.ask(pending, this::goOn);
    }

    private void goOn(List<OwnedPartition> owners) {
        Map<TopicPartition, Long> beginnings = questions.beginnings(
                owners.stream().map(OwnedPartition::partition).toList());
        for (OwnedPartition owner : owners) {
            long position = positions.getOrDefault(owner, OffsetTracker.UNKNOWN);
            long beginning = Objects.requireNonNull(beginnings.get(owner.partition()));
            pending.remove(owner);
            if (position < beginning) {
                skipTo(owner, position, beginning);
            } else {
                report.rewound(owner.partition(), position, beginning);
                parts.beginAnew(owner, new OffsetAndMetadata(beginning));
            }
        }
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
