package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Evidence;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * No fault stops acknowledgements or handling for longer than its bound. See {@link Gaps} for what a gap is.
 *
 * <p><b>Excused</b>: faults without a bound; their figures are told all the same, in milliseconds for each kind of fault:
 * the longest gap of acknowledgements, of handling, and the longest times to recover.
 *
 * @param chosen which producers and groups count; {@code UnaryOperator.identity()} for all
 * @param bounds by kind of fault, such as {@code broker-kill}
 */
public record ProgressDuringFault(UnaryOperator<Gaps> chosen, Map<String, Bound> bounds) implements GuaranteeCheck {

    /** Copies the bounds. */
    public ProgressDuringFault {
        bounds = Map.copyOf(bounds);
    }

    /** Of all producers and groups. */
    public ProgressDuringFault(Map<String, Bound> bounds) {
        this(UnaryOperator.identity(), bounds);
    }

    /**
     * The longest gaps that one kind of fault may cause.
     *
     * @param acks between two acknowledgements
     * @param handled between two records handled to their end
     */
    public record Bound(Duration acks, Duration handled) {}

    @Override
    public CheckResult check(Evidence evidence) {
        Findings findings = new Findings(this);
        Map<String, Long> longest = new TreeMap<>();
        for (FaultGaps gaps : chosen.apply(Gaps.of(evidence)).perFault()) {
            String label = gaps.fault().fault();
            longest(longest, label + " ack", gaps.acks());
            longest(longest, label + " handled", gaps.handled());
            Bound bound = bounds.get(label);
            if (bound != null) {
                findings.examined();
                judge(findings, gaps, "acknowledged", gaps.acks(), bound.acks());
                judge(findings, gaps, "handled", gaps.handled(), bound.handled());
            }
        }
        longest.forEach(findings::figure);
        return findings.result();
    }

    private static void longest(Map<String, Long> longest, String name, Progress progress) {
        longest.merge(name + " gap ms", progress.longest().toMillis(), Math::max);
        progress.recovery().ifPresent(recovery -> longest.merge(name + " recovery ms", recovery.toMillis(), Math::max));
    }

    private static void judge(Findings findings, FaultGaps gaps, String what, Progress progress, Duration bound) {
        if (progress.longest().compareTo(bound) > 0) {
            findings.violation(
                    "Nothing was " + what + " for " + progress.longest().toMillis() + " ms around "
                            + gaps.fault().fault() + " of " + gaps.fault().target() + " at "
                            + History.time(gaps.fault().from()) + ", more than " + bound.toMillis() + " ms");
        }
    }
}
