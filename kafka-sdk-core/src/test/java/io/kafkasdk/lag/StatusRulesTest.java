package io.kafkasdk.lag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kafkasdk.lag.LagTracker.Clocks;
import io.kafkasdk.lag.PartitionSample.Timestamps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongUnaryOperator;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The rules as a member goes through them: a sample each second, a look each five. */
class StatusRulesTest {

    private static final TopicPartition P0 = new TopicPartition("orders", 0);
    private static final TopicPartition P1 = new TopicPartition("orders", 1);

    private long second;
    private Duration sincePoll = Duration.ZERO;
    private Duration pollLimit = Duration.ofMinutes(5);
    private Duration longestHandling = Duration.ZERO;
    private String pausedBy = "";
    private String failure = "";
    private boolean adminAnswers = true;
    private long end0;
    private final List<ConsumptionStatus> told = new ArrayList<>();
    private final LagTracker tracker = new LagTracker(
            "payments",
            IsolationLevel.READ_UNCOMMITTED,
            new Clocks(() -> Duration.ofSeconds(second).toNanos(), () -> 1_700_000_000_000L + 1_000 * second));

    /** Goes on for so long: frontier and end of the one partition by the second. */
    private void pass(int seconds, LongUnaryOperator frontier, LongUnaryOperator end) {
        for (int i = 0; i < seconds; i++) {
            second++;
            end0 = end.applyAsLong(second);
            sample(List.of(Lags.sample(P0, frontier.applyAsLong(second), end0)));
        }
    }

    private void sample(List<PartitionSample> samples) {
        tracker.sample(samples);
        lookAndAsk();
    }

    private void lookAndAsk() {
        if (adminAnswers && !tracker.staleEnds().isEmpty()) {
            tracker.endOffsets(Map.of(P0, end0));
        }
        if (second % 5 == 0) {
            tracker.look(new MemberFacts(sincePoll, pollLimit, longestHandling, pausedBy, failure))
                    .forEach(change -> told.add(change.now().status()));
        }
    }

    /** Nobody samples, because the poll thread does not come round. */
    private void passWithoutPoll(int seconds) {
        for (int i = 0; i < seconds; i++) {
            second++;
            sincePoll = sincePoll.plusSeconds(1);
            lookAndAsk();
        }
    }

    private ConsumptionStatus status() {
        return now().map(TopicStatus::status).orElseThrow();
    }

    private Optional<TopicStatus> now() {
        return tracker.snapshot().status("orders");
    }

    private String evidence() {
        return now().orElseThrow().evidence();
    }

    private static LongUnaryOperator at(long offset) {
        return second -> offset;
    }

    @Test
    void anIdleTopicIsAlwaysFine() {
        pass(2_000, at(100), at(100));
        sincePoll = Duration.ofMinutes(10);
        pass(100, at(100), at(100));
        assertThat(told).containsExactly(ConsumptionStatus.OK);
        assertThat(evidence()).isEmpty();
    }

    @Test
    void aConsumerThatKeepsUpIsFine() {
        pass(1_000, second -> 50 * second, second -> 50 * second + 20);
        assertThat(told).as("unknown at first, which is no news").containsExactly(ConsumptionStatus.OK);
        assertThat(status()).isEqualTo(ConsumptionStatus.OK);
    }

    @Test
    void aRecordThatStaysTheOldestIsAStallWithinAMinuteAndOneLookAndNotBefore() {
        pass(60, second -> second, second -> second);
        long stuckAt = second;
        while (status() != ConsumptionStatus.STALL) {
            assertThat(second - stuckAt).as("seconds").isLessThanOrEqualTo(66);
            pass(1, at(60), second -> second);
        }
        assertThat(second - stuckAt).isGreaterThan(60);
        assertThat(evidence()).contains("orders-0@60");
    }

