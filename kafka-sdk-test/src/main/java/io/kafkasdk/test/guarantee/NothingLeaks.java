package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.ResourceUse;
import io.kafkasdk.test.ledger.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * A process does not use more and more: in the last third of its samples at most what it used at most in the two thirds
 * before, and some slack.
 *
 * <p><b>Excused</b>: processes with fewer than {@value #LEAST} samples, and what a process cannot tell (-1).
 *
 * @param slack how much more it may be
 */
public record NothingLeaks(Slack slack) implements GuaranteeCheck {

    /** With fewer samples a process is not judged. */
    public static final int LEAST = 9;

    /**
     * How much more may be used in the last third.
     *
     * @param threads more threads
     * @param files more open files and sockets
     * @param series more meters
     * @param heapFactor so many times the heap, 1 or more
     */
    public record Slack(int threads, long files, int series, double heapFactor) {}

    @Override
    public CheckResult check(Evidence evidence) {
        Findings findings = new Findings(this);
        Map<String, List<ResourceUse>> uses = new TreeMap<>();
        evidence.samples().stream()
                .sorted(Comparator.comparingLong(Sample::nanos))
                .forEach(sample -> uses.computeIfAbsent(sample.who(), who -> new ArrayList<>())
                        .add(sample.use()));
        uses.forEach((who, list) -> {
            if (list.size() < LEAST) {
                findings.count("withFewSamples", 1);
                return;
            }
            findings.examined();
            judge(findings, who + " threads", list, ResourceUse::threads, before -> before + slack.threads());
            judge(findings, who + " files", list, ResourceUse::files, before -> before + slack.files());
            judge(findings, who + " series", list, ResourceUse::series, before -> before + slack.series());
            judge(findings, who + " heap", list, ResourceUse::heapBytes, before ->
                    (long) (before * slack.heapFactor()));
        });
        return findings.result();
    }

    private interface Bound {
        long of(long before);
    }

    private static void judge(
            Findings findings, String what, List<ResourceUse> uses, ToLongFunction<ResourceUse> value, Bound bound) {
        int last = uses.size() - uses.size() / 3;
        long before = uses.subList(0, last).stream().mapToLong(value).max().orElse(-1);
        long after =
                uses.subList(last, uses.size()).stream().mapToLong(value).max().orElse(-1);
        if (before < 0) {
            return;
        }
        findings.figure(what, before + " then " + after);
        if (after > bound.of(before)) {
            findings.violation(what + ": at most " + before + " in two thirds of the time, then " + after
                    + ", more than " + bound.of(before));
        }
    }
}
