package io.kafkasdk.consumer;

import io.kafkasdk.consumer.Completions.Retry;
import io.kafkasdk.consumer.Completions.Wait;
import io.kafkasdk.internal.RecordReader;
import io.kafkasdk.internal.StopSignal;
import io.kafkasdk.lag.LagTracker;
import io.kafkasdk.lag.LagTracker.Clocks;
import io.kafkasdk.settings.ConsumerLimits;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.StartPosition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** One process with the real engine in it, on a simulated client; its threads move when the simulation says so. */
final class SimulatedMember {

    private static final ConsumerSettings<String, Integer> SETTINGS = ConsumerSettings.group(
                    "payments", new StringDeserializer(), new IntegerDeserializer())
            .topics("orders");
    /** Never started: interrupting it does nothing. */
    private static final Thread WORKER = new Thread(() -> {});

    private final SimulatedWorld world;
    private final String name;
    private final SimulatedClient client;
    private final SimulatedApplication application;
    private final Assignment assignment = new Assignment();
    private final Completions completions;
    private final Lane.Step step;
    private final MemberParts parts;
    private final Upkeep upkeep;
    private final RebalanceGuard guard;
    private final PollLoop loop;
    private final StopSignal stop;
    private final Workers workers;
    private final Deque<Desk> free = new ArrayDeque<>();
    private int desks;
    private long retries;
    private boolean isPaused;
    private boolean isPolling;
    private boolean isDead;

    SimulatedMember(SimulatedWorld world, String name) {
        this.world = world;
        this.name = name;
        Scenario scenario = world.scenario();
        SimulatedClock clock = world.clock();
        ConsumerLimits limits = scenario.limits();
        client = new SimulatedClient(world, this);
        application = new SimulatedApplication(world, this);
        completions = new Completions(client::wakeup);
        ConsumerEvents events = new ConsumerEvents("payments", application, clock);
        stop = new StopSignal(clock);
        Circuit circuit = Circuit.of(scenario.policy(), events, clock);
        step = step(circuit, events);
        workers = new Workers(new Workers.Shift(Thread::new, 0, completions, scenario.turn()));
        Lanes lanes = new Lanes(
                workers,
                step,
                world.wiring().order(OrderRule.of(scenario.ordering())),
                completions,
                new Lanes.Shape(scenario.lanes(), clock));
        Clocks clocks = new Clocks(clock, () -> 0);
        parts = new MemberParts(
                client,
                assignment,
                completions,
                lanes,
                new Intake(assignment, lanes, events),
                workers,
                new OffsetCommitter(client, assignment, events, limits, clock),
                new FlowControl(
                        client,
                        assignment,
                        world.wiring().flow(limits),
                        scenario.maxPollRecords(),
                        () -> isPaused || circuit.stopsFetching(assignment.recordsInFlight())),
                new LagSampler(
                        client,
                        assignment::all,
                        new LagTracker("payments", IsolationLevel.READ_UNCOMMITTED, clocks),
                        clocks),
                events,
                clock);
        upkeep = new Upkeep(lanes, step, circuit);
        Positions positions = positions(parts, world.clock());
        guard = new RebalanceGuard(parts, positions, limits.drainTimeout(), stop);
        loop = new PollLoop(
                parts,
                upkeep,
                positions,
                new PollLoop.Watch(
                        watchdog(circuit, events),
                        new PollTrouble("payments", name, clock),
                        new PollNews(client::metrics, events, clock)),
                stop);
        seat();
    }

    private ProgressWatchdog watchdog(Circuit circuit, ConsumerEvents events) {
        SimulatedClock clock = world.clock();
        return new ProgressWatchdog(
                new ProgressWatchdog.Watched(
                        new ClusterLook(List.of("orders"), client, clock),
                        assignment,
                        new MemberProgress(parts, step, circuit),
                        () -> isPaused ? ConsumerState.PAUSED : ConsumerState.RUNNING),
                new StallRules(Patience.DEFAULT, new StallTexts("payments")),
                new StallReport("payments", events, Runnable::run, clock),
                clock);
    }

