package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Handling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record is handled again after it was handled only when it has to be: below no commit that was seen before, and only
 * because its partition changed hands or something was broken in between. No group handles more records again than its
 * members had handled above the last commit that was seen, or had in work, each time that they gave up or lost a partition.
 *
 * <p><b>Excused</b>, and counted in the figure {@code unfenced}: what a paused member, or one that had lost the partition
 * without knowing it yet, handles from its buffer.
 *
 * <p><b>Figures</b> of each group: {@code redelivered}, its {@code percent} of the records handled, the {@code most} for one
 * record, and the {@code bound}, which is absent when no member wrote what it owned. What such a member handled is part of the
 * figures, and not held against the bound.
 *
 * @param duties the groups
 * @param mostPercent how many of a hundred records may be handled again, whatever the cause
 */
public record DuplicatesBounded(List<GroupDuty> duties, double mostPercent) implements GuaranteeCheck {

    /** Copies the list. */
    public DuplicatesBounded {
        duties = List.copyOf(duties);
    }

    /** For these groups, with a bound that follows from the faults only. */
    public DuplicatesBounded(List<GroupDuty> duties) {
        this(duties, Double.POSITIVE_INFINITY);
    }

    /** For these groups, with a bound that follows from the faults only. */
    public DuplicatesBounded(GroupDuty... duties) {
        this(List.of(duties));
    }

    @Override
    public CheckResult check(Evidence evidence) {
        Findings findings = new Findings(this);
        Removals removals = Removals.of(evidence);
        Members members = Members.of(evidence);
        findings.count("unfenced", 0);
        for (GroupDuty duty : duties) {
            Again again =
                    new Again(evidence, members, removals, Commits.of(evidence, duty.group(), removals), findings);
            GroupBook book = GroupBook.of(evidence, duty);
            Counts counts = new Counts();
            for (List<Handling> partition : book.handlings().values()) {
                forEachRecord(partition, attempts -> {
                    counts.add(attempts, members);
                    again.judge(attempts);
                });
            }
            total(evidence, book, again.commits(), counts, findings);
        }
        return findings.result();
    }

    private void total(Evidence evidence, GroupBook book, Commits commits, Counts counts, Findings findings) {
        String group = book.group();
        double percent = counts.done == 0 ? 0 : 100.0 * counts.again / counts.done;
        findings.figure(group + " redelivered", counts.again);
        findings.figure(group + " percent", Math.round(percent * 100) / 100.0);
        findings.figure(group + " most", counts.most);
        if (percent > mostPercent) {
            findings.violation("Group " + group + " handled " + counts.again + " of " + counts.done
                    + " records again, more than " + mostPercent + " %");
        }
        RedeliveryBound.of(evidence, book, commits).ifPresent(bound -> {
            findings.figure(group + " bound", bound);
            if (counts.judged > bound) {
                findings.violation("Group " + group + " handled " + counts.judged + " records again, but only " + bound
                        + " were handled or in work above the last commit when partitions were given up");
            }
        });
    }

    /** How many records were handled, and again. */
    private static final class Counts {
        private long done;
        private long again;
        /** Those of them that are not the doing of members that the group cannot stop. */
        private long judged;

        private long most;

        void add(List<Handling> attempts, Members members) {
            long times = 0;
            long fenced = 0;
            for (Handling attempt : attempts) {
                if (attempt.end() == Handling.End.DONE) {
                    times++;
                    fenced += members.isUnfenced(attempt, attempt.beganAt()) ? 0 : 1;
                }
            }
            done += Math.min(times, 1);
            again += Math.max(times - 1, 0);
            judged += Math.max(fenced - 1, 0);
            most = Math.max(most, times - 1);
        }
    }

    /** Judges the attempts at one record. */
    private record Again(Evidence evidence, Members members, Removals removals, Commits commits, Findings findings) {

        void judge(List<Handling> attempts) {
            findings.examined();
            Handling done = null;
            for (Handling attempt : attempts) {
                if (done != null && attempt.beganAt() >= done.endedAt()) {
                    again(done, attempt);
                }
                if (attempt.end() == Handling.End.DONE && (done == null || attempt.endedAt() > done.endedAt())) {
                    done = attempt;
                }
            }
        }

        private void again(Handling done, Handling attempt) {
            if (members.isUnfenced(attempt, attempt.beganAt())) {
                findings.count("unfenced", 1);
                return;
            }
            String topic = attempt.partition().topic();
            boolean isLastLife = removals.life(topic, done.beganAt()) == removals.lastLife(topic);
            long committed = isLastLife ? commits.lastTold(attempt.partition(), attempt.beganAt()) : -1;
            if (committed > attempt.offset()) {
                findings.violation(() -> violation(attempt, "though offset " + committed + " was committed before"));
            } else if (members.isOneTenure(done, attempt) && !members.isFault(done.beganAt(), attempt.beganAt())) {
                findings.violation(() -> violation(
                        attempt, "though its partition did not change hands and nothing was broken in between"));
            }
        }

        private Violation violation(Handling attempt, String though) {
            return History.violation(
                    evidence,
                    "Group " + attempt.group() + ": " + attempt.member() + " began " + Spot.of(attempt) + " again at "
                            + History.time(attempt.beganAt()) + ", " + though,
                    attempt.id().orElse(null));
        }
    }

    private interface Attempts {
        void accept(List<Handling> attempts);
    }

    /** Goes through attempts that lie by offset, those at one record together. */
    private static void forEachRecord(List<Handling> byOffset, Attempts attempts) {
        int from = 0;
        for (int i = 1; i <= byOffset.size(); i++) {
            if (i == byOffset.size()
                    || byOffset.get(i).offset() != byOffset.get(from).offset()) {
                ofOneOffset(byOffset.subList(from, i), attempts);
                from = i;
            }
        }
    }

    private static void ofOneOffset(List<Handling> sameOffset, Attempts attempts) {
        if (sameOffset.stream().map(Handling::id).distinct().count() == 1) {
            attempts.accept(sameOffset);
            return;
        }
        Map<Optional<?>, List<Handling>> ids = new HashMap<>();
        for (Handling handling : sameOffset) {
            ids.computeIfAbsent(handling.id(), id -> new ArrayList<>()).add(handling);
        }
        ids.values().stream()
                .sorted(Comparator.comparingLong(list -> list.get(0).beganAt()))
                .forEach(attempts::accept);
    }
}
