package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Logged;
import io.kafkasdk.test.ledger.RecordId;
import java.util.HashSet;
import java.util.Set;

/**
 * No record is in the logs twice.
 *
 * <p><b>Excused</b>: a dead letter topic holds its records besides the source, and may hold one twice after a crash.
 *
 * @param deadLetterTopics the topics that are not judged
 */
public record NoDuplicatesInLog(Set<String> deadLetterTopics) implements GuaranteeCheck {

    /** Copies the set. */
    public NoDuplicatesInLog {
        deadLetterTopics = Set.copyOf(deadLetterTopics);
    }

    @Override
    public CheckResult check(Evidence evidence) {
        Findings findings = new Findings(this);
        Set<RecordId> found = new HashSet<>();
        for (Logged logged : evidence.logs()) {
            if (deadLetterTopics.contains(logged.partition().topic())) {
                continue;
            }
            logged.stamp().ifPresent(stamp -> {
                findings.examined();
                if (!found.add(stamp.id())) {
                    findings.violation(() -> History.violation(
                            evidence,
                            stamp.id() + " is in the logs more than once, the last time in " + logged.partition()
                                    + " offset " + logged.offset(),
                            stamp.id()));
                }
            });
        }
        return findings.result();
    }
}