    private static Positions positions(MemberParts parts, SimulatedClock clock) {
        SkipReport report = new SkipReport("payments", parts.events());
        Lives lives = new Lives(TopicLives.UNKNOWN, Duration.ZERO, clock);
        LogJumps jumps = new LogJumps(parts, lives, new Questioning("payments", clock), report);
        return new Positions(
                parts,
                new StartPoints(parts, lives, StartPosition.EARLIEST, new Questioning("payments", clock), report),
                jumps,
                new LifeWatch(parts, lives, jumps),
                new Seeks(parts, Scenario.DRAIN_TIMEOUT));
    }

    private Lane.Step step(Circuit circuit, ConsumerEvents events) {
        Scenario scenario = world.scenario();
        Clocked clocked = new Clocked(events, world.clock());
        FailureRouter failures = new FailureRouter(
                scenario.policy(), world.wiring().deadLetters(application::bury), circuit, completions, clocked);
        Attempts attempts = new Attempts(failures, circuit, completions, clocked);
        RecordReader<String, Integer> reader =
                new RecordReader<>(SETTINGS.keyDeserializer(), SETTINGS.valueDeserializer());
        return scenario.isAsync()
                ? new AsyncStep<>(
                        reader,
                        application::handleAsync,
                        attempts,
                        scenario.limits().concurrency(),
                        scenario.limits().asyncTimeout())
                : new RecordStep<>(reader, application::handle, attempts);
    }

    private void seat() {
        desks = world.scenario().isAsync() ? 1 : world.scenario().limits().concurrency();
        for (int desk = 0; desk < desks; desk++) {
            free.add(workers.seat(WORKER));
        }
    }

    /** Joins the group. */
    void joins() {
        client.subscribe(List.of("orders"), world.wiring().rebalances(guard, parts));
    }

    SimulatedClient client() {
        return client;
    }

    SimulatedApplication application() {
        return application;
    }

    boolean isDead() {
        return isDead;
    }

    /** The poll thread goes round once. */
    void polls() {
        if (isPolling) {
            return;
        }
        isPolling = true;
        try {
            world.trace().add(() -> this + " goes round");
            lookForLate();
            fixRetryTimes();
            loop.runOnce();
        } catch (RuntimeException e) {
            world.model().violated(Check.BROKEN, this + " broke: " + e, e);
        } finally {
            isPolling = false;
        }
        checkBound();
    }

    /** Handlers run out of time one by one, because the engine keeps them in no order. */
    private void lookForLate() {
        long timeout = world.scenario().limits().asyncTimeout().toNanos();
        for (Invocation call : application.startedBefore(world.clock().now() - timeout)) {
            if (!call.stage().isDone() && world.model().isRunning(call)) {
                world.model().late(call);
                world.clock().at(call.startNanos() + timeout + 1, upkeep::look);
            }
        }
    }

    /** The wait before the second attempt is spread by chance, which is not the chance of the seed. */
    private void fixRetryTimes() {
        List<Retry> drawn = new ArrayList<>();
        completions.drain(drawn::add);
        long now = world.clock().now();
        for (Retry retry : drawn) {
            long wait = retry.why() == Wait.RETRY ? Scenario.DELAY.toNanos() : retry.dueNanos() - now;
            completions.retry(new Retry(retry.lane(), retry.work(), now + wait + ++retries, retry.why()));
        }
    }

    /** A worker has one turn; returns whether there was one to have. */
    boolean works() {
        boolean isBusy = free.isEmpty()
                || (world.scenario().isAsync()
                        && step.running().size() + world.scenario().turn()
                                > world.scenario().limits().concurrency());
        if (isBusy) {
            return false;
        }
        Desk desk = free.remove();
        world.trace().add(() -> this + " has a turn");
        boolean worked = workers.runNext(desk);
        free.add(desk);
        fixRetryTimes();
        return worked;
    }

