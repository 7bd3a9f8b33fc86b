package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static io.kafkasdk.consumer.MockMember.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Retries;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** The watchdog in the poll loop of a member. */
class ProgressWatchdogTest {

    private static final FailurePolicy DEAD_LETTERS =
            FailurePolicy.DEAD_LETTER.retries(new Retries(1, MockMember.RETRY_DELAY, MockMember.RETRY_DELAY, Set.of()));

    private final MockMember member = new MockMember().owning(P0, P1);

    private Optional<Diagnosis> after(int seconds) {
        for (int second = 0; second < seconds; second++) {
            member.clock.advance(Duration.ofSeconds(1));
            member.round();
        }
        return member.watchdog.stall();
    }

    private void failing(TopicPartition partition) {
        member.handler = record -> {
            if (record.partition() == partition.partition()) {
                throw new IllegalStateException("secret of the payload");
            }
        };
        member.fetch(partition, 0, 1);
    }

    @Test
    void anIdleMemberNeverStalls() {
        assertThat(after(300)).isEmpty();
        assertThat(member.events).noneMatch(event -> event.startsWith("stalled"));
    }

    @Test
    void aMemberThatMovesNeverStalls() {
        for (int offset = 0; offset < 200; offset++) {
            member.fetch(P0, offset);
            assertThat(after(1)).isEmpty();
        }
    }

    @Test
    void aRecordThatFailsForAMinuteIsNamedWithoutItsMessage() {
        failing(P0);
        assertThat(after(55)).isEmpty();
        assertThat(after(10).orElseThrow().text())
                .contains("orders-0@0", "java.lang.IllegalStateException")
                .doesNotContain("secret");
    }

    @Test
    void aRecordThatIsTriedAgainForLongIsOneStallAndNeverLost() {
        failing(P0);
        after(600);
        assertThat(member.events.stream().filter(event -> event.startsWith("stalled")))
                .singleElement()
                .asString()
                .contains("orders-0@0 has been tried again");
        assertThat(member.events).doesNotContain("moving");
    }

    @Test
    void aDeadLetterThatIsNotAnsweredIsNamed() {
        MockMember buries = new MockMember(MockMember.settings().failures(DEAD_LETTERS)).owning(P0);
        buries.handler = record -> {
            throw new IllegalStateException("secret of the payload");
        };
        buries.fetch(P0, 0);
        for (int second = 0; second < 12; second++) {
            buries.clock.advance(Duration.ofSeconds(1));
            buries.round();
        }
        assertThat(buries.watchdog.stall().orElseThrow().text())
                .contains("'orders.payments.dlt'", "orders-0@0", "not answered")
                .doesNotContain("secret");
    }

    @Test
    void aPartitionWhoseStartCannotBeFoundOutIsNamed() {
        MockMember waits = new MockMember();
        waits.client.rebalance(List.of(P0));
        for (int second = 0; second < 35; second++) {
            waits.client.setOffsetsException(new TimeoutException("planted"));
            waits.clock.advance(Duration.ofSeconds(1));
            waits.round();
        }
        assertThat(waits.watchdog.stall().orElseThrow().what()).contains("orders-0 position unknown");
    }

    @Test
    void movesAgainWhenTheRecordIsHandled() {
        failing(P0);
        assertThat(after(70)).isPresent();
        member.handler = record -> {};
        assertThat(after(10)).isEmpty();
    }

    @Test
    void aConsumerPausedByTheApplicationNeverStalls() {
        failing(P0);
        after(2);
        member.pausedByUser = true;
        assertThat(after(300)).isEmpty();
    }

    @Test
    void recordsThatNoWorkerTakesAreAFaultOfTheSdk() {
        member.fetch(P0, 0);
        member.loop.runOnce();
        member.workers.end();
        assertThat(after(70).orElseThrow().what()).contains("1 records are in flight", "nobody");
    }

    @Test
    void aPartitionThatBringsNothingThoughThereIsMoreIsNamedUntilItDoes() {
        after(1);
        member.client.updateEndOffsets(Map.of(P1, 5L));
        assertThat(after(25)).isEmpty();
        assertThat(after(10).orElseThrow().what()).contains("orders-1 at 0").doesNotContain("orders-0");
        member.fetch(P1, 0, 1, 2, 3, 4);
        assertThat(after(10)).isEmpty();
    }

    @Test
    void aRightThatWentIsNamedWhileItIsWaitedFor() {
        after(1);
        for (int second = 0; second < 40; second++) {
            member.client.setPollException(new TopicAuthorizationException("orders"));
            after(1);
        }
        assertThat(member.watchdog.stall().orElseThrow().text()).contains("a right is missing", "--operation Read");
    }

    @Test
    void aPollThreadThatDoesNotComeRoundIsSeenFromOutside() {
        Thread poller = Thread.currentThread();
        after(1);
        member.clock.advance(Duration.ofSeconds(29));
        member.watchdog.lookFromOutside(poller);
        assertThat(member.watchdog.stall()).isEmpty();
        member.clock.advance(Duration.ofSeconds(2));
        member.watchdog.lookFromOutside(poller);
        assertThat(member.watchdog.stall().orElseThrow().text()).contains("31 s", poller.getName(), "lookFromOutside");
        assertThat(after(2)).as("not before it is sure").isPresent();
        assertThat(after(5)).isEmpty();
    }

    @Test
    void aPollThreadThatEndedIsSeenFromOutside() throws InterruptedException {
        Thread ended = new Thread(() -> {}, "ended");
        ended.start();
        ended.join();
        member.watchdog.lookFromOutside(ended);
        assertThat(member.watchdog.stall().orElseThrow().what()).contains("poll thread has ended");
    }
}
