package io.kafkasdk.test.guarantee;

import static io.kafkasdk.test.guarantee.Story.DUTY;
import static io.kafkasdk.test.guarantee.Story.partition;
import static io.kafkasdk.test.guarantee.Story.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.test.ledger.Handling;
import io.kafkasdk.test.ledger.Ownership;
import io.kafkasdk.test.ledger.Stamp;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The checks of order, overlap and fate of what groups handle. */
class HandlingChecksTest {

    private final OrderPerKey order = new OrderPerKey(DUTY);
    private final NoOverlapPerKey overlap = new NoOverlapPerKey(DUTY);
    private final OneTerminalFate fate = new OneTerminalFate(DUTY);
    private final SkipsTold skips = new SkipsTold(DUTY);

    private static Story three() {
        return new Story().inLog(0, "k", 1).inLog(1, "k", 2).inLog(2, "other", 3);
    }

    private static CheckResult check(GuaranteeCheck check, Story story) {
        return check.check(story.evidence());
    }

    @Test
    void aLaterRecordOfAKeyWaitsForTheEarlierOne() {
        assertThat(check(order, three().done("a", 2, 5, 6).done("a", 0, 10, 20).done("a", 1, 20, 30))
                        .holds())
                .isTrue();
        assertThat(check(order, three().done("a", 1, 10, 20).done("a", 0, 20, 30))
                        .toString())
                .contains("began shop.0.1 at orders-0 offset 1", "before shop.0.0");
    }

    @Test
    void aRetryKeepsItsPlace() {
        Story retried = three().failed("a", 0, 10, 11).done("a", 0, 20, 21);

        assertThat(check(
                                order,
                                three().failed("a", 0, 10, 11)
                                        .done("a", 0, 20, 21)
                                        .done("a", 1, 30, 31))
                        .holds())
                .isTrue();
        assertThat(check(order, retried.done("a", 1, 15, 16)).violations()).isEqualTo(1);
    }

    @Test
    void goingBackIsAllowed() {
        assertThat(check(
                                order,
                                three().done("a", 0, 10, 11)
                                        .handled("a", 1, 12, 0, Handling.End.CUT)
                                        .done("b", 0, 20, 21)
                                        .done("b", 1, 22, 23))
                        .holds())
                .isTrue();
    }

    @Test
    void aRecordThatWasNeverHandledHoldsItsKeyUp() {
        assertThat(check(order, three().done("a", 1, 10, 20)).violations()).isEqualTo(1);
        assertThat(check(order, three().done("a", 1, 10, 20).deadLetter(0)).holds())
                .isTrue();
        assertThat(check(order, three().done("a", 1, 10, 20).skipped("a", 0, 1, 5))
                        .holds())
                .isTrue();
    }

    @Test
    void aDeadLetterEndsWithItsLastAttemptInOneGo() {
        Story story = three().failed("a", 0, 10, 11).failed("a", 0, 20, 21).deadLetter(0);

        assertThat(check(order, story.done("a", 1, 30, 31)).holds()).isTrue();
        assertThat(check(
                                order,
                                three().failed("a", 0, 10, 11)
                                        .failed("a", 0, 20, 21)
                                        .deadLetter(0)
                                        .done("a", 1, 15, 16))
                        .violations())
                .isEqualTo(1);
    }

    @Test
    void aDeadLetterThatIsDeliveredAgainHoldsNothingUp() {
        assertThat(check(
                                order,
                                three().failed("a", 0, 10, 11)
                                        .done("a", 1, 15, 16)
                                        .failed("b", 0, 20, 21)
                                        .deadLetter(0))
                        .holds())
                .isTrue();
    }

    @Test
    void twoAttemptsOfAKeyMustNotOverlap() {
        assertThat(check(
                                overlap,
                                three().done("a", 0, 10, 20)
                                        .done("b", 1, 20, 30)
                                        .done("a", 2, 10, 30))
                        .holds())
                .isTrue();
        assertThat(check(overlap, three().done("a", 0, 10, 20).done("b", 1, 19, 30))
                        .toString())
                .contains("b began shop.0.1", "while a had shop.0.0");
    }

    @Test
    void anAttemptThatWasCutOverlapsOnlyWithItsOwnProcess() {
        Story story = three().handled("a", 0, 10, 0, Handling.End.CUT);

        assertThat(check(overlap, story.done("b", 0, 20, 30)).holds()).isTrue();
        assertThat(check(
                                overlap,
                                three().handled("a", 0, 10, 0, Handling.End.CUT).done("a", 1, 20, 30))
                        .violations())
                .isEqualTo(1);
    }

    @Test
    void thatAPausedMemberGoesOnIsCountedOnly() {
        Story story = three().done("a-2", 0, 10, 90).done("b-1", 0, 50, 60);

        assertThat(check(overlap, story).violations()).isEqualTo(1);
        assertThat(check(overlap, story.fault("consumer-pause", "b", 20, 80, 90))
                        .violations())
                .as("the one that began later may be the paused one too")
                .isEqualTo(0);
        CheckResult paused = check(
                overlap,
                three().done("a-2", 0, 10, 90).done("b-1", 0, 50, 60).fault("consumer-pause", "a", 20, 80, 90));
        assertThat(paused.holds()).isTrue();
        assertThat(paused.figures()).containsEntry("unfenced", 1L);
    }

    @Test
    void anotherFaultOrAnotherMembersPauseExcusesNothing() {
        Story story = three().done("a-2", 0, 10, 90)
                .done("b-1", 0, 50, 60)
                .fault("broker-kill", "a-2", 20, 80, 90)
                .fault("consumer-pause", "c", 20, 80, 90)
                .fault("consumer-pause", "a", 1, 5, 9)
                .fault("consumer-pause", "a", 100, 200, 300);

        assertThat(check(overlap, story).violations()).isEqualTo(1);
    }

