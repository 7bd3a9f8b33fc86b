package io.kafkasdk.consumer;

import io.kafkasdk.consumer.Scenario.Rates;
import org.jspecify.annotations.Nullable;

/** What all members of a simulation share. */
final class SimulatedWorld {

    private static final Rates NOTHING_FAILS = new Rates(0, 0, 0, 0, 0, 0, 0);

    private final Scenario scenario;
    private final Dice dice;
    private final Trace trace;
    private final Wiring wiring;
    private final SimulatedClock clock = new SimulatedClock();
    private final SimulatedLog log;
    private final ReferenceModel model;
    private final CommitModel commits;
    private final SimulatedGroup group;
    private @Nullable Meanwhile meanwhile;
    private boolean healed;

    /** What else happens while something takes its time. */
    interface Meanwhile {

        /** While a handler runs. */
        void handlerRuns();

        /** Returns what happens each time the poll thread looks whether its wait is over. */
        Runnable pollThreadWaits(SimulatedMember member);
    }

    SimulatedWorld(long seed, Wiring wiring, Trace trace) {
        this.dice = new Dice(seed);
        this.trace = trace;
        this.wiring = wiring;
        this.scenario = Scenario.drawn(dice);
        this.log = new SimulatedLog(dice, dice.between(1, 3), scenario.rates().poison());
        this.model = new ReferenceModel(scenario, log, trace);
        this.commits = new CommitModel(log, model);
        this.group = new SimulatedGroup(log.partitions(), commits);
    }

    /** Takes what else goes on. */
    void goesOnWith(Meanwhile others) {
        meanwhile = others;
    }

    /** Ends all faults. */
    void heals() {
        healed = true;
    }

    boolean isHealed() {
        return healed;
    }

    Rates rates() {
        return healed ? NOTHING_FAILS : scenario.rates();
    }

    /** Returns whether a handler of this record fails now. */
    boolean fails(SimulatedLog.Entry entry) {
        return !healed && (entry.isPoison() || dice.chance(rates().handler()));
    }

    void handlerRuns() {
        if (meanwhile != null && dice.chance(rates().nested())) {
            meanwhile.handlerRuns();
        }
    }

    /** Runs what waits on the poll thread of a member. */
    void whileWaiting(SimulatedMember member, Runnable waiting) {
        if (meanwhile != null) {
            clock.whileWaiting(meanwhile.pollThreadWaits(member), waiting);
        }
    }

    Scenario scenario() {
        return scenario;
    }

    Dice dice() {
        return dice;
    }

    Trace trace() {
        return trace;
    }

    Wiring wiring() {
        return wiring;
    }

    SimulatedClock clock() {
        return clock;
    }

    SimulatedLog log() {
        return log;
    }

    ReferenceModel model() {
        return model;
    }

    CommitModel commits() {
        return commits;
    }

    SimulatedGroup group() {
        return group;
    }
}
