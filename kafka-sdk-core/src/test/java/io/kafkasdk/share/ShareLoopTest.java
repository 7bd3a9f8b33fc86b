package io.kafkasdk.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Retries;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

class ShareLoopTest {

    private static final Duration LOCK = Duration.ofSeconds(30);

    private final ShareMemberBench member = new ShareMemberBench(FailurePolicy.DEAD_LETTER);

    private static void fail(Object record) {
        throw new IllegalStateException("secret");
    }

    @Test
    void acceptsWhatWasHandled() {
        member.client.deliver(1, 0, 1);
        member.round();
        member.loop.runOnce();
        assertThat(member.handled).containsExactly("v0", "v1");
        assertThat(member.client.acknowledged).containsExactly("ACCEPT 0", "ACCEPT 1");
        assertThat(member.holdings.isEmpty()).isTrue();
    }

    @Test
    void sendsWhatIsFinishedWithoutWaitingForTheSlowRecord() {
        member.client.deliver(1, 0, 1);
        member.loop.runOnce();
        member.workOnce();
        member.loop.runOnce();
        member.loop.runOnce();
        assertThat(member.client.acknowledged).containsExactly("ACCEPT 0");
        assertThat(member.holdings.size()).isOne();
    }

    @Test
    void takesNoNewRecordsBeforeTheOldOnesAreFinished() {
        member.client.deliver(1, 0);
        member.client.deliver(1, 1);
        member.loop.runOnce();
        member.loop.runOnce();
        assertThat(member.work).hasSize(1);
        member.round();
        member.round();
        assertThat(member.handled).containsExactly("v0", "v1");
    }

    @Test
    void givesAFailedRecordBackAfterAWait() {
        member.handler = ShareLoopTest::fail;
        member.client.deliver(1, 0);
        member.round();
        assertThat(member.events).containsExactly("failed 0 1");
        assertThat(member.client.acknowledged).isEmpty();
        member.pass(Duration.ofMillis(300));
        member.loop.runOnce();
        member.loop.runOnce();
        assertThat(member.client.acknowledged).containsExactly("RELEASE 0");
    }

    @Test
    void writesTheDeadLetterWithTheLastDeliveryAndThenAccepts() {
        member.handler = ShareLoopTest::fail;
        member.client.deliver(5, 0);
        member.round();
        member.loop.runOnce();
        assertThat(member.deadLetters).containsExactly("t.g.dlt 0 5");
        assertThat(member.events).containsExactly("failed 0 5", "dead-lettered 0 5");
        assertThat(member.client.acknowledged).containsExactly("ACCEPT 0");
    }

    @Test
    void endsWithTheLastDeliveryOfTheBrokersEvenIfThePolicyWantsMore() {
        Retries many = Retries.DEFAULT.attempts(100);
        ShareMemberBench patient =
                new ShareMemberBench(FailurePolicy.DEAD_LETTER.retries(many), new GroupFacts(3, true));
        patient.handler = ShareLoopTest::fail;
        patient.client.deliver(3, 0);
        patient.round();
        assertThat(patient.deadLetters).hasSize(1);
    }

    @Test
    void keepsARecordThatTheDeadLetterTopicCannotTake() {
        member.handler = ShareLoopTest::fail;
        member.deadLetterEnd = CompletableFuture.failedFuture(new IllegalStateException("no"));
        member.client.deliver(5, 0);
        member.round();
        assertThat(member.events).contains("dead letter failed 0");
        assertThat(member.client.acknowledged).isEmpty();
        assertThat(member.holdings.size()).isOne();
        member.deadLetterEnd = CompletableFuture.completedFuture("written");
        member.pass(Duration.ofSeconds(1));
        member.loop.runOnce();
        member.work();
        member.loop.runOnce();
        member.loop.runOnce();
        assertThat(member.deadLetters).hasSize(2);
        assertThat(member.client.acknowledged).containsExactly("ACCEPT 0");
    }

    @Test
    void rejectsASkippedRecord() {
        ShareMemberBench skipping = new ShareMemberBench(FailurePolicy.SKIP.retries(Retries.DEFAULT.attempts(1)));
        skipping.handler = ShareLoopTest::fail;
        skipping.client.deliver(1, 0);
        skipping.round();
        skipping.loop.runOnce();
        assertThat(skipping.events).containsExactly("failed 0 1", "skipped 0 1");
        assertThat(skipping.client.acknowledged).containsExactly("REJECT 0");
    }

    @Test
    void aHopelessFailureIsNotTriedAgain() {
        ShareMemberBench skipping = new ShareMemberBench(
                FailurePolicy.SKIP.retries(Retries.DEFAULT.hopeless(Set.of(NumberFormatException.class))));
        skipping.handler = record -> {
            throw new IllegalStateException(new NumberFormatException());
        };
        skipping.client.deliver(1, 0);
        skipping.round();
        assertThat(skipping.events).containsExactly("failed 0 1", "skipped 0 1");
    }

    @Test
    void stopsInFrontOfTheRecordOneDeliveryBeforeTheLast() {
        ShareMemberBench stopping = new ShareMemberBench(FailurePolicy.STOP);
        stopping.handler = ShareLoopTest::fail;
        stopping.client.deliver(4, 0);
        stopping.loop.runOnce();
        stopping.work();
        KafkaSdkException why = catchThrowableOfType(KafkaSdkException.class, () -> stopping.loop.runOnce());
        assertThat(why.getMessage()).contains("t-0@0").doesNotContain("secret");
        stopping.holdings.releaseAll(Duration.ZERO);
        assertThat(stopping.client.acknowledged).containsExactly("RELEASE 0");
    }

