package io.kafkasdk.test.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.test.ledger.Sent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GapsTest {

    private static Story story() {
        return new Story().fault("broker-kill", "broker 1", 100, 200, 300);
    }

    private static FaultGaps only(Story story) {
        return Gaps.of(story.evidence()).perFault().get(0);
    }

    private static Duration ms(long count) {
        return Duration.ofMillis(count);
    }

    @Test
    void aGapLastsFromOneAcknowledgementToTheNextWhileARecordWaits() {
        Story story = story().acked(0, "k", 89, 0).acked(1, "k", 90, 1).acked(2, "k", 249, 2);
        // Record 3 is sent at once after the last acknowledgement, but is told of late.
        story.notAcked(3, Sent.Outcome.UNKNOWN, 91, "Timeout", 1);

        Progress acks = only(story).acks();

        assertThat(acks.longest())
                .as("from 91, the acknowledgement and the next send, to 250")
                .isEqualTo(ms(159));
        assertThat(acks.recovery()).contains(ms(50));
    }

    @Test
    void timeInWhichNothingWasToBeSentIsNoGap() {
        Story story = story().acked(0, "k", 90, 0).acked(1, "k", 240, 1).acked(2, "k", 260, 2);

        assertThat(only(story).acks().longest()).isEqualTo(ms(1));
    }

    @Test
    void refusingRecordsAtOnceIsNoProgress() {
        Story story = story().acked(0, "k", 90, 0);
        for (int i = 1; i < 16; i++) {
            story.notAcked(i, Sent.Outcome.REJECTED, 90 + 10 * i, "NotEnoughReplicas", 1);
        }
        story.acked(16, "k", 249, 1);

        Progress acks = only(story).acks();
        assertThat(acks.longest())
                .as("from the first refused to the next acknowledged")
                .isEqualTo(ms(150));
        assertThat(acks.longestOfPartition())
                .as("nobody knows where refused records were to go")
                .isEqualTo(ms(1));
    }

    @Test
    void aGapThatDoesNotEndLastsAsLongAsTheProducersTry() {
        Story story = story().acked(0, "k", 90, 0).notAcked(1, Sent.Outcome.UNKNOWN, 110, "Timeout", 1);
        story.notAcked(2, Sent.Outcome.UNKNOWN, 500, "Timeout", 1);

        Progress acks = only(story).acks();
        assertThat(acks.longest()).isEqualTo(ms(391));
        assertThat(acks.recovery()).isEmpty();
    }

    @Test
    void theWorstPartitionIsNamed() {
        Story story = story().done("a", 0, 90, 91).done("a", 1, 92, 280);

        Progress handled = only(story).handled();
        assertThat(handled.longest()).isEqualTo(ms(188));
        assertThat(handled.longestOfPartition()).isEqualTo(ms(188));
        assertThat(handled.partition()).isEqualTo(Optional.of(Story.partition(0)));
        assertThat(handled.recovery()).contains(ms(80));
    }

    @Test
    void aRecordWaitsForItsHandlingFromItsSend() {
        Story story = story().done("a", 0, 90, 91).acked(1, "k", 95, 1).done("a", 1, 270, 280);

        assertThat(only(story).handled().longest()).isEqualTo(ms(185));
    }

    @Test
    void gapsOutsideAFaultAreNotItsOwn() {
        Story story = story().acked(0, "k", 10, 0)
                .notAcked(1, Sent.Outcome.UNKNOWN, 11, "Timeout", 0)
                .acked(2, "k", 12, 1)
                .acked(3, "k", 199, 2)
                .acked(4, "k", 301, 3)
                .acked(5, "k", 302, 4);

        assertThat(only(story).acks().longest()).isEqualTo(ms(1));
    }

    @Test
    void aGapAfterTheHealingThatLiesInTheNextFaultIsThatOnes() {
        Story story = story().fault("broker-pause", "broker 2", 300, 500, 600)
                .done("a", 0, 289, 290)
                .done("a", 1, 292, 480);

        List<FaultGaps> gaps = Gaps.of(story.evidence()).perFault();
        assertThat(gaps.get(0).handled().longest()).isLessThan(ms(10));
        assertThat(gaps.get(1).handled().longest()).isEqualTo(ms(188));
    }

    @Test
    void producersAndGroupsAreChosen() {
        Story story = story().acked(0, "k", 90, 0).done("a", 0, 95, 250);

        Gaps gaps = Gaps.of(story.evidence());
        assertThat(gaps.producers("plain"::equals).perFault().get(0).acks()).isEqualTo(Progress.NONE);
        assertThat(gaps.groups("plain"::equals).perFault().get(0).handled()).isEqualTo(Progress.NONE);
        assertThat(gaps.groups(Story.GROUP::equals).perFault().get(0).handled().longest())
                .isEqualTo(ms(160));
    }

    @Test
    void aLongerGapThanItsBoundIsAViolation() {
        Story story = story().acked(0, "k", 90, 0).done("a", 0, 95, 250);
        var wide = new ProgressDuringFault.Bound(ms(1), ms(160));
        var narrow = new ProgressDuringFault.Bound(ms(1), ms(159));

        CheckResult holds = new ProgressDuringFault(Map.of("broker-kill", wide)).check(story.evidence());
        assertThat(holds.holds()).isTrue();
        assertThat(holds.examined()).isEqualTo(1);
        assertThat(holds.figures()).containsEntry("broker-kill handled gap ms", 160L);
        assertThat(new ProgressDuringFault(Map.of("broker-kill", narrow))
                        .check(story.evidence())
                        .toString())
                .contains("Nothing was handled for 160 ms around broker-kill of broker 1");
    }
}
