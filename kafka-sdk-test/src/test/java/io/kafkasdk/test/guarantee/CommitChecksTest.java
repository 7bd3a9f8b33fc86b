package io.kafkasdk.test.guarantee;

import static io.kafkasdk.test.guarantee.Story.DUTY;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.test.ledger.Handling;
import io.kafkasdk.test.ledger.Ownership;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checks of commits and of what is delivered again. */
class CommitChecksTest {

    private final CommitSafety safety = new CommitSafety(DUTY);
    private final DuplicatesBounded bounded = new DuplicatesBounded(DUTY);

    private static Story two() {
        return new Story().inLog(0, "k", 1).inLog(1, "k", 2);
    }

    private static CheckResult check(GuaranteeCheck check, Story story) {
        return check.check(story.evidence());
    }

    @Test
    void anOffsetIsCommittedWhenAllBelowItHasEnded() {
        Story story = two().done("a", 0, 10, 20).done("a", 1, 20, 30);

        assertThat(check(safety, story.commit(1, 21).commit(2, 31)).holds()).isTrue();
        assertThat(check(safety, story.commit(2, 29)).toString())
                .contains("had committed offset 2 at 0.029000", "shop.0.1 at orders-0 offset 1 ended at 0.030000");
    }

    @Test
    void aCommitOverWhatNeverEndedIsToldOnce() {
        Story story = two().done("a", 1, 20, 30);

        assertThat(check(safety, story.commit(2, 40).commit(2, 50)).violations())
                .isEqualTo(1);
        assertThat(check(safety, story.deadLetter(0)).holds()).isTrue();
    }

    @Test
    void aSkipEndsARecord() {
        assertThat(check(safety, two().commit(2, 40).skipped("a", 0, 2, 30)).holds())
                .isTrue();
    }

    @Test
    void aCommitDoesNotGoBackUnlessRecordsWereRemoved() {
        Story story = two().done("a", 0, 3, 4).done("a", 1, 5, 6).commit(2, 40).commit(1, 50);

        assertThat(check(safety, story).toString()).contains("went back in orders-0: offset 2");
        assertThat(check(safety, story.removed(1, 45)).holds()).isTrue();
    }

    @Test
    void anOlderAnswerOfANewCoordinatorIsNoCommitThatGoesBack() {
        Story story = two().done("a", 0, 3, 4)
                .done("a", 1, 5, 6)
                .commit(2, 40)
                .commit(1, 50)
                .commit(1, 60)
                .commit(2, 70);

        assertThat(check(safety, story).violations()).isEqualTo(1);
        assertThat(check(safety, story.fault("consumer-pause", "a", 41, 45, 65)).violations())
                .isEqualTo(1);
        CheckResult behindAnOutage = check(safety, story.fault("broker-kill", "broker 1", 41, 45, 65));
        assertThat(behindAnOutage.holds()).isTrue();
        assertThat(behindAnOutage.figures()).containsEntry("stale", 1L);
    }

    @Test
    void whatIsCommittedStepByStepAfterAnOutageWentBack() {
        Story story = two().done("a", 0, 3, 4).done("a", 1, 5, 6).fault("broker-kill", "broker 1", 41, 45, 65);

        assertThat(check(safety, story.commit(2, 40).commit(0, 50)).violations())
                .as("and stays there")
                .isEqualTo(1);
        assertThat(check(safety, story.commit(1, 60).commit(2, 70)).violations())
                .as("and handles all again")
                .isEqualTo(1);
    }

    @Test
    void theOffsetOfAFormerLifeOfTheTopicSaysNothingAboutTheNewOne() {
        Story story = new Story()
                .commit(500, 10)
                .deleted(20)
                .commit(500, 30)
                .inLog(0, "k", 40)
                .inLog(1, "k", 41);

        assertThat(check(safety, story).holds()).isTrue();
        assertThat(check(safety, story.commit(1, 50)).violations()).isEqualTo(1);
    }

    @Test
    void whatWasNotCommittedMayBeHandledAgainByTheNextOwner() {
        CheckResult result = check(
                bounded,
                two().owned("a", 1, 0, Ownership.End.CUT)
                        .owned("b", 40, 0, Ownership.End.CUT)
                        .done("a", 0, 10, 20)
                        .done("a", 1, 20, 30)
                        .commit(1, 25)
                        .done("b", 1, 50, 60));

        assertThat(result.holds()).isTrue();
        assertThat(result.figures())
                .containsEntry("billing redelivered", 1L)
                .containsEntry("billing percent", 50.0)
                .containsEntry("billing most", 1L)
                .containsEntry("billing bound", 2L);
    }

