package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Claim;
import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.RecordId;
import io.kafkasdk.test.ledger.Sent;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Each record that was to be sent has one outcome: acknowledged, rejected or unknown; never two.
 *
 * <p><b>Excused</b>: no outcome, when that life of the producer did not end by itself, because a process that is killed tells
 * nothing any more. A life ended by itself when it wrote a claim ({@link Claim}) at its end; the figure {@code untold}
 * counts the excused.
 */
public record OneOutcome() implements GuaranteeCheck {

    @Override
    public CheckResult check(Evidence evidence) {
        Findings findings = new Findings(this);
        findings.count("untold", 0);
        Set<String> ended = evidence.claims().stream().map(Claim::who).collect(Collectors.toSet());
        for (Sent sent : evidence.sent().values()) {
            findings.examined();
            RecordId id = sent.stamp().id();
            if (sent.told() > 1) {
                findings.violation(() -> History.violation(
                        evidence, sent.told() + " outcomes were told for " + id + ", the last is shown", id));
            } else if (sent.told() == 0) {
                if (ended.contains(id.producer() + "." + id.life())) {
                    findings.violation(() -> History.violation(
                            evidence, "No outcome was told for " + id + ", though its producer ended by itself", id));
                } else {
                    findings.count("untold", 1);
                }
            }
        }
        return findings.result();
    }
}
