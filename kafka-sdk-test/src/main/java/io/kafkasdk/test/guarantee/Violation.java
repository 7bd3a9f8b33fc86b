package io.kafkasdk.test.guarantee;

import java.util.List;

/**
 * One thing that is not as it must be.
 *
 * @param what one sentence that names the record, key or partition
 * @param history what the ledger has about it, one line each, in the order of time
 */
public record Violation(String what, List<String> history) {

    /** Copies the lines. */
    public Violation {
        history = List.copyOf(history);
    }

    /** A violation whose sentence says all. */
    public static Violation of(String what) {
        return new Violation(what, List.of());
    }

    @Override
    public String toString() {
        return history.isEmpty() ? what : what + "\n    " + String.join("\n    ", history);
    }
}
