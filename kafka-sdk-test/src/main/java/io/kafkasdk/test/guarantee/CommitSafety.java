package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.CommitSeen;
import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Logged;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * A group commits an offset only when all records below it have ended: handled, dead-lettered, or told as skipped; and its
 * committed offset does not go back.
 *
 * <p><b>Excused</b>: records that are no longer in the log; a commit that goes back because records or the topic were removed
 * on purpose; offsets of a former life of the topic. When a record was dead-lettered or skipped is not in the ledger, so it
 * counts as ended from the beginning. Excused too, and counted in the figure {@code stale}: an answer behind an outage of
 * brokers that is older than one before, when the next other one is not. The new coordinator of a group tells what is below
 * the high watermark that it knows of, and it learns of the last one a moment later.
 *
 * @param duties the groups
 */
public record CommitSafety(List<GroupDuty> duties) implements GuaranteeCheck {

    /** Faults by which a group gets another coordinator. */
    private static final Set<String> OUTAGES = Set.of(
            "broker-kill", "broker-stop", "broker-pause", "rolling-restart", "all-brokers-down", "isr-below-min");

    /** Copies the list. */
    public CommitSafety {
        duties = List.copyOf(duties);
    }

    /** For these groups. */
    public CommitSafety(GroupDuty... duties) {
        this(List.of(duties));
    }

    @Override
    public CheckResult check(Evidence evidence) {
        Findings findings = new Findings(this);
        findings.count("stale", 0);
        Removals removals = Removals.of(evidence);
        for (GroupDuty duty : duties) {
            GroupBook book = GroupBook.of(evidence, duty);
            Commits.of(evidence, duty.group(), removals).partitions().forEach((partition, commits) -> {
                if (duty.topics().contains(partition.topic())) {
                    above(evidence, book, partition, commits, findings);
                    back(evidence, book, removals, commits, findings);
                }
            });
        }
        return findings.result();
    }

    /** For each record the last of those up to it that ended, to be compared with the commits above it. */
    private static void above(
            Evidence evidence, GroupBook book, TopicPartition partition, List<CommitSeen> commits, Findings findings) {
        List<Logged> source = book.source().getOrDefault(partition, List.of());
        int[] latest = new int[source.size()];
        long[] ended = new long[source.size()];
        for (int i = 0; i < latest.length; i++) {
            ended[i] = ended(book, Spot.of(source.get(i)));
            latest[i] = i > 0 && ended[latest[i - 1]] >= ended[i] ? latest[i - 1] : i;
        }
        Set<Integer> told = new HashSet<>();
        for (CommitSeen commit : commits) {
            findings.examined();
            int below = Search.first(source.size(), at -> source.get(at).offset() >= commit.offset()) - 1;
            if (below >= 0 && ended[latest[below]] > commit.toldAt() && told.add(latest[below])) {
                Spot spot = Spot.of(source.get(latest[below]));
                findings.violation(() -> History.violation(
                        evidence,
                        "Group " + book.group() + " had committed offset " + commit.offset() + " at "
                                + History.time(commit.toldAt()) + ", but " + spot + " ended at "
                                + History.time(ended[latest[below]]),
                        spot.id()));
            }
        }
    }

    private static long ended(GroupBook book, Spot spot) {
        if (spot.id() == null || book.isGivenUp(spot)) {
            return Long.MIN_VALUE;
        }
        return GroupBook.firstDone(book.attempts(spot));
    }

    private static void back(
            Evidence evidence, GroupBook book, Removals removals, List<CommitSeen> commits, Findings findings) {
        for (int i = 1; i < commits.size(); i++) {
            CommitSeen before = commits.get(i - 1);
            CommitSeen now = commits.get(i);
            boolean isLater = now.askedAt() >= before.toldAt();
            boolean isBack = isLater
                    && now.offset() < before.offset()
                    && !removals.between(now.partition(), before.askedAt(), now.toldAt());
            if (isBack && isStale(evidence, commits, i)) {
                findings.count("stale", 1);
            } else if (isBack) {
                findings.violation("Group " + book.group() + " went back in " + now.partition()
                        + ": offset " + before.offset() + " was committed at " + History.time(before.toldAt()) + ", "
                        + now.offset() + " at " + History.time(now.toldAt()));
            }
        }
    }

    /** Whether brokers were out between two answers, of which the second is older, and the next other one is not. */
    private static boolean isStale(Evidence evidence, List<CommitSeen> commits, int at) {
        CommitSeen before = commits.get(at - 1);
        CommitSeen now = commits.get(at);
        boolean wereOut = evidence.faults().stream()
                .anyMatch(fault -> OUTAGES.contains(fault.fault())
                        && fault.from() <= now.toldAt()
                        && fault.until() >= before.toldAt());
        return wereOut
                && commits.stream()
                        .skip(at)
                        .filter(commit -> commit.offset() != now.offset())
                        .findFirst()
                        .filter(next -> next.offset() >= before.offset())
                        .isPresent();
    }
}