    /** Something ends that went on without a worker; if it is of an old assignment, nothing else may change. */
    void endOf(Delivery delivery, Runnable end) {
        OwnedPartition owner =
                assignment.get(SimulatedLog.partition(delivery.entry().partition()));
        if (isDead || !delivery.tenure().isOver() || owner == null) {
            end.run();
            return;
        }
        assignment.collect();
        long frontier = owner.offsets().frontier();
        int inFlight = assignment.recordsInFlight();
        end.run();
        assignment.collect();
        if (owner.offsets().frontier() != frontier || assignment.recordsInFlight() != inFlight) {
            world.model().violated(Check.C2_OLD_ASSIGNMENT_COUNTED, delivery + " changed " + owner.partition());
        }
    }

    void pausesOrResumes() {
        isPaused = !isPaused;
        world.trace().add(() -> this + (isPaused ? " is paused" : " is resumed"));
    }

    void resumes() {
        isPaused = false;
    }

    /** The process is gone from one moment to the next. */
    void crashes() {
        world.trace().add(() -> this + " crashes");
        isDead = true;
        world.group().expel(client);
        world.model().crashed(this, world.dice());
    }

    boolean isImpatient() {
        return stop.isImpatient();
    }

    boolean mayClose() {
        return !isPolling;
    }

    /** Leaves in order. */
    void closes() {
        world.trace().add(() -> this + " closes");
        isPolling = true;
        fixRetryTimes();
        List<Tenure> tenures = client.tenures();
        client.leaves();
        boolean isMember = world.group().epoch(client) != 0;
        StopSignal.Plan plan = stop.request(StopSignal.Wish.within(Scenario.CLOSE_TIMEOUT));
        try {
            world.whileWaiting(this, () -> new Departure(parts, guard).leave(plan));
        } catch (RuntimeException e) {
            world.model().violated(Check.BROKEN, this + " broke: " + e, e);
        }
        if (isMember && !client.hasSyncFailed()) {
            tenures.forEach(world.commits()::checkCommitted);
        }
    }

    /** Somebody in the simulation waits for nothing in real time. */
    static void doesNotPark() {
        LockSupport.unpark(Thread.currentThread());
    }

    private void checkBound() {
        int most = world.scenario().limits().maxInFlightRecords();
        if (assignment.recordsInFlight() > most) {
            world.model().violated(Check.C7_BOUND_BROKEN, assignment.recordsInFlight() + " of " + most + " records");
        }
    }

    /** Checks the counts of what is in flight; not while a worker has something in hand. */
    void checkCounts() {
        if (isDead || isPolling || free.size() < desks) {
            return;
        }
        assignment.collect();
        int records = 0;
        long bytes = 0;
        for (Tenure tenure : client.tenures()) {
            BitSet open = tenure.inFlight();
            records += open.cardinality();
            bytes += open.stream()
                    .mapToLong(index ->
                            sizeOf(world.log().entries(tenure.partition()).get(index)) + Work.OBJECTS)
                    .sum();
        }
        boolean isRight = records == assignment.recordsInFlight()
                && records == assignment.recordsInFlight("orders")
                && bytes == assignment.bytesInFlight();
        if (!isRight) {
            String is = assignment.recordsInFlight() + " records, " + assignment.bytesInFlight() + " bytes";
            world.model()
                    .violated(
                            Check.C7_COUNT_WRONG,
                            this + " counts " + is + ", but it is " + records + " records, " + bytes + " bytes");
        }
    }

    private static long sizeOf(SimulatedLog.Entry entry) {
        return Integer.BYTES + (entry.key() == null ? 0 : 1);
    }

    @Nullable
    Throwable fatalError() {
        return completions.fatalError();
    }

    @Override
    public String toString() {
        return name;
    }
}