    @Test
    void tellsThatTheBrokersEndRetryForEver() {
        ShareMemberBench forEver = new ShareMemberBench(FailurePolicy.RETRY_FOR_EVER);
        forEver.handler = ShareLoopTest::fail;
        forEver.client.deliver(5, 0);
        forEver.round();
        forEver.loop.runOnce();
        assertThat(forEver.events).containsExactly("failed 0 5", "skipped 0 5");
        assertThat(forEver.client.acknowledged).containsExactly("RELEASE 0");
    }

    @Test
    void renewsTheLockOfAnUnfinishedRecordAtHalfTime() {
        member.client.deliver(1, 0, 1);
        member.loop.runOnce();
        member.workOnce();
        member.pass(LOCK.dividedBy(2));
        member.loop.runOnce();
        assertThat(member.client.acknowledged).containsExactly("ACCEPT 0", "RENEW 1");
        assertThat(member.client.inFlight()).as("back in hand").containsExactly(1L);
        member.work();
        member.loop.runOnce();
        member.loop.runOnce();
        assertThat(member.handled).containsExactly("v0", "v1");
        assertThat(member.client.acknowledged).containsExactly("ACCEPT 0", "RENEW 1", "ACCEPT 1");
    }

    @Test
    void acknowledgesWhatEndedWhileItsRenewalWasOnItsWay() {
        member.client.silent = true;
        member.client.deliver(1, 0);
        member.loop.runOnce();
        member.pass(LOCK.dividedBy(2));
        member.loop.runOnce();
        member.round();
        assertThat(member.handled).containsExactly("v0");
        assertThat(member.client.acknowledged).containsExactly("RENEW 0");
        member.client.answerRenewals();
        member.loop.runOnce();
        member.loop.runOnce();
        assertThat(member.client.acknowledged).containsExactly("RENEW 0", "ACCEPT 0");
    }

    @Test
    void forgetsARecordWhoseRenewalIsRefused() {
        member.client.renewalErrors.add(new InvalidRecordStateException("over"));
        member.client.deliver(1, 0);
        member.client.deliver(2, 0);
        member.loop.runOnce();
        member.pass(LOCK.dividedBy(2));
        member.loop.runOnce();
        assertThat(member.holdings.isRenewable())
                .as("one refusal proves nothing")
                .isTrue();
        member.work();
        member.round();
        member.loop.runOnce();
        assertThat(member.handled).containsExactly("v0", "v0");
        assertThat(member.client.acknowledged).containsExactly("RENEW 0", "ACCEPT 0");
    }

    @Test
    void brokersThatCannotRenewAreAskedOnce() {
        member.client.renewalErrors.add(new UnsupportedVersionException("no"));
        member.client.deliver(1, 0);
        member.loop.runOnce();
        member.pass(LOCK.dividedBy(2));
        member.loop.runOnce();
        assertThat(member.holdings.isRenewable()).isFalse();
    }

    @Test
    void withoutRenewalGivesBackWhatNoHandlerHasBegun() {
        ShareMemberBench old = new ShareMemberBench(FailurePolicy.DEAD_LETTER, new GroupFacts(5, false));
        old.client.deliver(1, 0, 1);
        old.loop.runOnce();
        // The first one is being handled.
        old.handler = record -> {
            old.pass(LOCK.multipliedBy(9).dividedBy(10));
            old.loop.runOnce();
            old.loop.runOnce();
            old.handled.add(record.value());
        };
        old.work();
        old.loop.runOnce();
        old.loop.runOnce();
        assertThat(old.handled).containsExactly("v0");
        assertThat(old.client.acknowledged).containsExactly("RELEASE 1", "ACCEPT 0");
    }

    @Test
    void aPausedMemberFinishesWhatItHasAndTakesNothing() {
        member.client.deliver(1, 0);
        member.client.deliver(1, 1);
        member.loop.runOnce();
        member.paused = true;
        member.work();
        member.loop.runOnce();
        member.pass(Duration.ofMillis(100));
        member.loop.runOnce();
        assertThat(member.client.acknowledged).containsExactly("ACCEPT 0");
        assertThat(member.work).isEmpty();
        member.paused = false;
        member.round();
        assertThat(member.handled).containsExactly("v0", "v1");
    }

    @Test
    void drainingGivesBackWhatNoHandlerHasBegunAndWhatIsHeld() {
        member.handler = ShareLoopTest::fail;
        member.client.deliver(1, 0, 1);
        member.loop.runOnce();
        member.workOnce();
        member.loop.runOnce();
        member.drain(Duration.ofSeconds(1));
        member.work();
        member.holdings.releaseAll(Duration.ZERO);
        assertThat(member.client.acknowledged).containsExactlyInAnyOrder("RELEASE 0", "RELEASE 1");
        assertThat(member.events).as("the second one was not begun").containsExactly("failed 0 1");
    }

    @Test
    void afterAnInterruptAFailureIsNotTheRecords() {
        member.handler = record -> {
            throw new InterruptedException();
        };
        member.client.deliver(5, 0);
        member.loop.runOnce();
        member.step.interrupting();
        member.work();
        member.loop.runOnce();
        member.loop.runOnce();
        assertThat(member.events).isEmpty();
        assertThat(member.client.acknowledged).containsExactly("RELEASE 0");
    }
}
