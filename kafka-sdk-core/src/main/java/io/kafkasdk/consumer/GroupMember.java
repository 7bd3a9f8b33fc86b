package io.kafkasdk.consumer;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorClassifier;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.KafkaClients;
import io.kafkasdk.internal.SdkThreads;
import io.kafkasdk.lag.LagSnapshot;
import io.kafkasdk.lag.LagTracker;
import io.kafkasdk.resilience.Backoff;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ConsumerLimits;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.FailurePolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link ManagedConsumer}: puts the parts together when it is started, and takes orders from any thread. */
final class GroupMember<K, V> implements ManagedConsumer {

    private static final Logger log = LoggerFactory.getLogger(GroupMember.class);
    private static final LongSupplier CLOCK = System::nanoTime;

    private final ConsumerSettings<K, V> settings;
    private final RecordHandler<K, V> handler;
    private final GroupConfig config;
    private final String clientId;
    private final Watching watching;
    private final Lifecycle lifecycle;
    private final LagTracker lag;
    private final StopSignal stop = new StopSignal(CLOCK);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Engine engine;

    /**
     * What runs, and what other threads may touch of it.
     *
     * @param parts of these only the client's wakeup and the count in flight
     * @param workers run the handlers
     * @param poller the poll thread
     * @param watchdog sees when nothing moves
     */
    private record Engine(MemberParts parts, Workers workers, Thread poller, ProgressWatchdog watchdog) {}

    /**
     * Who looks on.
     *
     * @param listener told what happens
     * @param patience when nothing moves for so long, it is told
     */
    record Onlookers(ConsumerListener listener, Patience patience) {}

    private record Watching(ConsumerEvents events, Patience patience) {}

    GroupMember(
            ConsumerSettings<K, V> settings,
            RecordHandler<K, V> handler,
            GroupConfig config,
            String clientId,
            Onlookers onlookers) {
        this.settings = settings;
        this.handler = handler;
        this.config = config;
        this.clientId = clientId;
        ConsumerEvents events = new ConsumerEvents(settings.group(), onlookers.listener(), CLOCK);
        this.watching = new Watching(events, onlookers.patience());
        this.lifecycle = new Lifecycle(events);
        this.lag = new LagTracker(settings.group(), config.isolation(), CLOCK);
    }

    @Override
    public String group() {
        return settings.group();
    }

    @Override
    public String clientId() {
        return clientId;
    }

    ConsumerSettings<K, V> settings() {
        return settings;
    }

    /** Returns whether it failed and nothing of it runs any more. */
    boolean isOver() {
        return state() == ConsumerState.FAILED && ended.getCount() == 0;
    }

    LagTracker lagTracker() {
        return lag;
    }

    @Override
    public void start() {
        ConsumerState entered = lifecycle.started();
        Consumer<byte[], byte[]> client = null;
        try {
            watching.events().stateChanged(entered);
            client = KafkaClients.consumer(config.toKafkaConfig());
            Engine made = assemble(client);
            engine = made;
            made.poller().start();
        } catch (Throwable e) {
            // Also an OutOfMemoryError: a thread that cannot be made is one.
            throw failedStart(e, client);
        }
    }

    private KafkaSdkException failedStart(Throwable error, @Nullable Consumer<byte[], byte[]> client) {
        engine = null;
        ended.countDown();
        KafkaSdkException why =
                error instanceof KafkaSdkException known ? known : new KafkaSdkException(diagnoseStart(error), error);
        try {
            lifecycle.failed(why);
        } finally {
            if (client != null) {
                client.close(CloseOptions.timeout(Duration.ZERO));
            }
        }
        return why;
    }

    private Engine assemble(Consumer<byte[], byte[]> client) {
        ConsumerLimits limits = settings.limits();
        FailurePolicy policy = settings.failures();
        Assignment assignment = new Assignment();
        Completions completions = new Completions(client::wakeup);
        Workers workers = new Workers(clientId, limits.concurrency());
        FailureRouter failures =
                new FailureRouter(group(), new Backoff(policy.delay(), policy.maxDelay()), watching.events(), CLOCK);
        Lane.Step step = new HandlerStep<>(
                settings, handler, failures, completions, new HandlerStep.Clocked(watching.events(), CLOCK));
        MemberParts parts = new MemberParts(
                client,
                assignment,
                completions,
                new Lanes(workers, step, completions, CLOCK),
                new OffsetCommitter(client, assignment, watching.events(), limits.commitInterval(), CLOCK),
                new FlowControl(
                        client,
                        assignment,
                        limits,
                        config.maxPollRecords(),
                        () -> lifecycle.state() != ConsumerState.RUNNING),
                new LagSampler(client, assignment, lag, CLOCK),
                watching.events(),
                CLOCK);
        ProgressWatchdog watchdog = watchdog(parts);
        Runnable membership = membership(parts, workers, watchdog);
        Thread poller = SdkThreads.newThread("poll", clientId, () -> {
            try {
                membership.run();
            } finally {
                workers.end();
                ended.countDown();
            }
        });
        return new Engine(parts, workers, poller, watchdog);
    }

