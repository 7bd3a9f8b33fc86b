package io.kafkasdk.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * One simulation: a group of processes with the real engine in them, a log and a coordinator, and a schedule of what happens
 * drawn from a seed. At the end all faults cease, one member gets all partitions, and all must be handled and committed.
 */
final class GroupSimulation {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int[] WAITS = {1, 1, 9, 9, 60, 250};
    /** With so much at each look several make a drain timeout, and it takes many to use up what a commit has. */
    private static final long LOOK = 50 * MILLI;

    private static final int MOST_NESTED = 2;
    private static final int PATIENCE = 400;

    private final SimulatedWorld world;
    private final Dice dice;
    private final List<SimulatedMember> members = new ArrayList<>();
    private final List<SimulatedMember> gone = new ArrayList<>();
    private int joined;
    private int nested;

    private GroupSimulation(SimulatedWorld world) {
        this.world = world;
        this.dice = world.dice();
    }

    /**
     * Runs the simulation of a seed.
     *
     * @throws Violation when something is wrong
     */
    static void run(long seed, Wiring wiring, Trace trace) {
        SimulatedWorld world = new SimulatedWorld(seed, wiring, trace);
        trace.add(() -> world.scenario().toString());
        GroupSimulation simulation = new GroupSimulation(world);
        world.goesOnWith(simulation.new Others());
        simulation.run();
    }

    private void run() {
        join();
        for (int step = 0; step < world.scenario().steps(); step++) {
            happen();
            world.model().throwIfViolated();
        }
        heal();
        world.model().checkNothingLost();
        world.model().throwIfViolated();
    }

    /** What else happens while something takes its time. */
    private final class Others implements SimulatedWorld.Meanwhile {

        @Override
        public void handlerRuns() {
            if (nested < MOST_NESTED) {
                nested++;
                for (int events = dice.between(1, 3); events > 0; events--) {
                    happen();
                }
                nested--;
            }
        }

        @Override
        public Runnable pollThreadWaits(SimulatedMember member) {
            int[] events = {dice.below(6)};
            long start = world.clock().now();
            return () -> {
                SimulatedMember.doesNotPark();
                // Once it has waited long enough it commits: what ends then is not in the commit, and need not be.
                boolean waits = world.clock().now() - start < Scenario.DRAIN_TIMEOUT.toNanos() && !member.isImpatient();
                if (waits && events[0]-- > 0) {
                    world.clock().advance(MILLI);
                    workGoesOn(member);
                } else {
                    world.clock().advance(LOOK);
                }
            };
        }
    }

    private void workGoesOn(SimulatedMember member) {
        switch (dice.below(4)) {
            case 0 -> member.works();
            case 1 -> member.application().answerOne();
            default -> member.application().endOne();
        }
    }

    private void happen() {
        if (members.isEmpty() || dice.chance(world.rates().upheaval())) {
            upheave();
            return;
        }
        SimulatedMember member = dice.oneOf(members);
        int chance = dice.below(100);
        if (chance < 25) {
            member.polls();
            if (dice.chance(30)) {
                member.checkCounts();
            }
        } else if (chance < 55) {
            if (!member.works()) {
                member.polls();
            }
        } else if (chance < 80) {
            if (member.application().running() == 0) {
                member.polls();
            }
            member.application().endOne();
        } else if (chance < 87) {
            member.application().answerOne();
        } else if (chance < 98) {
            world.clock().advance(dice.oneOf(WAITS) * MILLI);
        } else if (gone.isEmpty()) {
            member.pausesOrResumes();
        } else {
            dice.oneOf(gone).application().endOne();
        }
    }

    /** Members and partitions move. */
    private void upheave() {
        int chance = dice.below(100);
        if (members.isEmpty()
                || (chance < 30 && members.size() < world.scenario().members())) {
            join();
        } else if (chance < 70) {
            world.trace().add(() -> "partitions are to move");
            move(dice.below(world.group().partitions()));
        } else if (chance < 82) {
            SimulatedMember member = dice.oneOf(members);
            world.trace().add(() -> member + " is expelled");
            expel(member);
        } else if (chance < 92) {
            SimulatedMember member = dice.oneOf(members);
            member.crashes();
            leaves(member);
        } else {
            SimulatedMember member = dice.oneOf(members);
            if (member.mayClose()) {
                member.closes();
                leaves(member);
            }
        }
    }

    private void join() {
        SimulatedMember member = new SimulatedMember(world, "member" + ++joined);
        world.trace().add(() -> member + " joins");
        members.add(member);
        member.joins();
        for (int partition = 0; partition < world.group().partitions(); partition++) {
            if (members.size() == 1 || dice.chance(100 / members.size())) {
                world.group().move(partition, member.client());
            }
        }
    }

    private void expel(SimulatedMember member) {
        world.group().expel(member.client());
        for (int partition = 0; partition < world.group().partitions(); partition++) {
            if (world.group().isFor(partition, member.client())) {
                move(partition);
            }
        }
    }

    private void leaves(SimulatedMember member) {
        members.remove(member);
        if (!member.isDead()) {
            gone.add(member);
        }
        expel(member);
    }

    private void move(int partition) {
        world.group()
                .move(partition, members.isEmpty() ? null : dice.oneOf(members).client());
    }

    /** Ends all faults, gives all to one member, and runs until nothing is left to do. */
    private void heal() {
        world.trace().add(() -> "all faults end");
        world.heals();
        while (members.size() > 1) {
            SimulatedMember last = members.get(members.size() - 1);
            last.closes();
            leaves(last);
        }
        if (members.isEmpty()) {
            join();
        }
        SimulatedMember survivor = members.get(0);
        survivor.resumes();
        for (int partition = 0; partition < world.group().partitions(); partition++) {
            world.group().move(partition, survivor.client());
        }
        for (int round = 0; !isDone(survivor); round++) {
            world.model().throwIfViolated();
            if (round == PATIENCE) {
                world.model().violated(Check.STUCK, "committed " + committed() + " after " + round + " rounds");
            }
            finish(survivor);
        }
        survivor.checkCounts();
    }

    private void finish(SimulatedMember survivor) {
        survivor.polls();
        while (survivor.works()) {
            // Until no lane needs a turn, or there is no room for what it starts.
        }
        for (int running = survivor.application().running(); running > 0; running--) {
            survivor.application().endOne();
        }
        for (int letters = survivor.application().lettersUnderWay(); letters > 0; letters--) {
            survivor.application().answerOne();
        }
        world.clock().advance(20 * MILLI);
    }

    private boolean isDone(SimulatedMember survivor) {
        for (int partition = 0; partition < world.group().partitions(); partition++) {
            OffsetAndMetadata committed = world.group().committed(partition);
            if (committed == null || committed.offset() != world.log().end(partition)) {
                return false;
            }
        }
        return survivor.application().running() == 0;
    }

    private List<String> committed() {
        List<String> all = new ArrayList<>();
        for (int partition = 0; partition < world.group().partitions(); partition++) {
            OffsetAndMetadata committed = world.group().committed(partition);
            all.add((committed == null ? "nothing" : committed.offset()) + " of "
                    + world.log().end(partition));
        }
        return all;
    }
}
