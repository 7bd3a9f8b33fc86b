package io.kafkasdk.reliability;

import io.kafkasdk.reliability.report.Report;
import io.kafkasdk.test.guarantee.Judgement;
import java.nio.file.Path;
import java.util.List;

/**
 * What came of a run.
 *
 * @param judgement what the referee says about the SDK
 * @param mishaps what did not go as planned, so that the run shows less than it should; empty when all did
 * @param report all figures
 * @param directory where the reports, the ledger and the logs are
 */
record Outcome(Judgement judgement, List<String> mishaps, Report report, Path directory) {

    Outcome {
        mishaps = List.copyOf(mishaps);
    }
}
