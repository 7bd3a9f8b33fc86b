package io.kafkasdk.test.guarantee;

import static io.kafkasdk.test.guarantee.Story.DEAD;
import static io.kafkasdk.test.guarantee.Story.DUTY;
import static io.kafkasdk.test.guarantee.Story.TOPIC;
import static io.kafkasdk.test.guarantee.Story.partition;
import static io.kafkasdk.test.guarantee.Story.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.test.ledger.Sent;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The checks of what producers were told against what the logs have. */
class LogChecksTest {

    private final RightPlace rightPlace = new RightPlace(Set.of(DEAD), Set.of());

    private static Story two() {
        return new Story().inLog(0, "k", 10).inLog(1, "k", 20);
    }

    private static CheckResult check(GuaranteeCheck check, Story story) {
        return check.check(story.evidence());
    }

    @Test
    void anAcknowledgedRecordThatIsInNoLogIsLost() {
        assertThat(check(new NothingLost(), two()).holds()).isTrue();

        CheckResult result = check(new NothingLost(), two().notInLog(1));

        assertThat(result.violations()).isEqualTo(1);
        assertThat(result.examined()).isEqualTo(2);
        assertThat(result.figures()).containsEntry("lost", 1L);
        assertThat(result.toString())
                .contains("shop.0.1 was acknowledged at orders-0 offset 1", "0.020000 to be sent to orders");
    }

    @Test
    void aRecordIsNotFoundInItsDeadLetterTopic() {
        assertThat(check(new NothingLost(), two().notInLog(1).deadLetter(1)).violations())
                .isEqualTo(1);
    }

    @Test
    void whatWasRemovedOnPurposeIsNotLost() {
        CheckResult result = check(new NothingLost(), two().notInLog(0).removed(1, 30));

        assertThat(result.holds()).isTrue();
        assertThat(result.figures()).containsEntry("removed", 1L);
    }

    @Test
    void whatIsNotBelowTheRemovedOffsetIsLost() {
        assertThat(check(new NothingLost(), two().notInLog(1).removed(1, 30)).violations())
                .isEqualTo(1);
    }

    @Test
    void whatWasSentAfterItsTopicWasCreatedAnewIsLost() {
        Story story = two().deleted(15);

        assertThat(check(new NothingLost(), story.notInLog(0)).holds()).isTrue();
        assertThat(check(new NothingLost(), story.notInLog(1)).violations()).isEqualTo(1);
    }

    @Test
    void aRecordThatTheGroupDidNothingWithIsLost() {
        Story story = two().done("a", 0, 30, 31);

        assertThat(check(new NothingLost(DUTY), story).violations()).isEqualTo(1);
        assertThat(check(new NothingLost(DUTY), story.failed("a", 1, 40, 41)).violations())
                .isEqualTo(1);
        assertThat(check(new NothingLost(DUTY), story.deadLetter(1)).holds()).isTrue();
    }

    @Test
    void aSkipOfAFormerLifeOfTheTopicDoesNotHideALoss() {
        Story story = new Story().inLog(0, "k", 100).skipped("a", 0, 1, 50);

        assertThat(check(new NothingLost(DUTY), story).holds()).isTrue();
        assertThat(check(new NothingLost(DUTY), story.deleted(60)).violations()).isEqualTo(1);
    }

    @Test
    void aRejectedRecordInTheLogIsAPhantom() {
        Story story = two().notAcked(2, Sent.Outcome.REJECTED, 30, "TooLarge", 1)
                .notAcked(3, Sent.Outcome.UNKNOWN, 30, "Timeout", 1)
                .notAcked(4, Sent.Outcome.UNKNOWN, 30, "Timeout", 1)
                .logged(3, "k", 0, 2);

        CheckResult holds = check(new NoPhantoms(), story);
        assertThat(holds.holds()).isTrue();
        assertThat(holds.figures()).containsEntry("unknownInLog", 1L).containsEntry("unknownNotInLog", 1L);
        assertThat(check(new NoPhantoms(), story.logged(2, "k", 0, 3)).violations())
                .isEqualTo(1);
    }

    @Test
    void aRecordThatNobodyWantedToSendIsAPhantom() {
        assertThat(check(new NoPhantoms(), two().logged(9, "k", 0, 9)).violations())
                .isEqualTo(1);
    }

