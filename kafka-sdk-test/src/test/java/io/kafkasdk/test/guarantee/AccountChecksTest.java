package io.kafkasdk.test.guarantee;

import static io.kafkasdk.test.guarantee.Story.DUTY;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.test.guarantee.NothingLeaks.Slack;
import io.kafkasdk.test.ledger.Sent;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks of what libraries count, tell and use. */
class AccountChecksTest {

    private static Story story() {
        return new Story()
                .inLog(0, "k", 1)
                .inLog(1, "k", 2)
                .notAcked(2, Sent.Outcome.REJECTED, 3, "RecordTooLargeException: too large", 1)
                .notAcked(3, Sent.Outcome.UNKNOWN, 4, "SendUnknownException: timeout", 1)
                .notAcked(4, Sent.Outcome.UNKNOWN, 5, "", 0)
                .failed("a", 0, 10, 11)
                .done("a", 0, 12, 13)
                .skipped("a", 1, 2, 20);
    }

    private static CheckResult check(GuaranteeCheck check, Story story) {
        return check.check(story.evidence());
    }

    @ParameterizedTest
    @CsvSource({
        "shop.0, sent, 5", "shop.0, acked, 2", "shop.0, rejected, 1", "shop.0, unknown, 1",
        "billing/a, attempts, 2", "billing/a, handled, 1", "billing/a, failed, 1", "billing/a, skipped, 1",
        "shop.1, acked, 0"
    })
    void aCountIsThatOfTheLedger(String who, String what, long count) {
        CountsAgree check = new CountsAgree(DUTY);

        assertThat(check(check, story().claim(who, what, count)).holds()).isTrue();
        assertThat(check(check, story().claim(who, what, count + 1)).toString())
                .contains(who + " counted " + (count + 1) + " " + what + ", the ledger has " + count);
    }

    @Test
    void aCountThatNobodyJudgesIsWrong() {
        assertThat(check(new CountsAgree(DUTY), story().claim("shop.0", "ackd", 2))
                        .toString())
                .contains("claims a count of 'ackd'");
    }

    @Test
    void deadLettersAreCountedByAllMembersTogether() {
        CountsAgree check = new CountsAgree(DUTY);

        assertThat(check(check, story().deadLetter(0).claim("billing/a", "dead-lettered", 1))
                        .holds())
                .isTrue();
        assertThat(check(check, story().deadLetter(0).claim("billing/a", "dead-lettered", 2))
                        .violations())
                .isEqualTo(1);
        assertThat(check(check, story().deadLetter(0).claim("billing/a", "dead-lettered", 0))
                        .violations())
                .isEqualTo(1);
        assertThat(check(check, story().deadLetter(0).done("b", 0, 20, 21).claim("billing/a", "dead-lettered", 0))
                        .holds())
                .as("b was killed and claims nothing")
                .isTrue();
    }

    @Test
    void aTextNamesAKnownError() {
        CheckResult result =
                check(new TextsTell(Set.of(), Set.of("RecordTooLargeException", "SendUnknownException")), story());

        assertThat(result.holds()).isTrue();
        assertThat(result.examined()).isEqualTo(2);
        assertThat(result.figures()).containsEntry("SendUnknownException", 1L);
        assertThat(check(new TextsTell(Set.of(), Set.of("SendUnknownException")), story())
                        .toString())
                .contains("shop.0.2 names none of the errors");
    }

    @Test
    void aTextMustNotBeEmpty() {
        assertThat(check(new TextsTell(Set.of(), Set.of()), new Story().notAcked(0, Sent.Outcome.REJECTED, 1, " ", 1))
                        .violations())
                .isEqualTo(1);
    }

    @Test
    void aSecretInATextIsFoundAndNotRepeated() {
        Story story = new Story().notAcked(0, Sent.Outcome.REJECTED, 1, "AuthException: alice-secret", 1);

        CheckResult result = check(new TextsTell(Set.of("alice-secret"), Set.of("Other")), story);

        assertThat(result.violations()).isEqualTo(2);
        assertThat(result.toString()).doesNotContain("alice-secret");
    }

    @Test
    void aProcessThatUsesMoreAndMoreLeaks() {
        NothingLeaks check = new NothingLeaks(new Slack(2, 0, 0, 1.5));

        assertThat(check(check, samples(20, 22, 100, 150)).holds()).isTrue();
        assertThat(check(check, samples(20, 23, 100, 150)).toString()).contains("shop.0 threads: at most 20");
        assertThat(check(check, samples(20, 22, 100, 151)).toString()).contains("shop.0 heap: at most 100");
    }

    @Test
    void fewSamplesProveNothing() {
        CheckResult result = check(
                new NothingLeaks(new Slack(0, 0, 0, 1)),
                new Story().sample(1, 10, 10).sample(2, 99, 99));

        assertThat(result.holds()).isTrue();
        assertThat(result.examined()).isZero();
    }

    private static Story samples(int threads, int threadsAtTheEnd, long heap, long heapAtTheEnd) {
        Story story = new Story();
        for (int i = 0; i < 12; i++) {
            story.sample(i, i < 8 ? threads : threadsAtTheEnd, i < 8 ? heap : heapAtTheEnd);
        }
        return story;
    }
}