    @Test
    void thatAMemberGoesOnWithALostPartitionIsCountedOnly() {
        Story story = three().done("a", 0, 10, 90).done("b", 0, 50, 60);

        assertThat(check(overlap, story.owned("a", 1, 95, Ownership.End.LOST)).holds())
                .isTrue();
    }

    @Test
    void aPartitionThatWasGivenBackMustNotBeInWork() {
        Story story = three().done("a", 0, 10, 90).done("b", 0, 50, 60);

        assertThat(check(overlap, story.owned("a", 1, 40, Ownership.End.REVOKED))
                        .violations())
                .isEqualTo(1);
    }

    @Test
    void workBegunAfterTheLossWasKnownIsNotExcused() {
        Story story = three().done("a", 0, 10, 90).done("b", 0, 50, 60).owned("a", 1, 5, Ownership.End.LOST);

        assertThat(check(overlap, story).violations()).isEqualTo(1);
    }

    @Test
    void eachRecordEndsInOneWay() {
        Story story = three().done("a", 0, 10, 11).skipped("a", 2, 3, 13);

        assertThat(check(fate, story).violations()).as("shop.0.1 has no end").isEqualTo(1);
        assertThat(check(fate, story.deadLetter(1).deadLetter(1)).holds()).isTrue();
        assertThat(check(fate, story).figures()).containsEntry("billing deadLetteredAgain", 1);
        assertThat(check(fate, story.done("a", 2, 20, 21)).toString())
                .contains("shop.0.2 at orders-0 offset 2 ended in 2 ways");
    }

    @Test
    void aRecordThatWasHandledMustNotBeDeadLettered() {
        Story story = new Story().inLog(0, "k", 1).done("a", 0, 10, 11).deadLetter(0);

        assertThat(check(fate, story).violations()).isEqualTo(1);
        assertThat(check(fate, story.failed("a", 0, 20, 21)).violations()).isEqualTo(1);
        assertThat(check(fate, story.failed("b", 0, 30, 31)).holds())
                .as("it failed when it was delivered again")
                .isTrue();
    }

    @Test
    void aDeadLetterIsItsRecordUnchangedAndOfATopicOfTheGroup() {
        TopicPartition dead = new TopicPartition(Story.DEAD, 0);
        Story story = new Story().inLog(0, "k", 1);

        assertThat(check(fate, story.logged(stamp(0, "k"), dead, 0, false)).toString())
                .contains("another key or value");
        Story foreign = new Story().logged(new Stamp(Story.id(5), "payments", "k", 5, 0), dead, 0, true);
        assertThat(check(fate, foreign).toString()).contains("is of payments, which the group does not read");
    }

    @Test
    void whatIsCommittedPastWithoutAnEndMustBeTold() {
        Story story = three().done("a", 0, 10, 11).done("a", 2, 12, 13).commit(3, 20);

        assertThat(check(skips, story).toString()).contains("committed offset 3 past shop.0.1");
        assertThat(check(skips, story.skipped("a", 1, 2, 15)).holds()).isTrue();
    }

    @Test
    void whatIsStillInTheLogMustNotBePassedOverByTellingIt() {
        GuaranteeCheck gone = new OnlyGoneIsSkipped(Story.DUTY);
        Story story = three().done("a", 0, 10, 11).done("a", 2, 12, 13).skipped("a", 1, 2, 15);

        assertThat(check(gone, story).toString()).contains("shop.0.1", "still in the log");
        assertThat(check(gone, three().notInLog(0).skipped("a", 0, 1, 15)).holds())
                .isTrue();
    }

    @Test
    void whatWasRemovedBeforeItWasReadMustBeTold() {
        Story story =
                three().notInLog(0).notInLog(1).removed(2, 20).commit(0, 5).done("a", 2, 30, 31);

        assertThat(check(skips, story).violations()).isEqualTo(2);
        CheckResult told = check(skips, story.skipped("a", 0, 2, 25));
        assertThat(told.holds()).isTrue();
        assertThat(told.figures()).containsEntry("billing told", 2L);
    }

    @Test
    void whatWasRemovedBeforeTheGroupCameNeedNotBeTold() {
        Story story = three().notInLog(0).notInLog(1).removed(2, 20).done("a", 2, 30, 31);

        assertThat(check(skips, story).holds()).isTrue();
    }

    @Test
    void whatIsToldAsSkippedMustNotBeHandled() {
        assertThat(check(skips, three().done("a", 0, 10, 11).skipped("a", 0, 1, 20))
                        .toString())
                .contains("a of group billing told shop.0.0 at orders-0 offset 0 as skipped, but a handled it");
    }

    @Test
    void whatWasHandledAndRemovedBeforeTheCommitMayBeToldBySuccessors() {
        Story story = three().notInLog(0).removed(1, 20).done("a", 0, 10, 11).skipped("b", 0, 1, 30);

        CheckResult result = check(skips, story);
        assertThat(result.holds()).isTrue();
        assertThat(result.figures()).containsEntry("handledThenRemoved", 1L);
        assertThat(check(skips, story.done("b", 0, 40, 41)).violations()).isEqualTo(1);
    }

    @Test
    void partitionsAreJudgedApart() {
        Story story = new Story()
                .logged(0, "k", 0, 0)
                .logged(stamp(1, "k"), partition(1), 0, true)
                .done("a", 0, 10, 11);

        assertThat(check(order, story).holds()).isTrue();
    }
}
