package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Sent;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a producer is told when a record is not acknowledged names a known error, and holds no secret.
 *
 * <p><b>Excused</b>: records of which nothing was told. The figures count the texts by their error.
 *
 * @param canaries texts that must not be in it, such as planted passwords and payloads
 * @param errors names of error classes, one of which each text must contain; with none, any text will do
 */
public record TextsTell(Set<String> canaries, Set<String> errors) implements GuaranteeCheck {

    /** Copies the sets. */
    public TextsTell {
        canaries = Set.copyOf(canaries);
        errors = Set.copyOf(errors);
    }

    @Override
    public CheckResult check(Evidence evidence) {
        Findings findings = new Findings(this);
        Map<String, Long> counts = new TreeMap<>();
        for (Sent sent : evidence.sent().values()) {
            if (sent.outcome() == Sent.Outcome.ACKED || sent.told() == 0) {
                continue;
            }
            findings.examined();
            String why = sent.why();
            if (why.isBlank()) {
                findings.violation("Nothing was told about " + sent.stamp().id() + " but that it is " + sent.outcome());
                continue;
            }
            // The text itself is not repeated: it holds what must not be seen.
            canaries.stream()
                    .filter(why::contains)
                    .findFirst()
                    .ifPresent(canary -> findings.violation("What was told about "
                            + sent.stamp().id() + " holds a secret of " + canary.length() + " characters"));
            errors.stream()
                    .filter(why::contains)
                    .findFirst()
                    .ifPresentOrElse(error -> counts.merge(error, 1L, Long::sum), () -> unnamed(sent, findings));
        }
        counts.forEach(findings::figure);
        return findings.result();
    }

    private void unnamed(Sent sent, Findings findings) {
        if (!errors.isEmpty()) {
            boolean isSafe = canaries.stream().noneMatch(sent.why()::contains);
            findings.violation("What was told about " + sent.stamp().id() + " names none of the errors " + errors
                    + (isSafe ? ": " + sent.why() : ""));
        }
    }
}
