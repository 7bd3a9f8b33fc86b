package io.kafkasdk.test.nemesis;

import io.kafkasdk.test.ledger.FaultLog;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Breaks what an {@link Arena} names, one fault after another, as a {@link FaultPlan} says, and writes down when. After each
 * fault it waits until the cluster is whole again, and then for the fault's quiet time, so that no fault meets the effects
 * of the one before.
 *
 * <pre>{@code
 * InjectorSelfTest.run(cluster, log::info);
 * try (FaultLog faults = ledger.faults();
 *         Nemesis nemesis = Nemesis.in(arena, faults, log::info)) {
 *     nemesis.run(FaultPlan.of(seed, arena.possible(), 3, FaultTimes.standard()));
 * }
 * }</pre>
 *
 * <p><b>Threads</b>: {@code run} and {@code strike} work in the thread of their caller, one at a time; {@link #close()} may
 * come from any other.
 *
 * <p><b>Lifecycle</b>: ready when made; breaks nothing more once closed.
 *
 * <p><b>Guarantee</b>: whatever ends a fault, be it an error, an interrupt or {@code close()}, it is healed before the call
 * returns, and after an error or an interrupt all brokers are started and all links healed. Only a machine that cannot do
 * that is left broken; the error says so.
 */
public final class Nemesis implements AutoCloseable {
    private final Arena arena;
    private final FaultLog log;
    private final Consumer<String> progress;
    private final Faults faults;
    private final ReentrantLock busy = new ReentrantLock();
    private final CountDownLatch closed = new CountDownLatch(1);

    private Nemesis(Arena arena, FaultLog log, Consumer<String> progress) {
        this.arena = arena;
        this.log = log;
        this.progress = progress;
        this.faults = new Faults(arena, log, progress);
    }

    /**
     * Makes one.
     *
     * @param log is used and not closed
     * @param progress gets a line for each fault as it begins and as it ends
     */
    public static Nemesis in(Arena arena, FaultLog log, Consumer<String> progress) {
        return new Nemesis(arena, log, progress);
    }

    /**
     * Carries out a plan. Steps that the arena lacks something for are left out, which {@code progress} is told. Blocks as
     * long as the plan takes, {@link FaultPlan#shortestTime()} and more.
     *
     * @return how many faults there were: fewer than planned when steps were left out or {@link #close()} came
     * @throws NemesisException when a fault cannot be injected or healed, or the cluster is not whole again in time
     * @throws InterruptedException when this thread is interrupted; the fault of the moment is healed
     */
    public int run(FaultPlan plan) throws InterruptedException {
        progress.accept("plan of " + plan.text());
        int struck = 0;
        for (FaultStep step : plan.steps()) {
            if (isClosed()) {
                progress.accept("closed before step " + step.number() + " of "
                        + plan.steps().size());
                break;
            }
            Optional<String> lack = arena.lack(step.kind());
            if (lack.isPresent()) {
                progress.accept("step " + step.text() + " is left out: it needs " + lack.get());
            } else {
                progress.accept("step " + step.text() + " of " + plan.steps().size());
                strike(found(step), step.hold(), step.quiet(), plan.times().wholeLimit());
                struck++;
            }
        }
        return struck;
    }

    /**
     * Carries out one fault, which may be one of your own.
     *
     * @param hold how long it lasts once it has begun
     * @param quiet how long it is quiet after the cluster is whole again
     * @param wholeLimit how long the cluster may take to be whole again
     * @throws NemesisException as {@link #run}
     * @throws InterruptedException as {@link #run}
     */
    public void strike(Fault fault, Duration hold, Duration quiet, Duration wholeLimit) throws InterruptedException {
        busy.lock();
        try {
            FaultLog.Period period = log.began(fault.kind().label(), fault.target());
            progress.accept(fault.kind().label() + " on " + fault.target());
            new Strike(fault, closed, arena.cluster()::restore).carryOut(hold);
            period.healed();
            long healed = System.nanoTime();
            Strike.named(fault.kind(), fault.target(), () -> {
                arena.cluster().awaitWhole(wholeLimit);
                return period;
            });
            progress.accept("%s is healed, the cluster whole after %.1f s"
                    .formatted(fault.kind().label(), (System.nanoTime() - healed) / 1e9));
            closed.await(quiet.toMillis(), TimeUnit.MILLISECONDS);
            period.over();
        } finally {
            busy.unlock();
        }
    }

    /**
     * Ends a run: the fault of the moment is healed, and none follows. Blocks until then, at most the minutes that brokers
     * take to start; twice is fine.
     */
    @Override
    public void close() {
        closed.countDown();
        busy.lock();
        try {
            progress.accept("nothing is broken any more");
        } finally {
            busy.unlock();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Looks up what a step hits. */
    private Fault found(FaultStep step) throws InterruptedException {
        return Strike.named(step.kind(), "a target that is looked up", () -> faults.of(step));
    }
}
