package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Handling;
import io.kafkasdk.test.ledger.Logged;
import io.kafkasdk.test.ledger.Stamp;
import java.util.List;
import java.util.Optional;

/**
 * Each record in the log ended for each group in exactly one way: handled, dead-lettered, or told as skipped. A dead letter
 * has the key, the value and the stamp of its record, and is of a topic that the group reads.
 *
 * <p><b>Excused</b>, and counted: a record that is in the dead letter topic twice ({@code deadLetteredAgain}), as after a
 * crash between dead letter and commit; a record that one member handled and that failed when it was delivered again after
 * that ({@code failedWhenRedelivered}), because a handler need not fail each time.
 *
 * @param duties the groups
 */
public record OneTerminalFate(List<GroupDuty> duties) implements GuaranteeCheck {

    /** Copies the list. */
    public OneTerminalFate {
        duties = List.copyOf(duties);
    }

    /** For these groups. */
    public OneTerminalFate(GroupDuty... duties) {
        this(List.of(duties));
    }

    @Override
    public CheckResult check(Evidence evidence) {
        Findings findings = new Findings(this);
        Members members = Members.of(evidence);
        for (GroupDuty duty : duties) {
            GroupBook book = GroupBook.of(evidence, duty);
            for (List<Logged> partition : book.source().values()) {
                for (Logged logged : partition) {
                    if (logged.stamp().isPresent()) {
                        findings.examined();
                        fate(evidence, book, members, logged, findings);
                    }
                }
            }
            deadLetters(evidence, duty, findings);
            findings.figure(duty.group() + " deadLettered", book.deadLetters().size());
            findings.figure(
                    duty.group() + " deadLetteredAgain",
                    book.deadLetters().values().stream()
                            .mapToInt(times -> times - 1)
                            .sum());
        }
        return findings.result();
    }

    private static void fate(Evidence evidence, GroupBook book, Members members, Logged logged, Findings findings) {
        Spot spot = Spot.of(logged);
        List<Handling> attempts = book.attempts(spot);
        boolean isDone = GroupBook.firstDone(attempts) != Handling.NEVER;
        boolean isDeadLetter = book.deadLetters(Optional.ofNullable(spot.id())) > 0;
        boolean isSkipped = book.isSkipped(spot.partition(), spot.offset());
        int fates = (isDone ? 1 : 0) + (isDeadLetter ? 1 : 0) + (isSkipped ? 1 : 0);
        if (fates == 1) {
            return;
        }
        if (fates == 2 && isDone && isDeadLetter && failedElsewhere(members, attempts)) {
            findings.count(book.group() + " failedWhenRedelivered", 1);
            return;
        }
        findings.violation(() -> History.violation(
                evidence,
                "For group " + book.group() + " " + spot + " ended in " + fates + " ways: handled " + isDone
                        + ", dead-lettered " + isDeadLetter + ", skipped " + isSkipped,
                spot.id()));
    }

    /** Tells whether it failed for another member than handled it, or after the partition changed hands. */
    private static boolean failedElsewhere(Members members, List<Handling> attempts) {
        for (Handling done : attempts) {
            for (Handling failed : attempts) {
                if (done.end() == Handling.End.DONE && failed.end() == Handling.End.FAILED) {
                    boolean isInOrder = done.beganAt() <= failed.beganAt();
                    if (!members.isOneTenure(isInOrder ? done : failed, isInOrder ? failed : done)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static void deadLetters(Evidence evidence, GroupDuty duty, Findings findings) {
        for (Logged logged : evidence.logs()) {
            if (!duty.deadLetterTopic().equals(Optional.of(logged.partition().topic()))) {
                continue;
            }
            String place = "The dead letter of group " + duty.group() + " at " + logged.partition() + " offset "
                    + logged.offset();
            if (logged.stamp().isEmpty()) {
                findings.violation(place + " has no stamp that can be read");
                continue;
            }
            Stamp stamp = logged.stamp().get();
            if (!logged.isIntact()) {
                findings.violation(() -> History.violation(
                        evidence,
                        place + ", " + stamp.id() + ", has another key or value than its record",
                        stamp.id()));
            }
            if (!duty.topics().contains(stamp.topic())) {
                findings.violation(() -> History.violation(
                        evidence,
                        place + ", " + stamp.id() + ", is of " + stamp.topic() + ", which the group does not read",
                        stamp.id()));
            }
        }
    }
}
