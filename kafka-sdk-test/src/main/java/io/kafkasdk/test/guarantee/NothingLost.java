package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Logged;
import io.kafkasdk.test.ledger.RecordId;
import io.kafkasdk.test.ledger.Sent;
import io.kafkasdk.test.ledger.Stamp;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Each record that was acknowledged is in a log of its topic, and each record in a log was handled to its end, dead-lettered
 * or told as skipped by each group that is there for the topic. Judge it when the groups have worked off all.
 *
 * <p><b>Excused</b>: records that were sent before the removal of their offset or of their topic ({@code removed} in the
 * figures), because they were taken away on purpose. Records without a stamp are counted only.
 *
 * @param duties the groups; with none, only the logs are judged
 */
public record NothingLost(List<GroupDuty> duties) implements GuaranteeCheck {

    /** Copies the list. */
    public NothingLost {
        duties = List.copyOf(duties);
    }

    /** For these groups. */
    public NothingLost(GroupDuty... duties) {
        this(List.of(duties));
    }

    @Override
    public CheckResult check(Evidence evidence) {
        Findings findings = new Findings(this);
        logs(evidence, findings);
        duties.forEach(duty -> handled(evidence, GroupBook.of(evidence, duty), findings));
        return findings.result();
    }

    private static void logs(Evidence evidence, Findings findings) {
        Removals removals = Removals.of(evidence);
        Set<RecordId> found = new HashSet<>();
        for (Logged logged : evidence.logs()) {
            logged.stamp()
                    .filter(stamp -> stamp.topic().equals(logged.partition().topic()))
                    .map(Stamp::id)
                    .ifPresent(found::add);
        }
        findings.count("acked", 0);
        findings.count("lost", 0);
        findings.count("removed", 0);
        for (Sent sent : evidence.sent().values()) {
            if (sent.outcome() != Sent.Outcome.ACKED || sent.place() == null) {
                continue;
            }
            findings.examined();
            findings.count("acked", 1);
            RecordId id = sent.stamp().id();
            if (found.contains(id)) {
                continue;
            }
            if (removals.covers(sent.place(), sent.offset(), sent.intendedAt())) {
                findings.count("removed", 1);
            } else {
                findings.count("lost", 1);
                findings.violation(() -> History.violation(
                        evidence,
                        id + " was acknowledged at " + sent.place() + " offset " + sent.offset()
                                + " and is in no log of its topic",
                        id));
            }
        }
    }

    private static void handled(Evidence evidence, GroupBook book, Findings findings) {
        String unhandled = book.group() + " unhandled";
        findings.count(unhandled, 0);
        for (List<Logged> partition : book.source().values()) {
            for (Logged logged : partition) {
                Spot spot = Spot.of(logged);
                if (spot.id() == null) {
                    findings.count("withoutStamp", 1);
                    continue;
                }
                findings.examined();
                if (GroupBook.firstDone(book.attempts(spot)) == Long.MAX_VALUE && !book.isGivenUp(spot)) {
                    findings.count(unhandled, 1);
                    findings.violation(() -> History.violation(
                            evidence,
                            spot + " is in the log, but group " + book.group()
                                    + " neither handled it to its end nor dead-lettered or skipped it",
                            spot.id()));
                }
            }
        }
    }
}
