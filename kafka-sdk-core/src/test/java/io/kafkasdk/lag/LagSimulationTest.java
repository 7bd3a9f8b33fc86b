package io.kafkasdk.lag;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lag engine against a model of log and consumer that knows the truth, over thousands of schedules. */
class LagSimulationTest {

    private static final int SCHEDULES = Integer.getInteger("lag.schedules", 80);
    private static final Map<LagScenario, LagErrors> ERRORS = new EnumMap<>(LagScenario.class);

    @ParameterizedTest
    @EnumSource
    void theLagIsExactAndTheTimeLagWithinItsError(LagScenario scenario) {
        LagErrors errors = ERRORS.computeIfAbsent(scenario, first -> new LagErrors());
        int schedules = scenario == LagScenario.ANYTHING ? 10 * SCHEDULES : SCHEDULES;
        for (int seed = 1; seed <= schedules; seed++) {
            new LagWorld(scenario, seed, errors).run();
        }
    }

    @AfterAll
    static void printErrors() {
        System.out.println(LagErrors.header());
        ERRORS.forEach((scenario, errors) -> System.out.println(errors.row(scenario.name())));
    }
}
