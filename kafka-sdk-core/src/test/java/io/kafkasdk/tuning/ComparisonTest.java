package io.kafkasdk.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.tuning.Instruments.Window;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When settings are worse than those before. */
class ComparisonTest {

    @Test
    void fewerRecordsAreWorseOnlyWhereTheClientSetsThePace() {
        Comparison flood = comparison(TuningGoal.THROUGHPUT, flood(10_000), 0);
        assertThat(flood.worse(window(flood(9_100)))).isEmpty();
        assertThat(flood.worse(window(flood(8_900))))
                .hasValueSatisfying(why -> assertThat(why).contains("8,900", "10,000"));
        assertThat(flood.worse(window(paced(100, 5, 0.5))))
                .as("the application sends less")
                .isEmpty();
        assertThat(comparison(TuningGoal.THROUGHPUT, paced(10_000, 5, 0.5), 0).worse(window(flood(8_000))))
                .as("the client could, and now cannot")
                .isPresent();
    }

    @Test
    void whoIsHeldUpAndWasNotBeforeMustGetMoreThrough() {
        Comparison paced = comparison(TuningGoal.THROUGHPUT, paced(10_000, 5, 0.5), 0);
        assertThat(paced.worse(window(flood(10_900))))
                .hasValueSatisfying(why -> assertThat(why).contains("have to wait", "10,900", "10,000"));
        assertThat(paced.worse(window(flood(11_100)))).isEmpty();
        assertThat(comparison(TuningGoal.THROUGHPUT, flood(10_000), 0).worse(window(flood(10_000))))
                .isEmpty();
    }

    @Test
    void fewerRecordsAreWorseAfterALongerLingerThoughNobodyIsHeldUp() {
        Comparison longer = comparison(TuningGoal.THROUGHPUT, paced(5_333, 3, 0.5), 10);
        assertThat(longer.worse(window(paced(1_230, 13, 0.5))))
                .hasValueSatisfying(why -> assertThat(why).contains("1,230", "5,333", "wait for each acknowledgement"));
        assertThat(longer.worse(window(paced(4_850, 13, 0.5)))).isEmpty();
        assertThat(comparison(TuningGoal.THROUGHPUT, paced(5_333, 3, 0.5), 0).worse(window(paced(1_230, 3, 0.5))))
                .as("the linger is what it was")
                .isEmpty();
    }

    @Test
    void moreFailuresAreWorseOnlyWhereThereAreClearlyMore() {
        Comparison none = comparison(TuningGoal.THROUGHPUT, flood(10_000), 0);
        assertThat(none.worse(failing(100))).as("a thousandth").isEmpty();
        assertThat(none.worse(failing(101)))
                .hasValueSatisfying(why -> assertThat(why).contains("101 records failed of 100,000"));
        Comparison some = new Comparison(TuningGoal.THROUGHPUT, failing(1_000), 0);
        assertThat(some.worse(failing(2_000))).isEmpty();
        assertThat(some.worse(failing(2_001))).isPresent();
        assertThat(none.worse(new Window(flood(90_000), 900_000, 0, 7, 0, Set.of())))
                .as("sent again is not failed")
                .isEmpty();
    }

    @Test
    void batchesThatAreTooLargeForTheirTopicAreWorse() {
        Window splitting = new Window(flood(90_000), 900_000, 0, 1, 1, Set.of());
        assertThat(comparison(TuningGoal.THROUGHPUT, flood(10_000), 0).worse(splitting))
                .hasValueSatisfying(why -> assertThat(why).contains("larger than their topic takes"));
        assertThat(new Comparison(TuningGoal.THROUGHPUT, splitting, 0).worse(splitting))
                .as("no more than before")
                .isEmpty();
    }

    @Test
    void moreBytesAreWorseForThatGoalOnly() {
        TuningObservation before = paced(1_000, 5, 0.5);
        TuningObservation after = paced(1_000, 5, 0.53);
        assertThat(comparison(TuningGoal.BYTES, before, 0).worse(window(after))).isPresent();
        assertThat(comparison(TuningGoal.BYTES, before, 0).worse(window(paced(1_000, 5, 0.52))))
                .isEmpty();
        assertThat(comparison(TuningGoal.THROUGHPUT, before, 0).worse(window(after)))
                .isEmpty();
    }

    @Test
    void latencyIsWorseBeyondWhatTheLingerExplains() {
        TuningObservation before = paced(1_000, 20, 0.5);
        assertThat(comparison(TuningGoal.THROUGHPUT, before, 10).worse(window(paced(1_000, 39, 0.5))))
                .isEmpty();
        assertThat(comparison(TuningGoal.THROUGHPUT, before, 10).worse(window(paced(1_000, 41, 0.5))))
                .hasValueSatisfying(why -> assertThat(why).contains("41.0 ms", "20.0", "10.0"));
        assertThat(comparison(TuningGoal.THROUGHPUT, paced(1_000, 2, 0.5), 0).worse(window(paced(1_000, 6, 0.5))))
                .as("4 ms more are none to speak of")
                .isEmpty();
    }

    @Test
    void inAFloodLatencyCountsForItsOwnGoalOnly() {
        TuningObservation slow = new TuningObservation(20_000, 0, 0, 0, 0, 0, 300, 100, true);
        assertThat(comparison(TuningGoal.THROUGHPUT, flood(10_000), 0).worse(window(slow)))
                .isEmpty();
        assertThat(comparison(TuningGoal.LATENCY, flood(10_000), 0).worse(window(slow)))
                .isPresent();
    }

    private static Comparison comparison(TuningGoal goal, TuningObservation before, double addedLinger) {
        return new Comparison(goal, window(before), addedLinger);
    }

    private static Window window(TuningObservation observed) {
        return new Window(observed, (long) observed.recordsPerSecond() * 10, 0, 0, 0, Set.of("orders"));
    }

    private static Window failing(long failed) {
        return new Window(flood(10_000), 100_000, failed, 0, 0, Set.of("orders"));
    }

    private static TuningObservation flood(double rate) {
        return new TuningObservation(rate, rate * 100, rate * 50, rate / 10, 1_000, 10, 5, 5, true);
    }

    private static TuningObservation paced(double rate, double millis, double ratio) {
        return new TuningObservation(
                rate, rate * 100, rate * 100 * ratio, rate / 10, 1_000, 10, millis / 2, millis / 2, false);
    }
}
