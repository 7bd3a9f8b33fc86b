package io.kafkasdk.reliability.report;

import io.kafkasdk.test.guarantee.FaultGaps;
import io.kafkasdk.test.guarantee.Gaps;
import io.kafkasdk.test.guarantee.Progress;
import io.kafkasdk.test.ledger.Evidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** For how long nothing was acknowledged or handled in each kind of fault: the SDK beside the plain client. */
public final class GapFigures {

    private final Map<String, List<FaultGaps>> sdk;
    private final Map<String, List<FaultGaps>> plain;
    private final Set<String> missedByPlain;

    private GapFigures(
            Map<String, List<FaultGaps>> sdk, Map<String, List<FaultGaps>> plain, Set<String> missedByPlain) {
        this.sdk = sdk;
        this.plain = plain;
        this.missedByPlain = missedByPlain;
    }

    /**
     * Measures the gaps.
     *
     * @param compared the SDK's producers and groups that had the same faults as the plain client
     * @param missedByPlain the faults that did not hit the plain client; for these all of the SDK's count
     */
    public static GapFigures of(Evidence evidence, UnaryOperator<Gaps> compared, Collection<String> missedByPlain) {
        Map<String, List<FaultGaps>> sdk = byFault(compared.apply(Gaps.of(evidence)));
        Map<String, List<FaultGaps>> all = byFault(of(Side.SDK, Gaps.of(evidence)));
        missedByPlain.forEach(fault -> sdk.computeIfPresent(fault, (name, gaps) -> all.getOrDefault(name, gaps)));
        return new GapFigures(sdk, byFault(of(Side.PLAIN, Gaps.of(evidence))), Set.copyOf(missedByPlain));
    }

    /** Chooses the producers and groups of one side. */
    private static Gaps of(Side side, Gaps gaps) {
        return gaps.producers(side::has).groups(side::has);
    }

    private static Map<String, List<FaultGaps>> byFault(Gaps gaps) {
        return gaps.perFault().stream()
                .collect(Collectors.groupingBy(gap -> gap.fault().fault(), TreeMap::new, Collectors.toList()));
    }

    /** Returns the longest gaps of acknowledgements and of handling, one row for each kind of fault. */
    public List<Table> longest() {
        return List.of(
                longest("acknowledgement", FaultGaps::acks, Native::acks),
                longest("record handled", FaultGaps::handled, Native::handled));
    }

    private Table longest(String what, Function<FaultGaps, Progress> which, Function<String, String> measured) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        sdk.forEach((fault, gaps) -> {
            List<FaultGaps> beside = missedByPlain.contains(fault) ? List.of() : plain.getOrDefault(fault, List.of());
            Double own = most(gaps, gap -> which.apply(gap).longestOfPartition());
            Double others = most(beside, gap -> which.apply(gap).longestOfPartition());
            rows.add(Arrays.asList(
                    fault,
                    gaps.size(),
                    most(gaps, gap -> which.apply(gap).longest()),
                    most(beside, gap -> which.apply(gap).longest()),
                    own,
                    others,
                    own == null || others == null ? null : own - others,
                    measured.apply(fault)));
        });
        return new Table(
                "Longest time without " + (what.startsWith("a") ? "an " : "a ") + what,
                "In seconds, the longest of all faults of that kind in this run: over all partitions together, and for"
                        + " the worst partition. The plain client had the same faults at the same time; where there is"
                        + " nothing, they did not hit it. \"Measured before\" is the plain client with a broker session"
                        + " of 9 s, a group session of 45 s and outages of 20 s.",
                List.of(
                        "fault",
                        "times",
                        "SDK",
                        "plain",
                        "SDK, worst partition",
                        "plain, worst partition",
                        "SDK longer by",
                        "measured before"),
                rows);
    }

    /** Returns how long it took from the end of a fault's cause to the first progress. */
    public Table recovery() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        sdk.forEach((fault, gaps) -> {
            List<@Nullable Object> row = new ArrayList<>();
            row.add(fault);
            spread(row, gaps, FaultGaps::acks);
            spread(row, gaps, FaultGaps::handled);
            rows.add(row);
        });
        return new Table(
                "Time from the end of a fault to the next progress of the SDK",
                "In seconds; 0.00 where work went on while the fault lasted.",
                List.of("fault", "ack p50", "ack p99", "ack max", "handled p50", "handled p99", "handled max"),
                rows);
    }

    private static void spread(List<@Nullable Object> row, List<FaultGaps> gaps, Function<FaultGaps, Progress> which) {
        Spread spread = Spread.ofNanos(gaps.stream()
                .flatMap(gap -> which.apply(gap).recovery().stream())
                .map(Duration::toNanos)
                .toList());
        row.add(spread.at(0.5));
        row.add(spread.at(0.99));
        row.add(spread.most());
    }

    private static @Nullable Double most(List<FaultGaps> gaps, Function<FaultGaps, Duration> which) {
        return Spread.ofNanos(gaps.stream().map(which).map(Duration::toNanos).toList())
                .most();
    }
}
