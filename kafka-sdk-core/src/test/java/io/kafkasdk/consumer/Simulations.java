package io.kafkasdk.consumer;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs many simulations, and tells how to see the one that failed again. */
final class Simulations {

    private Simulations() {}

    /** Runs so many schedules with seeds derived from the base seeds; throws for the first that fails. */
    static void run(int schedules, Wiring wiring, long... baseSeeds) {
        for (int base = 0; base < baseSeeds.length; base++) {
            SplittableRandom seeds = new SplittableRandom(baseSeeds[base]);
            int share = schedules / baseSeeds.length + (base < schedules % baseSeeds.length ? 1 : 0);
            for (int schedule = 0; schedule < share; schedule++) {
                run(seeds.nextLong(), wiring);
            }
        }
    }

    private static void run(long seed, Wiring wiring) {
        Violation violation = violationOf(seed, wiring, Trace.none());
        if (violation != null) {
            Trace trace = Trace.kept();
            Violation again = violationOf(seed, wiring, trace);
            boolean isSame = again != null && again.check() == violation.check();
            throw new AssertionError(
                    violation.getMessage() + (isSame ? "" : " (THE REPLAY WENT ANOTHER WAY)") + "\nreplay: ./mvnw -pl"
                            + " kafka-sdk-core -am test -Dtest=GroupSimulationTest"
                            + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed=" + seed + "\n"
                            + trace.text(),
                    violation);
        }
    }

    /** Returns which checks fail within so many schedules. */
    static Set<Check> checksOf(int schedules, Supplier<Wiring> wiring, long baseSeed) {
        SplittableRandom seeds = new SplittableRandom(baseSeed);
        Set<Check> failed = EnumSet.noneOf(Check.class);
        for (int schedule = 0; schedule < schedules; schedule++) {
            Violation violation = violationOf(seeds.nextLong(), wiring.get(), Trace.none());
            if (violation != null) {
                failed.add(violation.check());
            }
        }
        return failed;
    }

    /** Returns what is wrong with the schedule of a seed, null when nothing is. */
    static @Nullable Violation violationOf(long seed, Wiring wiring, Trace trace) {
        try {
            GroupSimulation.run(seed, wiring, trace);
            return null;
        } catch (Violation violation) {
            return violation;
        }
    }
}
