package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Logged;
import io.kafkasdk.test.ledger.RecordId;
import io.kafkasdk.test.ledger.Sent;
import java.util.HashSet;
import java.util.Set;

/**
 * No record is in a log that the producer was told is certainly not there, and none that nobody wanted to send.
 *
 * <p><b>Excused</b>: nothing. A record whose outcome is unknown may be there or not; the figures say how those ended.
 */
public record NoPhantoms() implements GuaranteeCheck {

    @Override
    public CheckResult check(Evidence evidence) {
        Findings findings = new Findings(this);
        Set<RecordId> found = new HashSet<>();
        for (Logged logged : evidence.logs()) {
            logged.stamp().ifPresent(stamp -> {
                if (found.add(stamp.id()) && !evidence.sent().containsKey(stamp.id())) {
                    findings.violation(stamp.id() + " is in " + logged.partition() + " offset " + logged.offset()
                            + ", but no producer wrote that it would send it");
                }
            });
        }
        findings.count("unknownInLog", 0);
        findings.count("unknownNotInLog", 0);
        findings.count("rejected", 0);
        for (Sent sent : evidence.sent().values()) {
            findings.examined();
            RecordId id = sent.stamp().id();
            boolean isFound = found.contains(id);
            if (sent.outcome() == Sent.Outcome.UNKNOWN) {
                findings.count(isFound ? "unknownInLog" : "unknownNotInLog", 1);
            } else if (sent.outcome() == Sent.Outcome.REJECTED) {
                findings.count("rejected", 1);
                if (isFound) {
                    findings.violation(() -> History.violation(
                            evidence, id + " is in a log, but its producer was told that it is certainly not", id));
                }
            }
        }
        return findings.result();
    }
}
