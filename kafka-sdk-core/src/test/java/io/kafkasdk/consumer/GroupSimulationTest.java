package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * The engine of the consumer under schedules that no test would think of, without brokers and without threads. Replay one
 * with {@code -Dsimulation.seed=N}; run another number of them with {@code -Dsimulation.schedules=N}.
 */
class GroupSimulationTest {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("io.kafkasdk.consumer");
    private static final int SCHEDULES = 100_000;
    private static final long[] BASE_SEEDS = {1, 20_260_101, 0x5eed_c0ffeeL, -7};
    /** Each fault is found within so many schedules. */
    private static final int FEW = 400;

    @BeforeAll
    static void beSilent() {
        LOGGER.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        LOGGER.setLevel(null);
    }

    @Test
    void everyScheduleKeepsTheGuarantees() {
        Long seed = Long.getLong("simulation.seed");
        if (seed != null) {
            replay(seed);
            return;
        }
        int schedules = Integer.getInteger("simulation.schedules", SCHEDULES);
        long start = System.nanoTime();
        Simulations.run(schedules, Wiring.SOUND, BASE_SEEDS);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf(Locale.ROOT, "%,d schedules in %,d ms%n", schedules, took.toMillis());
        assertThat(took).isLessThan(Duration.ofMinutes(3));
    }

    private static void replay(long seed) {
        Trace trace = Trace.kept();
        try {
            GroupSimulation.run(seed, Wiring.SOUND, trace);
        } finally {
            System.out.println(trace.text());
        }
    }

    @Test
    void aScheduleReplaysStepByStep() {
        for (long seed = 1; seed <= 50; seed++) {
            assertThat(traceOf(seed)).isEqualTo(traceOf(seed));
        }
    }

    @Test
    void theSchedulesReachWhatTheyAreAbout() {
        StringBuilder all = new StringBuilder();
        for (long seed = 1; seed <= 300; seed++) {
            all.append(traceOf(seed));
        }
        assertThat(all)
                .contains("ordering=KEY", "ordering=PARTITION", "ordering=NONE")
                .contains("RetryForEver", "DeadLetterTopic", "Skip")
                .contains("isAsync=true", "isAsync=false")
                .contains("gives back", "has lost", "crashes", "closes", "is paused", "is resumed")
                .contains("succeeds, too late", "fails, too late", "runs out of time", "is skipped", "recognizes")
                .contains("is acknowledged", "is refused", " opens\n")
                .contains("is accepted, the answer lost", "did not arrive", "is rejected");
    }

    private static String traceOf(long seed) {
        Trace trace = Trace.kept();
        GroupSimulation.run(seed, Wiring.SOUND, trace);
        return trace.text();
    }

    @Test
    void aFailureTellsItsSeedAndItsSteps() {
        assertThatThrownBy(() -> Simulations.run(10, PlantedFaults.commitsOneTooFar(), 1))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching("(?s)C1_COMMITTED_UNFINISHED: .*\nreplay: .* -Dsimulation.seed=-?[0-9]+\n"
                        + "Scenario.* goes round\n.* commits .*VIOLATION .*")
                .hasMessageNotContaining("ANOTHER WAY");
    }

    @Test
    void theSimulationCatchesACommitOneTooFar() {
        assertThat(checksOf(PlantedFaults::commitsOneTooFar)).contains(Check.C1_COMMITTED_UNFINISHED);
    }

    @Test
    void theSimulationCatchesRecordsDroppedOnRevoke() {
        assertThat(checksOf(PlantedFaults::dropsOnRevoke)).containsOnly(Check.C1_COMMITTED_UNFINISHED);
    }

    @Test
    void theSimulationCatchesAKeyThatRunsTwiceAtATime() {
        assertThat(checksOf(PlantedFaults::ignoresTheKey)).contains(Check.C2_TWO_AT_A_TIME);
    }

    @Test
    void theSimulationCatchesARetryOutOfOrder() {
        assertThat(checksOf(PlantedFaults::retriesOutOfOrder)).contains(Check.C2_OUT_OF_ORDER);
    }

    @Test
    void theSimulationCatchesACommitAfterALoss() {
        assertThat(checksOf(PlantedFaults::commitsAfterLoss)).contains(Check.C2_COMMITTED_AFTER_LEAVING);
    }

    @Test
    void theSimulationCatchesALostAssignmentThatGoesOn() {
        assertThat(checksOf(PlantedFaults::keepsLostAssignments)).contains(Check.C2_STARTED_AFTER_LEAVING);
    }

    @Test
    void theSimulationCatchesANoteThatIsNotRead() {
        assertThat(checksOf(PlantedFaults::forgetsTheNote)).contains(Check.C9_HANDLED_AGAIN);
    }

    @Test
    void theSimulationCatchesANoteThatIsNotWritten() {
        assertThat(checksOf(PlantedFaults::writesNoNote)).containsOnly(Check.C9_NOT_REMEMBERED);
    }

    @Test
    void theSimulationCatchesADeadLetterThatIsLost() {
        assertThat(checksOf(PlantedFaults::losesDeadLetters)).containsOnly(Check.C6_DEAD_LETTER_LOST);
    }

    @Test
    void theSimulationCatchesABoundThatIsBroken() {
        assertThat(checksOf(PlantedFaults::fetchesTooMuch)).containsOnly(Check.C7_BOUND_BROKEN);
    }

    @Test
    void theSimulationCatchesACountThatIsWrong() {
        assertThat(checksOf(PlantedFaults::countsTwice)).containsOnly(Check.C7_COUNT_WRONG);
    }

    @Test
    void theSimulationCatchesAPartitionThatStaysPaused() {
        assertThat(checksOf(PlantedFaults::neverResumes)).containsOnly(Check.STUCK);
    }

    private static Set<Check> checksOf(Supplier<Wiring> fault) {
        return Simulations.checksOf(FEW, fault, 1);
    }
}
