package io.kafkasdk.test.guarantee;

import static io.kafkasdk.test.guarantee.Story.DUTY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Handling;
import io.kafkasdk.test.ledger.Ownership;
import io.kafkasdk.test.ledger.Sent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RefereeTest {

    /** Records are sent, one is rejected, one dead-lettered; a member is killed, its successor goes on. */
    private static Story good() {
        return new Story()
                .inLog(0, "a", 1)
                .inLog(1, "a", 2)
                .inLog(2, "b", 3)
                .inLog(3, "b", 4)
                .notAcked(9, Sent.Outcome.REJECTED, 5, "RecordTooLargeException", 1)
                .owned("m-0", 1, 0, Ownership.End.CUT)
                .done("m-0", 0, 10, 20)
                .commit(1, 25)
                .done("m-0", 1, 30, 40)
                .handled("m-0", 2, 35, 0, Handling.End.CUT)
                .fault("consumer-kill", "m-0", 45, 46, 90)
                .owned("m-1", 50, 100, Ownership.End.REVOKED)
                .done("m-1", 1, 51, 52)
                .failed("m-1", 2, 53, 54)
                .deadLetter(2)
                .done("m-1", 3, 60, 70)
                .commit(4, 80)
                .claim("shop.0", "acked", 4)
                .claim("billing/m-1", "handled", 2);
    }

    @Test
    void whatHoldsIsClean() {
        Judgement judgement = Referee.of(DUTY).judge(good().evidence());

        assertThat(judgement.orFail()).isSameAs(judgement);
        assertThat(judgement.unproven()).isEmpty();
        assertThat(judgement.results()).hasSize(13);
        assertThat(judgement.markdown())
                .contains("| Check | Examined | Violations | Figures |")
                .contains("| NothingLost | 8 | 0 | acked 4, billing unhandled 0, lost 0, removed 0 |");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("a record is gone", story -> story.notInLog(3), "NothingLost"),
                fault("a record is not handled", story -> story.inLog(4, "c", 6), "NothingLost"),
                fault("a rejected record is there", story -> story.logged(9, "z", 0, 9), "NoPhantoms"),
                fault("a record is there twice", story -> story.logged(3, "b", 0, 8), "NoDuplicatesInLog"),
                fault("a record is elsewhere", story -> story.notInLog(3).logged(3, "b", 0, 8), "RightPlace"),
                fault("two outcomes are told", story -> story.toldTwice(3), "OneOutcome"),
                fault("sends are reordered", story -> story.logged(0, "b", 0, 12), "SendOrder"),
                fault("a record overtakes", story -> story.inLog(4, "b", 6).done("m-1", 4, 52, 53), "OrderPerKey"),
                fault("two are in work", story -> story.inLog(4, "b", 6).done("m-1", 4, 65, 75), "NoOverlapPerKey"),
                fault("a commit is too early", story -> story.commit(4, 69), "CommitSafety"),
                fault("a commit goes back", story -> story.commit(3, 85), "CommitSafety"),
                fault("a committed record comes again", story -> story.done("m-1", 3, 95, 96), "DuplicatesBounded"),
                fault("a handled record is dead-lettered", story -> story.deadLetter(3), "OneTerminalFate"),
                fault("a handled record is told as skipped", story -> story.skipped("m-1", 3, 4, 75), "SkipsTold"),
                fault("a count is wrong", story -> story.claim("shop.0", "rejected", 2), "CountsAgree"));
    }

    private static Arguments fault(String what, UnaryOperator<Story> planted, String check) {
        return Arguments.of(what, planted, check);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void aPlantedFaultBreaksItsCheck(String what, UnaryOperator<Story> planted, String check) {
        Judgement judgement = Referee.of(DUTY).judge(planted.apply(good()).evidence());

        assertThat(judgement.isClean()).isFalse();
        assertThat(judgement.result(check).holds()).as(what).isFalse();
        assertThatThrownBy(judgement::orFail)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(check + " is broken");
    }

    @Test
    void noEvidenceProvesNothing() {
        Judgement judgement = Referee.of(DUTY).judge(Evidence.NONE);

        assertThat(judgement.isClean()).isTrue();
        assertThat(judgement.unproven()).hasSameSizeAs(judgement.results());
    }

    @Test
    void aCheckTakesThePlaceOfOneOfItsName() {
        Referee referee = Referee.of(List.of(new NoPhantoms()))
                .with(new NoPhantoms())
                .with(new TextsTell(Set.of(), Set.of()))
                .with(new ProgressDuringFault(Map.of()))
                .without("TextsTell");

        assertThat(referee.judge(Evidence.NONE).results())
                .extracting(CheckResult::check)
                .containsExactly("NoPhantoms", "ProgressDuringFault");
    }

    @Test
    void onlyTheFirstExamplesAreKept() {
        Story story = new Story();
        for (int i = 0; i < 100; i++) {
            story.acked(i, "k", i, i);
        }

        CheckResult result = new NothingLost().check(story.evidence());

        assertThat(result.violations()).isEqualTo(100);
        assertThat(result.examples()).hasSize(CheckResult.EXAMPLES);
    }
}
