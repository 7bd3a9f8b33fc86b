package io.kafkasdk.consumer;

import io.kafkasdk.cluster.TopicIdentities;
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
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

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
    private final Lives lives;
    private final StartPosition declared;
    private final OffsetQuestions questions;
    private final Questioning questioning;
    private final SkipReport report;
    private final Set<OwnedPartition> pending = new LinkedHashSet<>();

    StartPoints(MemberParts parts, Lives lives, StartPosition declared, Questioning questioning, SkipReport report) {
        this.parts = parts;
        this.lives = lives;
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
        // Before any position is asked for: should the topic be made anew between the two, that is found later.
        CompletableFuture<TopicIdentities> asked = lives.ask(owners);
        Map<TopicPartition, OffsetAndMetadata> commits = questions.committed(partitions(owners));
        Map<String, Integer> now = lives.await(asked);
        beginInAnotherLife(owners, commits, now);
        Map<String, List<OwnedPartition>> unclear = owners.stream()
                .filter(owner -> !owner.isReady())
                .filter(owner -> !beginAtCommit(owner, commits.get(owner.partition()), now))
                .collect(Collectors.groupingBy(owner -> owner.partition().topic()));
        unclear.forEach((topic, rest) -> beginByTopic(topic, rest, now.getOrDefault(topic, Lives.UNKNOWN)));
    }

    /** A commit that is of another life of the topic is one of another log, whatever offset it names. */
    private void beginInAnotherLife(
            List<OwnedPartition> owners, Map<TopicPartition, OffsetAndMetadata> commits, Map<String, Integer> now) {
        List<OwnedPartition> others = owners.stream()
                .filter(owner -> isOfAnotherLife(commits.get(owner.partition()), lifeOf(owner, now)))
                .toList();
        if (others.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> beginnings = questions.beginnings(partitions(others));
        for (OwnedPartition owner : others) {
            TopicPartition partition = owner.partition();
            long beginning = Objects.requireNonNull(beginnings.get(partition));
            long committed = Objects.requireNonNull(commits.get(partition)).offset();
            parts.client().seek(partition, beginning);
            owner.begin(beginning, CommitNote.inNewLife(lifeOf(owner, now)));
            report.madeAnew(partition, committed, beginning);
        }
    }

    private static int lifeOf(OwnedPartition owner, Map<String, Integer> lives) {
        return lives.getOrDefault(owner.partition().topic(), Lives.UNKNOWN);
    }

    private static boolean isOfAnotherLife(@Nullable OffsetAndMetadata commit, int life) {
        return commit != null
                && CommitNote.decode(commit)
                        .filter(note -> Lives.differ(note.life(), life))
                        .isPresent();
    }

    private boolean beginAtCommit(OwnedPartition owner, @Nullable OffsetAndMetadata commit, Map<String, Integer> now) {
        if (commit == null) {
            return false;
        }
        return CommitNote.decode(commit)
                .filter(note -> note.topicPartitions() > 0)
                .map(note -> {
                    beginAt(owner, commit, note.topicPartitions(), lifeOf(owner, now));
                    return true;
                })
                .orElse(false);
    }

    /** With the leader epoch of the commit, so that the client notices a log that was cut meanwhile. */
    private void beginAt(OwnedPartition owner, OffsetAndMetadata commit, int topicPartitions, int now) {
        Optional<CommitNote> own = CommitNote.decode(commit);
        Optional<Integer> epoch = own.isPresent() ? own.get().epoch() : commit.leaderEpoch();
        // The epoch of another life would make the client deaf to the metadata of this one: see CommitNote.
        boolean isOfThisLife = own.isEmpty() || own.get().life() == now;
        parts.client()
                .seek(
                        owner.partition(),
                        new OffsetAndMetadata(commit.offset(), isOfThisLife ? epoch : Optional.empty(), ""));
        FinishedOffsets finished = own.map(CommitNote::finished).orElse(FinishedOffsets.NONE);
        int life = now == Lives.UNKNOWN ? own.map(CommitNote::life).orElse(now) : now;
        owner.begin(commit.offset(), new CommitNote(topicPartitions, life, FetchedBatch.epochOf(epoch), finished));
        if (own.isPresent()) {
            owner.committed(commit);
        }
    }

    private void beginByTopic(String topic, List<OwnedPartition> owners, int life) {
        Set<TopicPartition> all = questions.partitionsOf(topic);
        owners.forEach(owner -> all.add(owner.partition()));
        Map<TopicPartition, OffsetAndMetadata> commits = questions.committed(all);
        Map<Integer, OffsetAndMetadata> byNumber = new HashMap<>();
        commits.forEach((partition, commit) -> byNumber.put(partition.partition(), commit));
        boolean madeAnew =
                lives.wasMadeAnew(topic) || commits.values().stream().anyMatch(commit -> isOfAnotherLife(commit, life));
        StartRule rule = madeAnew ? StartRule.madeAnew() : StartRule.of(all.size(), byNumber);
        CommitNote note =
                madeAnew ? CommitNote.inNewLife(life) : new CommitNote(rule.begun(), life, FinishedOffsets.NONE);
        List<OwnedPartition> uncommitted = new ArrayList<>();
        for (OwnedPartition owner : owners) {
            OffsetAndMetadata commit = commits.get(owner.partition());
            if (commit == null) {
                uncommitted.add(owner);
            } else {
                beginAt(owner, commit, note.topicPartitions(), life);
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
