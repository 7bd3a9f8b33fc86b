package io.kafkasdk.benchmarks.suite;

import io.kafkasdk.benchmarks.report.ResultTable;
import java.time.Duration;
import java.util.List;

/**
 * A part of the comparison that can be run alone: {@code producers}, {@code latency}.
 *
 * <p><b>Threads:</b> for the one thread of the suite.
 */
public interface Section {

    /** Returns what the command line calls it. */
    String name();

    /** Returns about how long {@link #run} takes; only the estimate of the remaining time depends on it. */
    Duration estimate(SuiteRun run);

    /**
     * Measures, and blocks meanwhile.
     *
     * @throws IllegalStateException when a contender failed: a comparison without it would mislead
     */
    List<ResultTable> run(SuiteRun run);
}
