package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StallReportTest {

    private final ManualClock clock = new ManualClock();
    private final List<String> told = new ArrayList<>();
    private final ConsumerListener listener = new ConsumerListener() {
        @Override
        public void stalled(String group, Diagnosis why) {
            told.add(why.what());
        }

        @Override
        public void moving(String group) {
            told.add("moving " + group);
        }
    };
    private final StallReport report =
            new StallReport("payments", new ConsumerEvents("payments", listener, clock), Runnable::run, clock);
    private final LogCapture log = new LogCapture(StallReport.class);

    @AfterEach
    void endCapture() {
        log.close();
    }

    private static Stall stall(Stall.Cause cause, String subject, String what) {
        return new Stall(cause, subject, new Diagnosis(ErrorKind.UNEXPECTED, what, "cause", "cure"));
    }

    private void seconds(int seconds, Stall... found) {
        for (int second = 0; second < seconds; second++) {
            clock.advance(Duration.ofSeconds(1));
            report.found(found.length == 0 ? Optional.empty() : Optional.of(found[0]));
        }
    }

    @Test
    void tellsTheListenerOnceAndTheLogOnceAMinuteAndThatItMovesAgainOnce() {
        seconds(61, stall(Stall.Cause.HANDLER_BLOCKED, "orders-0@1", "blocked"));
        assertThat(told).containsExactly("blocked");
        assertThat(log.count()).isEqualTo(2);
        assertThat(log.text()).contains("Nothing moves. blocked. Cause: cause. Cure: cure.");
        seconds(10);
        assertThat(told).containsExactly("blocked", "moving payments");
        assertThat(log.count()).isEqualTo(3);
        assertThat(log.text()).contains("moves again");
    }

    @Test
    void onlyWhatHoldsUpEverythingIsAStandstill() {
        assertThat(report.stopsAll()).isFalse();
        assertThat(EnumSet.allOf(Stall.Cause.class))
                .filteredOn(Stall.Cause::stopsAll)
                .containsExactly(
                        Stall.Cause.POLL_THREAD,
                        Stall.Cause.UNREACHABLE,
                        Stall.Cause.POLL_FAILED,
                        Stall.Cause.GROUP_UNSTABLE,
                        Stall.Cause.WORK_LOST);
        seconds(1, stall(Stall.Cause.HANDLER_BLOCKED, "orders-0@1", "blocked"));
        assertThat(report.stopsAll()).isFalse();
        seconds(1, stall(Stall.Cause.UNREACHABLE, "", "away"));
        assertThat(report.stopsAll()).isTrue();
        seconds(10);
        assertThat(report.stopsAll()).isFalse();
    }

    @Test
    void aStallMustBeGoneForFiveSecondsBeforeItMoves() {
        Stall blocked = stall(Stall.Cause.HANDLER_BLOCKED, "orders-0@1", "blocked");
        seconds(1, blocked);
        for (int round = 0; round < 20; round++) {
            seconds(4);
            assertThat(report.current()).contains(blocked.why());
            seconds(1, blocked);
        }
        assertThat(told).containsExactly("blocked");
        seconds(5);
        assertThat(report.current()).isEmpty();
        assertThat(told).containsExactly("blocked", "moving payments");
    }

    @Test
    void aCauseOfHigherRankTakesOverAtOnceAndOneOfLowerRankOnlyAfterAWhile() {
        Stall refused = stall(Stall.Cause.COMMIT_REFUSED, "", "refused");
        Stall unreachable = stall(Stall.Cause.UNREACHABLE, "", "unreachable");
        seconds(1, refused);
        seconds(1, unreachable);
        assertThat(report.current()).contains(unreachable.why());
        seconds(4, refused);
        assertThat(report.current()).contains(unreachable.why());
        seconds(1, refused);
        assertThat(report.current()).contains(refused.why());
        assertThat(told).as("each cause once").containsExactly("refused", "unreachable");
    }

    @Test
    void anotherRecordIsToldToTheListenerAndNotToTheLogWithinTheMinute() {
        seconds(1, stall(Stall.Cause.HANDLER_BLOCKED, "orders-0@1", "first"));
        seconds(1, stall(Stall.Cause.HANDLER_BLOCKED, "orders-0@2", "second"));
        assertThat(told).containsExactly("first", "second");
        assertThat(log.count()).isEqualTo(1);
    }

    @Test
    void theTextForHealthIsOfTheLastLook() {
        seconds(1, stall(Stall.Cause.COMMIT_REFUSED, "", "for 30 s"));
        seconds(1, stall(Stall.Cause.COMMIT_REFUSED, "", "for 31 s"));
        assertThat(report.current().orElseThrow().what()).isEqualTo("for 31 s");
        assertThat(told).containsExactly("for 30 s");
    }

    @Test
    void aStallThatComesBackIsToldAgain() {
        Stall refused = stall(Stall.Cause.COMMIT_REFUSED, "", "refused");
        seconds(1, refused);
        seconds(6);
        seconds(1, refused);
        assertThat(told).containsExactly("refused", "moving payments", "refused");
        seconds(6);
        assertThat(log.count())
                .as("within the minute one warning and one word that it moves")
                .isEqualTo(2);
    }

    @Test
    void nothingIsToldWhileAllMoves() {
        seconds(100);
        assertThat(told).isEmpty();
        assertThat(log.count()).isZero();
    }
}
