package io.kafkasdk.test.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kafkasdk.test.guarantee.CheckResult;
import io.kafkasdk.test.guarantee.GroupDuty;
import io.kafkasdk.test.guarantee.GuaranteeCheck;
import io.kafkasdk.test.guarantee.ProgressDuringFault;
import io.kafkasdk.test.guarantee.Referee;
import io.kafkasdk.test.ledger.Evidence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrialChecksTest {

    @Test
    void judgesWhatTheApplicationAddsAndNotWhatItLeavesOut() {
        assertThat(names(new TrialChecks(List.of(new Own()), Set.of("OrderPerKey", "NoOverlapPerKey"))))
                .contains("NothingLost", "CommitSafety", "PoisonInDeadLetters", "ProgressDuringFault", "Own")
                .doesNotContain("OrderPerKey", "NoOverlapPerKey");
    }

    @Test
    void aNameThatIsNoCheckIsRefusedWithThoseThatAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> names(new TrialChecks(List.of(), Set.of("OrderPerkey"))))
                .withMessageContaining("[OrderPerkey]")
                .withMessageContaining("OrderPerKey, ");
    }

    @Test
    void redeliveryIsNotJudgedWhereNobodyTellsWhatItOwns() {
        Referee referee = referee(new TrialChecks(List.of(), Set.of()));
        assertThat(names(referee)).contains("DuplicatesBounded");
        assertThat(names(TrialChecks.fitFor(referee, Evidence.NONE))).doesNotContain("DuplicatesBounded");
    }

    private static List<String> names(TrialChecks checks) {
        return names(referee(checks));
    }

    private static List<String> names(Referee referee) {
        return referee.judge(Evidence.NONE).results().stream()
                .map(CheckResult::check)
                .toList();
    }

    private static Referee referee(TrialChecks checks) {
        return checks.referee(
                new GroupDuty("group", Set.of("orders"), Optional.of("dead")),
                new PoisonRule(true, null),
                new ProgressDuringFault(Map.of()));
    }

    private static final class Own implements GuaranteeCheck {
        @Override
        public CheckResult check(Evidence evidence) {
            return new CheckResult(name(), 1, 0, List.of(), Map.of());
        }
    }
}