    @Test
    void aRecordAtTwoOffsetsIsADuplicateButNotInADeadLetterTopic() {
        NoDuplicatesInLog check = new NoDuplicatesInLog(Set.of(DEAD));

        assertThat(check(check, two().deadLetter(1).deadLetter(1)).holds()).isTrue();
        assertThat(check(check, two().logged(1, "k", 0, 2)).violations()).isEqualTo(1);
    }

    @Test
    void aRecordInAnotherTopicIsMisplaced() {
        TopicPartition other = new TopicPartition("payments", 0);

        assertThat(check(rightPlace, two()).holds()).isTrue();
        assertThat(check(rightPlace, two().notInLog(1).logged(stamp(1, "k"), other, 1, true))
                        .toString())
                .contains("shop.0.1 was sent to orders and is in payments-0 offset 1");
    }

    @Test
    void aRecordAtAnotherOffsetThanAcknowledgedIsMisplaced() {
        assertThat(check(rightPlace, two().notInLog(1).logged(1, "k", 0, 7)).toString())
                .contains("shop.0.1 is not where its producer was told");
    }

    @Test
    void aChangedValueIsMisplaced() {
        assertThat(check(rightPlace, two().notInLog(1).logged(stamp(1, "k"), partition(0), 1, false))
                        .toString())
                .contains("another key or value");
    }

    @Test
    void aKeyIsInOnePartitionUntilItsTopicGrows() {
        Story story = new Story()
                .logged(0, "k", 0, 0)
                .logged(1, "k", 1, 0)
                .logged(2, "", 0, 1)
                .logged(3, "", 1, 1);

        assertThat(check(rightPlace, story).violations()).isEqualTo(1);
        assertThat(check(new RightPlace(Set.of(), Set.of(TOPIC)), story).holds())
                .isTrue();
    }

    @Test
    void anOffsetAcknowledgedTwiceIsInconsistentUnlessTheTopicIsNew() {
        Story story = new Story().acked(0, "k", 10, 5).acked(1, "k", 30, 5).logged(1, "k", 0, 5);

        assertThat(check(rightPlace, story).toString()).contains("Inconsistent offset: orders-0 offset 5");
        assertThat(check(rightPlace, story.deleted(20)).holds()).isTrue();
    }

    @Test
    void anOffsetThatHoldsAnotherRecordThanAcknowledgedIsInconsistent() {
        Story story = new Story()
                .acked(0, "k", 10, 5)
                .notAcked(1, Sent.Outcome.UNKNOWN, 10, "x", 1)
                .logged(1, "k", 0, 5);

        assertThat(check(rightPlace, story).toString()).contains("Inconsistent offset", "holds shop.0.1");
    }

    @Test
    void recordsOfAKeyLieInTheOrderOfTheirSends() {
        Story story = new Story().logged(0, "k", 0, 0).logged(2, "k", 0, 1).logged(1, "other", 0, 2);

        assertThat(check(new SendOrder(), story).holds()).isTrue();
        assertThat(check(new SendOrder(), story.logged(1, "k", 0, 3)).toString())
                .contains("shop.0.1, number 1 of key 'k'", "behind number 2");
    }

    @Test
    void partitionsHaveNoOrderAmongThem() {
        assertThat(check(new SendOrder(), new Story().logged(1, "k", 0, 0).logged(0, "k", 1, 9))
                        .holds())
                .isTrue();
    }

    @Test
    void twoOutcomesOfOneRecordAreWrong() {
        assertThat(check(new OneOutcome(), two()).holds()).isTrue();
        assertThat(check(new OneOutcome(), two().toldTwice(1)).violations()).isEqualTo(1);
    }

    @Test
    void noOutcomeIsWrongWhenTheProducerEndedByItself() {
        Story story = two().notAcked(2, Sent.Outcome.UNKNOWN, 30, "", 0);

        CheckResult killed = check(new OneOutcome(), story);
        assertThat(killed.holds()).isTrue();
        assertThat(killed.figures()).containsEntry("untold", 1L);
        assertThat(check(new OneOutcome(), story.claim("shop.0", "acked", 2)).violations())
                .isEqualTo(1);
    }
}
