package io.kafkasdk.test.trial;

import io.kafkasdk.test.guarantee.CheckResult;
import io.kafkasdk.test.guarantee.CountsAgree;
import io.kafkasdk.test.guarantee.DuplicatesBounded;
import io.kafkasdk.test.guarantee.GroupDuty;
import io.kafkasdk.test.guarantee.GuaranteeCheck;
import io.kafkasdk.test.guarantee.ProgressDuringFault;
import io.kafkasdk.test.guarantee.Referee;
import io.kafkasdk.test.ledger.Evidence;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is judged.
 *
 * @param more what the application adds
 * @param without names of checks that do not count
 */
record TrialChecks(List<GuaranteeCheck> more, Set<String> without) {

    TrialChecks {
        more = List.copyOf(more);
        without = Set.copyOf(without);
    }

    /**
     * The referee of a group.
     *
     * @throws IllegalArgumentException when {@code without} names a check that there is not
     */
    Referee referee(GroupDuty duty, PoisonRule poison, ProgressDuringFault progress) {
        Referee referee = Referee.of(duty)
                .without(CountsAgree.class.getSimpleName()) // nothing is claimed in a trial
                .with(new PoisonInDeadLetters(duty, poison))
                .with(progress);
        for (GuaranteeCheck check : more) {
            referee = referee.with(check);
        }
        List<String> names = referee.judge(Evidence.NONE).results().stream()
                .map(CheckResult::check)
                .toList();
        Set<String> unknown = new TreeSet<>(without);
        names.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "HandlerTrial.without(...) names " + unknown + ", but the checks are " + String.join(", ", names));
        }
        for (String name : without) {
            referee = referee.without(name);
        }
        return referee;
    }

    /** How often a record may come again can only be judged where members told what they owned. */
    static Referee fitFor(Referee referee, Evidence evidence) {
        return evidence.ownerships().isEmpty() ? referee.without(DuplicatesBounded.class.getSimpleName()) : referee;
    }
}
