package io.kafkasdk.reliability;

import io.kafkasdk.test.nemesis.FaultKind;
import io.kafkasdk.test.nemesis.FaultPlan;
import io.kafkasdk.test.nemesis.FaultStep;
import io.kafkasdk.test.nemesis.FaultTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * How much a run does, and with which times.
 *
 * @param kinds which faults come in each round
 * @param rounds how many rounds
 * @param onceMore which of them come one time more
 * @param length how long the faults go on; zero for as long as the rounds take
 * @param load what is sent meanwhile
 */
record Profile(
        String name,
        FaultTimes times,
        Set<FaultKind> kinds,
        int rounds,
        Set<FaultKind> onceMore,
        Duration length,
        Load load) {

    static final String SMOKE = "smoke";
    static final String STANDARD = "standard";
    static final String SOAK = "soak";
    /** What profiles are called on the command line. */
    static final List<String> NAMES = List.of(SMOKE, STANDARD, SOAK);

    private static final Duration USUAL_SOAK = Duration.ofHours(2);

    /** Too long for five minutes, or told by others of them: a rolling restart stops each broker by SIGTERM. */
    private static final Set<FaultKind> NOT_IN_SMOKE =
            EnumSet.of(FaultKind.BROKER_STOP, FaultKind.ALL_BROKERS_DOWN, FaultKind.ISR_BELOW_MIN);

    /** Those of which two are enough together with one in a smoke run, because they take longest. */
    private static final Set<FaultKind> TWICE_IN_STANDARD = EnumSet.of(
            FaultKind.BROKER_KILL,
            FaultKind.ROLLING_RESTART,
            FaultKind.BROKER_PAUSE,
            FaultKind.LINK_BLACK_HOLE,
            FaultKind.CONSUMER_KILL,
            FaultKind.CONSUMER_PAUSE);

    /** Starts a Kafka broker and lets it rejoin, on two cores. */
    private static final Duration BROKER_START = Duration.ofSeconds(6);

    private static final FaultTimes SHORT = new FaultTimes(
            Duration.ofSeconds(4),
            Duration.ofSeconds(6),
            Duration.ofSeconds(8),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            // A JVM that was started again has to be a member before the next fault.
            Duration.ofSeconds(5),
            Duration.ofSeconds(90));

    Profile {
        kinds = Set.copyOf(kinds);
        onceMore = Set.copyOf(onceMore);
    }

    /**
     * How many records a second are sent, by each sender.
     *
     * @param main by the first one, to the main topic
     * @param mixed by the second one, to the main, the changing and the short-lived topic in turn
     * @param guarded to the guarded topic
     * @param plain by the plain client, to its topic
     * @param oneBadIn of how many of the SDK's records one cannot be read, and another one fails in each handler
     */
    record Load(int main, int mixed, int guarded, int plain, int oneBadIn) {}

    /** Returns what the options ask for. */
    static Profile of(RunOptions options) {
        Set<FaultKind> all = EnumSet.allOf(FaultKind.class);
        Profile usual = switch (options.profile()) {
            case SMOKE -> {
                all.removeAll(NOT_IN_SMOKE);
                yield new Profile(SMOKE, SHORT, all, 1, Set.of(), Duration.ZERO, new Load(225, 120, 25, 100, 400));
            }
            case STANDARD -> {
                Set<FaultKind> more = EnumSet.complementOf(EnumSet.copyOf(TWICE_IN_STANDARD));
                yield new Profile(
                        STANDARD, FaultTimes.standard(), all, 2, more, Duration.ZERO, new Load(225, 120, 25, 100, 400));
            }
            default ->
                new Profile(
                        SOAK,
                        FaultTimes.standard(),
                        all,
                        1,
                        Set.of(),
                        options.length().orElse(USUAL_SOAK),
                        new Load(90, 60, 10, 40, 400));
        };
        Profile chosen = options.kinds().isEmpty() ? usual : usual.only(options.kinds());
        return options.rounds().isPresent() ? chosen.rounds(options.rounds().getAsInt()) : chosen;
    }

    private Profile only(Set<FaultKind> some) {
        Set<FaultKind> more = EnumSet.noneOf(FaultKind.class);
        onceMore.stream().filter(some::contains).forEach(more::add);
        return new Profile(name, times, some, rounds, more, length, load);
    }

    private Profile rounds(int count) {
        return new Profile(name, times, kinds, count, Set.of(), Duration.ZERO, load);
    }

    /**
     * Returns the plan: the same for the same seed and what is possible.
     *
     * @param possible the faults that there is something for
     */
    FaultPlan plan(long seed, Set<FaultKind> possible) {
        Set<FaultKind> usable = both(kinds, possible);
        if (usable.isEmpty()) {
            throw new IllegalArgumentException("Nothing of " + kinds + " can be broken here");
        }
        FaultPlan round = FaultPlan.of(seed, usable, 1, times);
        long needed = length.toMillis() / Math.max(1, estimate(round).toMillis());
        FaultPlan plan = FaultPlan.of(seed, usable, Math.max(rounds, (int) needed), times);
        Set<FaultKind> more = both(onceMore, possible);
        if (more.isEmpty()) {
            return plan;
        }
        List<FaultStep> steps = new ArrayList<>(plan.steps());
        steps.addAll(FaultPlan.of(seed + 1, more, 1, times).steps());
        Collections.shuffle(steps, new Random(seed));
        return new FaultPlan(seed, times, numbered(steps));
    }

    private static Set<FaultKind> both(Set<FaultKind> some, Set<FaultKind> others) {
        Set<FaultKind> both = EnumSet.noneOf(FaultKind.class);
        some.stream().filter(others::contains).forEach(both::add);
        return both;
    }

    private static List<FaultStep> numbered(List<FaultStep> steps) {
        List<FaultStep> numbered = new ArrayList<>();
        for (FaultStep step : steps) {
            numbered.add(new FaultStep(
                    numbered.size() + 1, step.kind(), step.aim(), step.luck(), step.hold(), step.quiet()));
        }
        return numbered;
    }

    /** Returns about how long a plan takes, with what breaking and mending takes on two cores. */
    static Duration estimate(FaultPlan plan) {
        return plan.steps().stream()
                .map(step -> mending(step.kind(), plan.times()))
                .reduce(plan.shortestTime(), Duration::plus);
    }

    private static Duration mending(FaultKind kind, FaultTimes times) {
        return switch (kind) {
            case BROKER_KILL -> BROKER_START;
            case BROKER_STOP, ISR_BELOW_MIN, ALL_BROKERS_DOWN -> BROKER_START.plus(times.brokerSession());
            case ROLLING_RESTART -> BROKER_START.plus(times.brokerSession()).multipliedBy(3);
            case RETENTION_PASSED, CONSUMER_KILL, CONSUMER_STOP, REBALANCE_STORM, LINK_BLACK_HOLE ->
                Duration.ofSeconds(4);
            default -> Duration.ofSeconds(1);
        };
    }
}
