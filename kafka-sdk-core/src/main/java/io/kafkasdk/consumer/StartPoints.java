package io.kafkasdk.consumer;

import io.kafkasdk.consumer.SkippedRange.Reason;
import io.kafkasdk.settings.StartPosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where an assigned partition is read from: at its commit; without one at the declared start position, except a partition
 * that is new to a known group, which is read from its beginning. Kafka's own reset ({@code auto.offset.reset}) knows no
 * such difference and is silent, so it is off.
 *
 * <p>Until its start is known a partition is not ready: it is paused, and stands at a placeholder, because a single
 * partition without a position would make every {@code poll} throw and hold up all the others.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class StartPoints {

    private final MemberParts parts;
    private final StartPosition declared;
    private final OffsetQuestions questions;
    private final Questioning questioning;
    private final SkipReport report;
    private final Set<OwnedPartition> pending = new LinkedHashSet<>();

    StartPoints(MemberParts parts, StartPosition declared, Questioning questioning, SkipReport report) {
        this.parts = parts;
        this.declared = declared;
        this.questions = new OffsetQuestions(parts.client());
        this.questioning = questioning;
        this.report = report;
    }

    /** Takes an assignment whose start is to be found; asks nothing yet. */
    void await(OwnedPartition owner) {
        owner.ready(false);
        pending.add(owner);
    }

    /** Finds the starts that are missing. Blocks a second for each question at most. */
    void settle() {
        pending.removeIf(owner -> owner.isReady() || !parts.isHere(owner));
        questioning.ask(pending, this::begin);
    }

    private void begin(List<OwnedPartition> owners) {
        Map<TopicPartition, OffsetAndMetadata> commits = questions.committed(partitions(owners));
        Map<String, List<OwnedPartition>> unclear = owners.stream()
                .filter(owner -> !beginAtCommit(owner, commits))
                .collect(Collectors.groupingBy(owner -> owner.partition().topic()));
        unclear.forEach(this::beginByTopic);
    }

    private boolean beginAtCommit(OwnedPartition owner, Map<TopicPartition, OffsetAndMetadata> commits) {
        OffsetAndMetadata commit = commits.get(owner.partition());
        if (commit == null) {
            return false;
        }
        return CommitNote.decode(commit)
                .filter(note -> note.topicPartitions() > 0)
                .map(note -> {
                    beginAt(owner, commit, note);
                    return true;
                })
                .orElse(false);
    }

    /** With the leader epoch of the commit, so that the client notices a log that was cut meanwhile. */
    private void beginAt(OwnedPartition owner, OffsetAndMetadata commit, CommitNote note) {
        parts.client().seek(owner.partition(), commit);
        Optional<CommitNote> own = CommitNote.decode(commit);
        FinishedOffsets finished = own.map(CommitNote::finished).orElse(FinishedOffsets.NONE);
        owner.begin(commit.offset(), new CommitNote(note.topicPartitions(), finished));
        if (own.isPresent()) {
            owner.committed(commit);
        }
    }

    private void beginByTopic(String topic, List<OwnedPartition> owners) {
        Set<TopicPartition> all = questions.partitionsOf(topic);
        owners.forEach(owner -> all.add(owner.partition()));
        Map<TopicPartition, OffsetAndMetadata> commits = questions.committed(all);
        Map<Integer, OffsetAndMetadata> byNumber = new HashMap<>();
        commits.forEach((partition, commit) -> byNumber.put(partition.partition(), commit));
        StartRule rule = StartRule.of(all.size(), byNumber);
        CommitNote note = new CommitNote(rule.begun(), FinishedOffsets.NONE);
        List<OwnedPartition> uncommitted = new ArrayList<>();
        for (OwnedPartition owner : owners) {
            OffsetAndMetadata commit = commits.get(owner.partition());
            if (commit == null) {
                uncommitted.add(owner);
            } else {
                beginAt(owner, commit, note);
            }
        }
        if (!uncommitted.isEmpty()) {
            beginWithoutCommit(uncommitted, rule, note);
        }
    }

    private void beginWithoutCommit(List<OwnedPartition> owners, StartRule rule, CommitNote note) {
        Set<TopicPartition> partitions = partitions(owners);
        Map<TopicPartition, Long> beginnings = questions.beginnings(partitions);
        Map<TopicPartition, Long> ends = declared == StartPosition.LATEST ? questions.ends(partitions) : beginnings;
        for (OwnedPartition owner : owners) {
            TopicPartition partition = owner.partition();
            long beginning = Objects.requireNonNull(beginnings.get(partition));
            StartRule.Ground ground = rule.groundOf(partition.partition());
            long start =
                    ground == StartRule.Ground.NEW_PARTITION ? beginning : Objects.requireNonNull(ends.get(partition));
            parts.client().seek(partition, start);
            owner.begin(start, note);
            tell(partition, ground, beginning, start);
        }
    }

    private void tell(TopicPartition partition, StartRule.Ground ground, long beginning, long start) {
        switch (ground) {
            case NEW_GROUP -> report.skipped(partition, beginning, start, Reason.NEW_GROUP);
            case NEW_PARTITION -> report.newPartition(partition, beginning);
            case COMMIT_MISSING -> {
                if (declared == StartPosition.EARLIEST) {
                    report.commitMissing(partition, beginning);
                } else {
                    report.skipped(partition, beginning, start, Reason.COMMIT_MISSING);
                }
            }
        }
    }

    private static Set<TopicPartition> partitions(Collection<OwnedPartition> owners) {
        return owners.stream().map(OwnedPartition::partition).collect(Collectors.toSet());
    }
}
