package io.kafkasdk.reliability.report;

import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.FaultPeriod;
import io.kafkasdk.test.nemesis.FaultKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was broken. */
public final class FaultFigures {

    private FaultFigures() {}

    /** Returns one row for each kind of fault that there was. */
    public static Table kinds(Evidence evidence) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            List<FaultPeriod> faults = evidence.faults().stream()
                    .filter(fault -> fault.fault().equals(kind.label()))
                    .toList();
            if (!faults.isEmpty()) {
                rows.add(Arrays.asList(
                        kind.label(),
                        kind.rows(),
                        faults.size(),
                        faults.stream().mapToDouble(FaultFigures::seconds).max().orElse(0),
                        faults.stream().map(FaultPeriod::target).distinct().collect(Collectors.joining("; "))));
            }
        }
        return new Table(
                "Faults",
                "Each began and was healed.",
                List.of("fault", "rows of the matrix", "times", "longest s", "targets"),
                rows);
    }

    private static double seconds(FaultPeriod fault) {
        return (fault.healedAt() - fault.from()) / 1e9;
    }
}
