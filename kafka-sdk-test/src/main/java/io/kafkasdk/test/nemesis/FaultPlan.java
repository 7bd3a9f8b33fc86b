package io.kafkasdk.test.nemesis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Which faults come in which order, how long each lasts, and by which luck its target is chosen. The same seed gives the
 * same plan; when exactly a fault meets what the clients do is not in anybody's hand.
 *
 * @param seed what it was made of
 * @param times the times it was made with
 * @param steps the faults in their order
 */
public record FaultPlan(long seed, FaultTimes times, List<FaultStep> steps) {

    private static final List<Aim> OF_BROKERS = List.of(Aim.LEADER, Aim.COORDINATOR, Aim.CONTROLLER, Aim.ANY);
    private static final List<Aim> OF_LINKS = List.of(Aim.LEADER, Aim.COORDINATOR, Aim.ANY);
    private static final int LUCK = 1000;

    /** Keeps a copy of the steps. */
    public FaultPlan {
        steps = List.copyOf(steps);
    }

    /**
     * Draws a plan: each kind as often as there are rounds, all in a drawn order.
     *
     * @param kinds which faults; twice the same counts once
     * @param rounds at least 1
     */
    public static FaultPlan of(long seed, Collection<FaultKind> kinds, int rounds, FaultTimes times) {
        if (rounds < 1 || kinds.isEmpty()) {
            throw new IllegalArgumentException(
                    "A plan of faults needs kinds and at least one round, not " + kinds + " and " + rounds);
        }
        Random random = new Random(seed);
        List<FaultStep> drawn = new ArrayList<>();
        // In the order of the enum, so that the same set gives the same plan however it was put together.
        for (FaultKind kind : EnumSet.copyOf(kinds)) {
            List<Aim> aims = aims(kind);
            int firstAim = random.nextInt(aims.size());
            int firstRound = random.nextInt(2);
            for (int round = 0; round < rounds; round++) {
                drawn.add(new FaultStep(
                        0,
                        kind,
                        aims.get((firstAim + round) % aims.size()),
                        random.nextInt(LUCK),
                        times.hold(kind, firstRound + round, random),
                        times.quiet(kind)));
            }
        }
        Collections.shuffle(drawn, random);
        return new FaultPlan(seed, times, numbered(drawn));
    }

    /** Returns the kinds that are in it. */
    public Set<FaultKind> kinds() {
        Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        steps.forEach(step -> kinds.add(step.kind()));
        return kinds;
    }

    /** Returns how long it takes at least: all holds and quiet times, without what breaking and mending takes. */
    public Duration shortestTime() {
        return steps.stream().map(step -> step.hold().plus(step.quiet())).reduce(Duration.ZERO, Duration::plus);
    }

    /** Returns it for people, the seed first, one line for each fault. */
    public String text() {
        StringBuilder text = new StringBuilder("seed %d, %d faults, at least %d s%n"
                .formatted(seed, steps.size(), shortestTime().toSeconds()));
        steps.forEach(step -> text.append(step.text()).append(System.lineSeparator()));
        return text.toString();
    }

    private static List<Aim> aims(FaultKind kind) {
        return switch (kind) {
            case BROKER_KILL, BROKER_STOP, BROKER_PAUSE -> OF_BROKERS;
            case LINK_BLACK_HOLE, LINK_RESET -> OF_LINKS;
            default -> List.of(Aim.ANY);
        };
    }

    private static List<FaultStep> numbered(List<FaultStep> steps) {
        List<FaultStep> numbered = new ArrayList<>();
        for (FaultStep step : steps) {
            numbered.add(new FaultStep(
                    numbered.size() + 1, step.kind(), step.aim(), step.luck(), step.hold(), step.quiet()));
        }
        return numbered;
    }
}
