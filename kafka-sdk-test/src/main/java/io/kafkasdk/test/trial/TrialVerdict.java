package io.kafkasdk.test.trial;

import io.kafkasdk.test.guarantee.CheckResult;
import io.kafkasdk.test.guarantee.Judgement;
import io.kafkasdk.test.ledger.Ledger;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a trial has shown. */
record TrialVerdict(TrialPlan plan, Ledger ledger, List<String> behind, Judgement judgement) {

    private static final Logger LOG = LoggerFactory.getLogger(HandlerTrial.class);

    TrialVerdict {
        behind = List.copyOf(behind);
    }

    /**
     * Says it in the log.
     *
     * @throws AssertionError with all that is broken
     */
    void tell() {
        List<String> broken = new ArrayList<>();
        if (!behind.isEmpty()) {
            broken.add("Not all was committed " + plan.times().patience().toSeconds()
                    + " s after the fault and the last record:\n  " + String.join("\n  ", behind));
        }
        judgement.broken().stream().map(CheckResult::toString).forEach(broken::add);
        if (!broken.isEmpty()) {
            throw new AssertionError("Broken under " + plan.fault().label() + " with seed " + plan.seed()
                    + "; the ledger is in " + ledger.directory() + "\n" + String.join("\n", broken));
        }
        LOG.info("All held under {} with seed {}\n{}", plan.fault().label(), plan.seed(), judgement.markdown());
    }
}