    @Test
    void whatIsBelowACommitIsNotHandledAgain() {
        Story story = two().done("a", 0, 10, 20).commit(1, 25).done("b", 0, 30, 40);

        assertThat(check(bounded, story).toString()).contains("though offset 1 was committed before");
        assertThat(check(bounded, two().done("a", 0, 10, 20).commit(1, 31).done("b", 0, 30, 40))
                        .holds())
                .as("the commit was seen later")
                .isTrue();
    }

    @Test
    void aMemberDoesNotHandleARecordAgainForNoReason() {
        Story story = two().owned("a", 1, 100, Ownership.End.REVOKED)
                .done("a", 0, 10, 20)
                .done("a", 0, 30, 40);

        assertThat(check(bounded, story).toString()).contains("nothing was broken in between");
        assertThat(check(bounded, story.fault("broker-kill", "broker 1", 15, 25, 50))
                        .holds())
                .isTrue();
    }

    @Test
    void aMemberThatGotItsPartitionBackMayHandleARecordAgain() {
        Story story = two().owned("a", 1, 22, Ownership.End.REVOKED)
                .owned("a", 25, 100, Ownership.End.REVOKED)
                .done("a", 0, 10, 20)
                .done("a", 0, 30, 40);

        assertThat(check(bounded, story).holds()).isTrue();
    }

    @Test
    void aPauseOfSeveralProcessesExcusesEachOfThemAndNobodyElse() {
        Story story = two().done("b-0", 0, 10, 20).commit(1, 25).done("a-1", 0, 30, 40);

        String target = "x and a of group " + Story.GROUP;
        assertThat(check(bounded, story).holds()).isFalse();
        assertThat(check(
                                bounded,
                                two().done("b-0", 0, 10, 20)
                                        .commit(1, 25)
                                        .done("a-1", 0, 30, 40)
                                        .fault("consumer-pause", target, 5, 28, 60))
                        .figures())
                .containsEntry("unfenced", 1L);
        assertThat(check(bounded, story.fault("consumer-pause", "x and ab of group a", 5, 28, 60))
                        .holds())
                .isFalse();
    }

    @Test
    void thatAPausedMemberWorksOffItsBufferIsCountedOnly() {
        Story story =
                two().done("b", 0, 10, 20).commit(1, 25).done("a", 0, 30, 40).fault("consumer-pause", "a", 5, 28, 60);

        CheckResult result = check(bounded, story);
        assertThat(result.holds()).isTrue();
        assertThat(result.figures()).containsEntry("unfenced", 1L);
    }

    @Test
    void moreThanTheOwnersHadOpenIsTooMuch() {
        Story story = two().owned("a", 1, 25, Ownership.End.REVOKED)
                .owned("b", 26, 0, Ownership.End.CUT)
                .commit(1, 21)
                .done("a", 0, 10, 20)
                .handled("c", 0, 30, 0, Handling.End.CUT)
                .done("c", 0, 40, 50);

        assertThat(check(bounded, story).toString()).contains("handled 1 records again, but only 0");
    }

    @Test
    void whatAFrozenMemberWorksOffIsNotHeldAgainstTheBound() {
        Story story = two().owned("a", 1, 25, Ownership.End.REVOKED)
                .owned("b", 26, 0, Ownership.End.CUT)
                .commit(1, 21)
                .done("a", 0, 10, 20)
                .done("c", 0, 40, 50)
                .fault("consumer-pause", "c", 28, 35, 60);

        CheckResult result = check(bounded, story);
        assertThat(result.holds()).isTrue();
        assertThat(result.figures()).containsEntry(Story.GROUP + " redelivered", 1L);
    }

    @Test
    void aLimitInPercentHoldsWhateverTheCause() {
        Story story = two().done("a", 0, 10, 20).done("a", 1, 20, 30).done("b", 1, 50, 60);

        assertThat(check(new DuplicatesBounded(List.of(DUTY), 50), story).holds())
                .isTrue();
        assertThat(check(new DuplicatesBounded(List.of(DUTY), 49), story).violations())
                .isEqualTo(1);
    }
}
