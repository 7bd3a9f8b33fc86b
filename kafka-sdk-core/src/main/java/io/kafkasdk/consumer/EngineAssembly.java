package io.kafkasdk.consumer;

import io.kafkasdk.internal.SdkThreads;
import io.kafkasdk.internal.StopSignal;
import io.kafkasdk.internal.VirtualThreads;
import io.kafkasdk.lag.LagTracker.Clocks;
import io.kafkasdk.settings.ConsumerLimits;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.HandlerThreads;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.apache.kafka.clients.consumer.Consumer;

/** Puts the parts of a member together when it is started. */
record EngineAssembly<K, V>(
        ConsumerSettings<K, V> settings, Handling<K, V> handling, GroupMember.Place place, Vitals vitals) {

    /**
     * Puts the parts together; starts nothing.
     *
     * @param client the Kafka client, which is the engine's from now on
     * @param ended run when the poll thread is through
     */
    Engine assemble(Consumer<byte[], byte[]> client, Runnable ended) {
        ConsumerLimits limits = settings.limits();
        Assignment assignment = new Assignment();
        Completions completions = new Completions(client::wakeup);
        Clocked clocked = new Clocked(vitals.events(), Vitals.CLOCK);
        FailureRouter failures = new FailureRouter(
                settings.failures(), place.deadLetters()::write, vitals.circuit(), completions, clocked);
        Lane.Step step =
                handling.step(settings, new Attempts(failures, vitals.circuit(), completions, clocked), clocked);
        Workers workers = new Workers(
                new Workers.Shift(workerThreads(), handling.threads(limits), completions, handling.turn(limits)));
        Lanes lanes = new Lanes(
                workers, step, OrderRule.of(settings.ordering()), completions, handling.lanes(limits, clocked));
        MemberParts parts = new MemberParts(
                client,
                assignment,
                completions,
                lanes,
                new Intake(assignment, lanes, vitals.events()),
                workers,
                new OffsetCommitter(client, assignment, vitals.events(), limits, Vitals.CLOCK),
                new FlowControl(
                        client,
                        assignment,
                        limits,
                        place.config().now().maxPollRecords(),
                        () -> mayNotFetch(assignment)),
                new LagSampler(client, assignment::all, vitals.lag().tracker(), Clocks.SYSTEM),
                vitals.events(),
                Vitals.CLOCK);
        return engine(parts, step, ended);
    }

    private Engine engine(MemberParts parts, Lane.Step step, Runnable ended) {
        Workers workers = parts.workers();
        Seeks seeks = new Seeks(parts, callbackTime());
        ProgressWatchdog watchdog = watchdog(parts, new MemberProgress(parts, step, vitals.circuit()));
        Runnable membership = membership(parts, seeks, new Upkeep(parts.lanes(), step, vitals.circuit()), watchdog);
        Thread poller = SdkThreads.newThread("poll", place.clientId(), () -> {
            try {
                membership.run();
            } finally {
                seeks.end();
                workers.interrupt();
                ended.run();
            }
        });
        return new Engine(parts, workers, seeks, poller, watchdog);
    }

    private ProgressWatchdog watchdog(MemberParts parts, ProgressSource source) {
        return ProgressWatchdog.of(
                parts,
                source,
                new ProgressWatchdog.Subject(
                        settings.group(),
                        vitals.lag().teller(),
                        settings.topics(),
                        vitals.lifecycle()::state,
                        place.patience().withDrain(callbackTime())));
    }

    private boolean mayNotFetch(Assignment assignment) {
        return vitals.circuit().stopsFetching(assignment.recordsInFlight())
                || vitals.lifecycle().state() != ConsumerState.RUNNING;
    }

    private ThreadFactory workerThreads() {
        return settings.threads() == HandlerThreads.VIRTUAL
                ? VirtualThreads.factory("worker", place.clientId())
                : SdkThreads.factory("worker", place.clientId());
    }

    /** A rebalance callback that outlasts the poll interval would cost the member its place. */
    private Duration callbackTime() {
        Duration half = place.config().now().maxPollInterval().dividedBy(2);
        Duration drain = settings.limits().drainTimeout();
        return drain.compareTo(half) < 0 ? drain : half;
    }

    private Positions positions(MemberParts parts, Seeks seeks) {
        SkipReport report = new SkipReport(settings.group(), vitals.events());
        Lives lives = new Lives(place.lives(), OffsetQuestions.LONGEST, Vitals.CLOCK);
        LogJumps jumps = new LogJumps(parts, lives, new Questioning(settings.group(), Vitals.CLOCK), report);
        return new Positions(
                parts,
                new StartPoints(
                        parts,
                        lives,
                        settings.startPosition(),
                        new Questioning(settings.group(), Vitals.CLOCK),
                        report),
                jumps,
                new LifeWatch(parts, lives, jumps),
                seeks);
    }

    private static PollNews news(MemberParts parts) {
        return new PollNews(parts.client()::metrics, parts.events(), parts.nanoClock());
    }

    private Membership membership(MemberParts parts, Seeks seeks, Upkeep upkeep, ProgressWatchdog watchdog) {
        Positions positions = positions(parts, seeks);
        RebalanceGuard guard = new RebalanceGuard(parts, positions, callbackTime(), vitals.stop());
        PollTrouble trouble = new PollTrouble(settings.group(), settings.instance(), Vitals.CLOCK);
        Membership.Stay stay = new Membership.Stay(
                () -> parts.client()
                        .subscribe(
                                settings.topics(),
                                new PushedLag(
                                        guard,
                                        parts.client(),
                                        parts.assignment(),
                                        vitals.lag().tracker()::snapshot)),
                new PollLoop(
                        parts, upkeep, positions, new PollLoop.Watch(watchdog, trouble, news(parts)), vitals.stop()),
                new Departure(parts, guard));
        return new Membership(
                stay,
                vitals.stop(),
                vitals.lifecycle(),
                trouble,
                StopSignal.Wish.draining(settings.limits().drainTimeout()));
    }
}