    @Test
    void handlersThatAreSlowByNatureStretchThat() {
        longestHandling = Duration.ofSeconds(40);
        pass(60, second -> second, second -> second);
        pass(119, at(60), second -> second);
        assertThat(told).doesNotContain(ConsumptionStatus.STALL);
        pass(7, at(60), second -> second);
        assertThat(status()).isEqualTo(ConsumptionStatus.STALL);
    }

    @Test
    void aDeadPollLoopIsAStopAfterAMinuteWhereRecordsWait() {
        pass(60, second -> second, second -> second);
        end0 = 61;
        passWithoutPoll(60);
        assertThat(told).doesNotContain(ConsumptionStatus.STOP);
        passWithoutPoll(6);
        assertThat(status()).isEqualTo(ConsumptionStatus.STOP);
        assertThat(evidence()).contains("orders-0@60");
    }

    @Test
    void aDeadPollLoopIsAStopAfterHalfThePollLimitWhereThatIsShort() {
        pollLimit = Duration.ofSeconds(40);
        pass(60, second -> second, second -> second);
        end0 = 61;
        passWithoutPoll(20);
        assertThat(told).doesNotContain(ConsumptionStatus.STOP);
        passWithoutPoll(6);
        assertThat(status()).isEqualTo(ConsumptionStatus.STOP);
    }

    @Test
    void aDeadPollLoopIsNoStopWhileNothingWaits() {
        pass(60, second -> second, second -> second);
        passWithoutPoll(600);
        assertThat(status()).isEqualTo(ConsumptionStatus.OK);
    }

    @Test
    void aPauseByTheApplicationIsNoStallNorIsTheTimeAfterIt() {
        pass(60, second -> second, second -> second);
        pausedBy = "the application paused the consumer";
        pass(600, at(60), second -> second);
        assertThat(status()).isEqualTo(ConsumptionStatus.PAUSED);
        assertThat(evidence()).contains(pausedBy);
        pausedBy = "";
        pass(55, at(60), second -> second);
        assertThat(told).doesNotContain(ConsumptionStatus.STALL, ConsumptionStatus.STOP);
        pass(11, at(60), second -> second);
        assertThat(status()).isEqualTo(ConsumptionStatus.STALL);
    }

    @Test
    void anOpenCircuitIsAPauseAndWithNothingWaitingAllIsFine() {
        pausedBy = "the circuit is open, because every record fails";
        pass(60, at(60), at(60));
        assertThat(status()).isEqualTo(ConsumptionStatus.OK);
        pass(100, at(60), at(70));
        assertThat(status()).isEqualTo(ConsumptionStatus.PAUSED);
        assertThat(evidence()).contains("circuit");
    }

    @Test
    void aSeekBackIsARewindUntilItHasReturned() {
        pass(60, second -> 100 * second, second -> 100 * second);
        // Sought to 1,000 at second 60, and reads 100 records a second more than come.
        pass(49, second -> 1_000 + 200 * (second - 60), second -> 100 * second);
        // At 4,800 at second 79, and back at 6,000 at second 85.
        assertThat(told).containsExactly(ConsumptionStatus.OK, ConsumptionStatus.REWIND, ConsumptionStatus.OK);
        pass(20, second -> 100 * second, second -> 100 * second);
        assertThat(status()).isEqualTo(ConsumptionStatus.OK);
    }

    @Test
    void theEvidenceOfARewindNamesWhereItStandsAndHowFarItWent() {
        pass(60, at(5_000), at(5_000));
        pass(5, at(1_000), at(5_000));
        assertThat(status()).isEqualTo(ConsumptionStatus.REWIND);
        assertThat(evidence()).contains("orders-0@1000", "4000", "5000");
    }

    @Test
    void aTopicMadeAnewIsNoRewind() {
        pass(60, at(5_000), at(5_000));
        pass(60, at(10), at(12));
        assertThat(told).doesNotContain(ConsumptionStatus.REWIND);
        assertThat(tracker.snapshot().records("orders")).hasValue(2);
    }

