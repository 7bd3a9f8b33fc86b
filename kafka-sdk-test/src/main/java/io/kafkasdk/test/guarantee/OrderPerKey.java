package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Handling;
import io.kafkasdk.test.ledger.Logged;
import io.kafkasdk.test.ledger.Stamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A group begins with a record for the first time only when all earlier records of its key in that partition have ended:
 * handled by any member, dead-lettered, or told as skipped. The attempts at one record count as one.
 *
 * <p><b>Excused</b>: going back. A member that takes over, or gets its partition again, handles anew what was not committed.
 * A record that ended without being handled has no time of its end in the ledger; it ended with the last attempt that one
 * member made in one go, at once when there was none.
 *
 * @param duties the groups
 */
public record OrderPerKey(List<GroupDuty> duties) implements GuaranteeCheck {

    /** Copies the list. */
    public OrderPerKey {
        duties = List.copyOf(duties);
    }

    /** For these groups. */
    public OrderPerKey(GroupDuty... duties) {
        this(List.of(duties));
    }

    private record Ended(Spot spot, long at) {}

    @Override
    public CheckResult check(Evidence evidence) {
        Findings findings = new Findings(this);
        Members members = Members.of(evidence);
        for (GroupDuty duty : duties) {
            GroupBook book = GroupBook.of(evidence, duty);
            for (List<Logged> partition : book.source().values()) {
                partition(evidence, book, members, partition, findings);
            }
        }
        return findings.result();
    }

    private static void partition(
            Evidence evidence, GroupBook book, Members members, List<Logged> partition, Findings findings) {
        Map<String, Ended> latest = new HashMap<>();
        for (Logged logged : partition) {
            String key = logged.stamp().map(Stamp::key).orElse("");
            if (key.isEmpty()) {
                continue;
            }
            findings.examined();
            Spot spot = Spot.of(logged);
            List<Handling> attempts = book.attempts(spot);
            Ended before = latest.get(key);
            if (before != null && !attempts.isEmpty() && attempts.get(0).beganAt() < before.at()) {
                findings.violation(() -> past(evidence, book, key, before, attempts.get(0)));
            }
            long end = end(book, members, spot, attempts);
            if (before == null || end > before.at()) {
                latest.put(key, new Ended(spot, end));
            }
        }
    }

    private static Violation past(Evidence evidence, GroupBook book, String key, Ended before, Handling first) {
        return History.violation(
                evidence,
                "Group " + book.group() + " began " + Spot.of(first) + " at " + History.time(first.beganAt())
                        + ", before " + before.spot() + " of the same key '" + key + "' had ended ("
                        + History.time(before.at()) + "); the history is that of the earlier record",
                before.spot().id());
    }

    private static long end(GroupBook book, Members members, Spot spot, List<Handling> attempts) {
        long done = GroupBook.firstDone(attempts);
        if (done != Handling.NEVER || !book.isGivenUp(spot)) {
            return done;
        }
        long end = Long.MIN_VALUE;
        for (Handling attempt : attempts) {
            if (!members.isOneTenure(attempts.get(0), attempt)) {
                break;
            }
            end = Math.max(end, attempt.end() == Handling.End.CUT ? attempt.beganAt() : attempt.endedAt());
        }
        return end;
    }
}
