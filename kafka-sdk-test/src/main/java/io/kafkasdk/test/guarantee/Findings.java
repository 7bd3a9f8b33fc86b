package io.kafkasdk.test.guarantee;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Collects what one check finds: all is counted, the first examples are kept. */
final class Findings {

    private final String check;
    private final List<Violation> examples = new ArrayList<>();
    private final Map<String, Object> figures = new TreeMap<>();
    private long examined;
    private long violations;

    Findings(GuaranteeCheck check) {
        this.check = check.name();
    }

    /** Something was looked at. */
    void examined() {
        examined++;
    }

    void violation(String what) {
        violation(() -> Violation.of(what));
    }

    /** Something is wrong; the text is only made while examples are kept. */
    void violation(Supplier<Violation> violation) {
        violations++;
        if (examples.size() < CheckResult.EXAMPLES) {
            examples.add(violation.get());
        }
    }

    void figure(String name, Object value) {
        figures.put(name, value);
    }

    /** Adds to a figure that counts. */
    void count(String name, long more) {
        figures.merge(name, more, (a, b) -> (Long) a + (Long) b);
    }

    CheckResult result() {
        return new CheckResult(check, examined, violations, examples, figures);
    }
}