    @Test
    void theStartOfTheLogBeforeDoesNotHideRecordsOfTheOneMadeAnew() {
        pass(60, at(4_000), at(5_000));
        tracker.startOffsets(Map.of(P0, 3_000L));
        pass(5, at(2), at(12));
        assertThat(tracker.snapshot().records("orders")).hasValue(10);
        assertThat(tracker.staleStarts()).containsExactly(P0);
    }

    @Test
    void aConsumerThatFailedIsAStopAlsoWithoutPartitions() {
        pass(60, at(10), at(10));
        failure = "the group is not authorized";
        for (int i = 0; i < 20; i++) {
            second += 5;
            sample(List.of());
        }
        assertThat(status()).isEqualTo(ConsumptionStatus.STOP);
        assertThat(evidence()).contains(failure);
    }

    @Test
    void rightAfterAnAssignmentNothingIsKnownWhileRecordsWait() {
        pass(14, second -> second, second -> 10_000);
        assertThat(status()).isEqualTo(ConsumptionStatus.UNKNOWN);
        pass(6, second -> second, second -> 10_000);
        assertThat(status()).isEqualTo(ConsumptionStatus.OK);
    }

    @Test
    void withoutAnEndNothingIsKnown() {
        adminAnswers = false;
        pass(60, at(10), at(PartitionLag.UNKNOWN));
        assertThat(status()).isEqualTo(ConsumptionStatus.UNKNOWN);
        assertThat(evidence()).contains("orders-0");
        assertThat(now().orElseThrow().retentionHeadroom()).isNaN();
    }

    @Test
    void aPartitionOfWhichNothingIsKnownKeepsTheTopicFromBeingFine() {
        adminAnswers = false;
        for (int i = 0; i < 60; i++) {
            second++;
            sample(List.of(Lags.sample(P0, 10 * second, 10 * second + 1), Lags.sample(P1, 5, PartitionLag.UNKNOWN)));
        }
        assertThat(status()).isEqualTo(ConsumptionStatus.UNKNOWN);
    }

    @Test
    void fallingFurtherBehindForFiveMinutesIsAWarningAndNotBefore() {
        // Records are appended at 100/s and handled at 90/s.
        pass(285, second -> 90 * second, second -> 100 * second);
        assertThat(told).doesNotContain(ConsumptionStatus.WARN);
        pass(25, second -> 90 * second, second -> 100 * second);
        assertThat(status()).isEqualTo(ConsumptionStatus.WARN);
        assertThat(evidence()).contains("10 records/s");
        assertThat(now().orElseThrow().velocity()).isCloseTo(10, within(0.5));
    }

    @Test
    void aBacklogThatShrinksIsNoWarning() {
        pass(900, second -> 110 * second, second -> 100_000 + 100 * second);
        assertThat(told).doesNotContain(ConsumptionStatus.WARN);
        assertThat(now().orElseThrow().velocity()).isCloseTo(-10, within(0.5));
    }

    @Test
    void aSawToothIsNoWarningWhetherItReachesTheEndOrNot() {
        // In one go every 59 s, all but what came in the last seconds.
        pass(3_000, second -> second / 59 * 59 * 100, second -> 100 * second + 300);
        assertThat(told).doesNotContain(ConsumptionStatus.WARN, ConsumptionStatus.STALL);
    }

    @Test
    void partitionsThatCameInARebalanceAreNoWarning() {
        pass(150, second -> 100 * second, second -> 100 * second + 50);
        for (int i = 0; i < 200; i++) {
            second++;
            end0 = 100 * second + 50;
            sample(List.of(Lags.sample(P0, 100 * second, end0), hourOld(20 * second, 90_000 + 10 * second)));
        }
        assertThat(told).doesNotContain(ConsumptionStatus.WARN);
    }