    private ProgressWatchdog watchdog(MemberParts parts) {
        return ProgressWatchdog.of(
                parts,
                new ProgressWatchdog.Subject(
                        group(),
                        clientId,
                        settings.topics(),
                        lifecycle::state,
                        watching.patience().withDrain(rebalanceDrain())));
    }

    /** A rebalance callback that outlasts the poll interval would cost the member its place. */
    private Duration rebalanceDrain() {
        Duration half = config.maxPollInterval().dividedBy(2);
        Duration drain = settings.limits().drainTimeout();
        return drain.compareTo(half) < 0 ? drain : half;
    }

    private Membership membership(MemberParts parts, Workers workers, ProgressWatchdog watchdog) {
        RebalanceGuard guard = new RebalanceGuard(parts, rebalanceDrain(), stop);
        PollTrouble trouble = new PollTrouble(group(), CLOCK);
        Membership.Stay stay = new Membership.Stay(
                () -> parts.client().subscribe(settings.topics(), guard),
                new PollLoop(parts, watchdog, trouble, stop),
                new Departure(parts, guard, workers));
        return new Membership(
                stay,
                stop,
                lifecycle,
                trouble,
                StopSignal.Wish.draining(settings.limits().drainTimeout()));
    }

    private Diagnosis diagnoseStart(Throwable error) {
        return new Diagnosis(
                ErrorClassifier.kindOf(error),
                "Consumer group '" + group() + "' could not be started",
                error.getClass().getSimpleName() + ": " + error.getMessage(),
                error instanceof OutOfMemoryError
                        ? "give the JVM more memory, or the process more threads, then start a new consumer"
                        : "see the cause, then start a new consumer");
    }

    @Override
    public void pause() {
        lifecycle.paused();
    }

    @Override
    public void resume() {
        lifecycle.resumed();
    }

    @Override
    public ConsumerState state() {
        return lifecycle.state();
    }

    @Override
    public Optional<KafkaSdkException> failure() {
        return lifecycle.failure();
    }

    @Override
    public ConfigExplanation explain() {
        return config.explain();
    }

    @Override
    public LagSnapshot lag() {
        return lag.snapshot();
    }

    @Override
    public Optional<Diagnosis> stall() {
        Engine running = engine;
        return running == null ? Optional.empty() : running.watchdog().stall();
    }

    /** Looks whether the poll thread comes round. */
    void lookForStall() {
        Engine running = engine;
        if (running != null) {
            running.watchdog().lookFromOutside(running.poller());
        }
    }

    @Override
    public int inFlight() {
        Engine running = engine;
        return running == null ? 0 : running.parts().assignment().recordsInFlight();
    }

    @Override
    public int inFlight(String topic) {
        Engine running = engine;
        return running == null ? 0 : running.parts().assignment().recordsInFlight(topic);
    }

    @Override
    public void close() {
        close(StopSignal.Wish.draining(settings.limits().drainTimeout()));
    }

    @Override
    public void close(Duration timeout) {
        close(StopSignal.Wish.within(timeout));
    }

    private void close(StopSignal.Wish wish) {
        Deadline deadline = Deadline.in(wish.timeout());
        if (!requestClose(wish) || isOwnThread()) {
            return;
        }
        try {
            if (!ended.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                log.warn(
                        "Consumer group '{}' did not leave within {} ms: a handler does not end, or no broker answers. "
                                + "What was not committed is handled again",
                        group(),
                        wish.timeout().toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lifecycle.closed();
    }

    /**
     * Starts to close without waiting; handlers get the drain timeout of the settings, or less where the timeout is too
     * short for that.
     */
    void requestClose(Duration timeout) {
        requestClose(StopSignal.Wish.draining(settings.limits().drainTimeout(), timeout));
    }

    /** Starts to close without waiting; returns false when there is nothing to wait for. */
    private boolean requestClose(StopSignal.Wish wish) {
        if (lifecycle.closedUnused()) {
            ended.countDown();
            return false;
        }
        lifecycle.draining();
        stop.request(wish);
        Engine running = engine;
        if (running != null) {
            running.parts().client().wakeup();
        }
        return true;
    }

    /** A handler or listener that closes its own consumer must not wait for itself. */
    private boolean isOwnThread() {
        Engine running = engine;
        return running != null
                && (running.poller() == Thread.currentThread()
                        || running.workers().runTheCaller());
    }
}
