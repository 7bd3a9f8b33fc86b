package io.kafkasdk.test.nemesis;

import java.time.Duration;

/**
 * One fault of a plan.
 *
 * @param number its place in the plan, from 1
 * @param kind what breaks
 * @param aim which broker, for faults of brokers and links; others do not look at it
 * @param luck from 0; chooses among the targets that there are when the fault begins
 * @param hold how long it lasts, from when it has begun until it is healed
 * @param quiet how long nothing else is broken after the cluster is whole again; its effects may last that long
 */
public record FaultStep(int number, FaultKind kind, Aim aim, int luck, Duration hold, Duration quiet) {

    /** Refuses numbers and times below zero. */
    public FaultStep {
        if (luck < 0 || hold.isNegative() || quiet.isNegative()) {
            throw new IllegalArgumentException("Step " + number + " of a plan of faults: luck " + luck + ", hold "
                    + hold + " and quiet " + quiet + " must not be negative");
        }
    }

    /** Returns it in one line: {@code 3 broker-kill leader/17 for 20.0 s, quiet 14.0 s}. */
    public String text() {
        return "%d %s %s/%d for %.1f s, quiet %.1f s"
                .formatted(
                        number, kind.label(), aim.label(), luck, hold.toMillis() / 1000.0, quiet.toMillis() / 1000.0);
    }
}