    private static PartitionSample hourOld(long frontier, long end) {
        Timestamps timestamps = new Timestamps(1_700_000_000_000L - 3_600_000, Timestamps.NONE, Timestamps.NONE);
        return new PartitionSample(P1, frontier, frontier, frontier + 1, end, timestamps, false);
    }

    @Test
    void lessThanOneRecordPerSecondIsNoGrowth() {
        pass(900, second -> 0L + second, second -> second + 100 + second / 2);
        assertThat(now().orElseThrow().velocity()).isZero();
        assertThat(told).doesNotContain(ConsumptionStatus.WARN);
    }

    @Test
    void theTimeToCatchUpIsToldFromAHundredRecordsWhileItShrinks() {
        TopicStatus shrinks = new TopicStatus("orders", ConsumptionStatus.OK, "", -10, 1);
        assertThat(shrinks.secondsToCatchUp(100)).isEqualTo(OptionalDouble.of(10));
        assertThat(shrinks.secondsToCatchUp(99)).isEmpty();
        assertThat(new TopicStatus("orders", ConsumptionStatus.OK, "", 0, 1).secondsToCatchUp(500))
                .isEmpty();
        assertThat(TopicStatus.unknown("orders").secondsToCatchUp(500)).isEmpty();
    }

    @Test
    void theHeadroomIsTheShareOfTheLogThatRetentionHasLeftInFront() {
        pass(5, at(300), at(1_100));
        assertThat(now().orElseThrow().retentionHeadroom()).isNaN();
        tracker.startOffsets(Map.of(P0, 100L));
        pass(5, at(300), at(1_100));
        assertThat(now().orElseThrow().retentionHeadroom()).isCloseTo(0.2, within(1e-9));
        tracker.startOffsets(Map.of(P0, 400L));
        pass(5, at(300), at(1_100));
        assertThat(now().orElseThrow().retentionHeadroom()).isZero();
        assertThat(tracker.snapshot().records("orders")).as("what is left").hasValue(700);
    }

    @Test
    void aPausedClientThatRepeatsItsEndForAsLongAsNobodyAnswersConfirmsNothing() {
        pass(5, at(100), at(100));
        tracker.endOffsets(Map.of(P0, 500L));
        adminAnswers = false;
        for (int i = 0; i < 40; i++) {
            second++;
            sample(List.of(new PartitionSample(P0, 100, 100, 100, 100, Timestamps.UNKNOWN, true)));
            assertThat(tracker.snapshot().records("orders").orElse(400)).isEqualTo(400);
        }
        assertThat(tracker.snapshot().records("orders")).isEmpty();
    }

    @Test
    void anAnswerThatWasOvertakenByAFetchIsNotBelieved() {
        pass(16, at(100), at(100));
        pass(15, at(100), at(100));
        tracker.staleEnds();
        second++;
        tracker.sample(List.of(Lags.sample(P0, 100, 130)));
        tracker.endOffsets(Map.of(P0, 110L));
        assertThat(tracker.snapshot().records("orders")).hasValue(30);
    }

    @Test
    void whileNobodySamplesTheEndIsAskedForAsOfAPausedPartition() {
        pass(5, at(100), at(100));
        assertThat(tracker.staleEnds()).isEmpty();
        second += 3;
        assertThat(tracker.staleEnds()).containsExactly(P0);
    }

    @Test
    void theEndIsAskedForAtOnceWhenAPauseBeginsAndThenEveryOtherSecond() {
        pass(5, at(100), at(100));
        second++;
        tracker.sample(List.of(new PartitionSample(P0, 100, 100, 100, 100, Timestamps.UNKNOWN, true)));
        assertThat(tracker.staleEnds()).containsExactly(P0);
        tracker.endOffsets(Map.of(P0, 120L));
        second++;
        assertThat(tracker.staleEnds()).isEmpty();
        second++;
        assertThat(tracker.staleEnds()).containsExactly(P0);
    }
}
