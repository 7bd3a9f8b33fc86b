package io.kafkasdk.reliability;

import io.kafkasdk.test.ledger.CommitWatch;
import io.kafkasdk.test.ledger.FaultLog;
import io.kafkasdk.test.ledger.Ledger;
import io.kafkasdk.test.nemesis.Arena;
import io.kafkasdk.test.nemesis.FaultPlan;
import io.kafkasdk.test.nemesis.InjectorSelfTest;
import io.kafkasdk.test.nemesis.Nemesis;
import io.kafkasdk.test.nemesis.NemesisException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The part of a run in which clients work: from their start, through the faults, to their end when all is handled. */
final class Storm {

    private static final Duration FLOW_LIMIT = Duration.ofMinutes(2);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(150);
    private static final Duration LOOK_AT_COMMITS_EVERY = Duration.ofMillis(250);
    private static final long LOOK_FOR_FLOW_EVERY_MILLIS = 250;

    private final Bench bench;
    private final Fleet fleet;
    private final Ledger ledger;
    private final Consumer<String> out;
    private final List<String> mishaps = new ArrayList<>();
    private final AtomicReference<String> doing = new AtomicReference<>("starting");

    Storm(Bench bench, Fleet fleet, Ledger ledger, Consumer<String> out) {
        this.bench = bench;
        this.fleet = fleet;
        this.ledger = ledger;
        this.out = out;
    }

    /**
     * Carries out the plan; blocks until the clients have ended.
     *
     * @return what did not go as planned; what did is in the ledger
     * @throws RunFailedException when records do not begin to flow
     * @throws NemesisException when the injectors do not do what they should
     */
    List<String> pass(Arena arena, FaultPlan plan) throws InterruptedException {
        InjectorSelfTest.run(bench.cluster(), this::tell);
        GroupLag lag = new GroupLag(bench.cluster().admin(), bench.topology().duties());
        try (CommitWatch commits = ledger.watchCommits(
                        bench.cluster().admin(),
                        bench.topology().groups().stream()
                                .map(Topology.Group::name)
                                .toList(),
                        LOOK_AT_COMMITS_EVERY);
                LiveView view = new LiveView(new LedgerGrowth(ledger.directory()), lag, doing::get, out)) {
            view.start();
            startAll();
            breakThings(arena, plan);
            tell("stopping the senders");
            fleet.stopSenders().forEach(name -> mishaps.add(name + " did not end when it was told to, and was killed"));
            tell("waiting until all is handled");
            drain(lag);
            commits.look();
            tell("stopping the members");
            fleet.stopMembers().forEach(name -> mishaps.add(name + " did not end when it was told to, and was killed"));
            // What they committed when they ended.
            commits.look();
        }
        return List.copyOf(mishaps);
    }

    private void tell(String what) {
        doing.set(what);
        out.accept(what);
    }

    /** One after the other: many JVMs that start at once are a fault of their own. */
    private void startAll() throws InterruptedException {
        tell("starting the members");
        fleet.startMembers();
        await("not ready", fleet::unreadyMembers);
        tell("starting the senders");
        fleet.startSenders();
        LedgerGrowth growth = new LedgerGrowth(ledger.directory());
        await("nothing is sent or handled", () -> stillOf(growth));
        tell("all senders and groups work");
    }

    private void await(String what, Supplier<List<String>> waitedFor) throws InterruptedException {
        long start = System.nanoTime();
        List<String> still = waitedFor.get();
        while (!still.isEmpty()) {
            if (System.nanoTime() - start > FLOW_LIMIT.toNanos()) {
                throw new RunFailedException("After " + FLOW_LIMIT.toSeconds() + " s " + what + ": " + still
                        + "; see what they print, beside the ledger in " + ledger.directory());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_FOR_FLOW_EVERY_MILLIS);
            still = waitedFor.get();
        }
    }

    private List<String> stillOf(LedgerGrowth growth) {
        growth.read();
        List<String> still = new ArrayList<>();
        fleet.senders().stream()
                .map(sender -> sender.name())
                .filter(name -> !growth.hasAcked(name))
                .forEach(still::add);
        bench.topology().groups().stream()
                .map(Topology.Group::name)
                .filter(name -> !growth.hasHandled(name))
                .forEach(still::add);
        return still;
    }

    private void breakThings(Arena arena, FaultPlan plan) throws InterruptedException {
        try (FaultLog faults = ledger.faults();
                Nemesis nemesis = Nemesis.in(arena, faults, this::tell)) {
            int done = nemesis.run(plan);
            if (done < plan.steps().size()) {
                mishaps.add("Of " + plan.steps().size() + " planned faults there were " + done);
            }
        } catch (NemesisException e) {
            mishaps.add("The faults were cut off: " + e.getMessage());
            tell("the faults are cut off: " + e.getMessage());
            bench.cluster().restore();
        }
    }

    private void drain(GroupLag lag) throws InterruptedException {
        try {
            Duration taken = new Drain(lag, DRAIN_LIMIT).await();
            tell("all is handled after " + taken.toSeconds() + " s");
        } catch (RunFailedException e) {
            mishaps.add(String.valueOf(e.getMessage()));
            tell(String.valueOf(e.getMessage()));
        }
    }
}
