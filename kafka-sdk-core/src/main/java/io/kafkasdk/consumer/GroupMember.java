package io.kafkasdk.consumer;

import io.kafkasdk.deadletter.DeadLetterWriter;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorClassifier;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.KafkaClients;
import io.kafkasdk.internal.SdkThreads;
import io.kafkasdk.internal.VirtualThreads;
import io.kafkasdk.lag.LagSnapshot;
import io.kafkasdk.lag.LagTracker;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ConsumerLimits;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.HandlerThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link ManagedConsumer}: puts the parts together when it is started, and takes orders from any thread. */
final class GroupMember<K, V> implements ManagedConsumer {

    private static final Logger log = LoggerFactory.getLogger(GroupMember.class);
    private static final LongSupplier CLOCK = System::nanoTime;

    private final ConsumerSettings<K, V> settings;
    private final Handling<K, V> handling;
    private final Place place;
    private final ConsumerEvents events;
    private final Lifecycle lifecycle;
    private final LagTracker lag;
    private final Circuit circuit;
    private final StopSignal stop = new StopSignal(CLOCK);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Engine engine;

    /**
     * What runs, and what other threads may touch of it.
     *
     * @param parts of these only the client's wakeup and the count in flight
     * @param workers run the handlers
     * @param seeks takes the seeks of the application
     * @param poller the poll thread
     * @param watchdog sees when nothing moves
     */
    private record Engine(MemberParts parts, Workers workers, Seeks seeks, Thread poller, ProgressWatchdog watchdog) {}

    /**
     * What a member has of its pool.
     *
     * @param config the Kafka config
     * @param clientId its name
     * @param listener told what happens
     * @param deadLetters writes dead letters
     * @param patience when nothing moves for so long, the listener is told
     */
    record Place(
            StartConfig config,
            String clientId,
            ConsumerListener listener,
            DeadLetterWriter deadLetters,
            Patience patience) {}

    GroupMember(ConsumerSettings<K, V> settings, Handling<K, V> handling, Place place) {
        this.settings = settings;
        this.handling = handling;
        this.place = place;
        this.events = new ConsumerEvents(settings.group(), place.listener(), CLOCK);
        this.lifecycle = new Lifecycle(events);
        this.lag = new LagTracker(settings.group(), place.config().now().isolation(), CLOCK);
        this.circuit = Circuit.of(settings.failures(), events, CLOCK);
    }

    @Override
    public String group() {
        return settings.group();
    }

    @Override
    public String clientId() {
        return place.clientId();
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
            events.stateChanged(entered);
            client = KafkaClients.consumer(place.config().decide().toKafkaConfig());
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
        Assignment assignment = new Assignment();
        Completions completions = new Completions(client::wakeup);
        Clocked clocked = new Clocked(events, CLOCK);
        FailureRouter failures =
                new FailureRouter(settings.failures(), place.deadLetters()::write, circuit, completions, clocked);
        Lane.Step step = handling.step(settings, new Attempts(failures, circuit, completions, clocked), clocked);
        Workers workers = new Workers(
                new Workers.Shift(workerThreads(), handling.threads(limits), completions, handling.turn(limits)));
        Lanes lanes = new Lanes(
                workers, step, OrderRule.of(settings.ordering()), completions, handling.lanes(limits, clocked));
        MemberParts parts = new MemberParts(
                client,
                assignment,
                completions,
                lanes,
                new Intake(assignment, lanes, events),
                workers,
                new OffsetCommitter(client, assignment, events, limits, CLOCK),
                new FlowControl(
                        client,
                        assignment,
                        limits,
                        place.config().now().maxPollRecords(),
                        () -> mayNotFetch(assignment)),
                new LagSampler(client, assignment, lag, CLOCK),
                events,
                CLOCK);
        return engine(parts, step);
    }

    private Engine engine(MemberParts parts, Lane.Step step) {
        Workers workers = parts.workers();
        Seeks seeks = new Seeks(parts, callbackTime());
        ProgressWatchdog watchdog = watchdog(parts, new MemberProgress(parts, step, circuit));
        Runnable membership = membership(parts, seeks, new Upkeep(parts.lanes(), step, circuit), watchdog);
        Thread poller = SdkThreads.newThread("poll", place.clientId(), () -> {
            try {
                membership.run();
            } finally {
                seeks.end();
                workers.interrupt();
                ended.countDown();
            }
        });
        return new Engine(parts, workers, seeks, poller, watchdog);
    }

    private ProgressWatchdog watchdog(MemberParts parts, ProgressSource source) {
        return ProgressWatchdog.of(
                parts,
                source,
                new ProgressWatchdog.Subject(
                        group(),
                        clientId(),
                        settings.topics(),
                        lifecycle::state,
                        place.patience().withDrain(callbackTime())));
    }

    private boolean mayNotFetch(Assignment assignment) {
        return circuit.stopsFetching(assignment.recordsInFlight()) || lifecycle.state() != ConsumerState.RUNNING;
    }

    private ThreadFactory workerThreads() {
        return settings.threads() == HandlerThreads.VIRTUAL
                ? VirtualThreads.factory("worker", clientId())
                : SdkThreads.factory("worker", clientId());
    }

    /** A rebalance callback that outlasts the poll interval would cost the member its place. */
    private Duration callbackTime() {
        Duration half = place.config().now().maxPollInterval().dividedBy(2);
        Duration drain = settings.limits().drainTimeout();
        return drain.compareTo(half) < 0 ? drain : half;
    }

    private Positions positions(MemberParts parts, Seeks seeks) {
        SkipReport report = new SkipReport(group(), events);
        return new Positions(
                parts,
                new StartPoints(parts, settings.startPosition(), new Questioning(group(), CLOCK), report),
                new LogJumps(parts, new Questioning(group(), CLOCK), report),
                seeks);
    }

    private Membership membership(MemberParts parts, Seeks seeks, Upkeep upkeep, ProgressWatchdog watchdog) {
        Positions positions = positions(parts, seeks);
        RebalanceGuard guard = new RebalanceGuard(parts, positions, callbackTime(), stop);
        PollTrouble trouble = new PollTrouble(group(), settings.instance(), CLOCK);
        Membership.Stay stay = new Membership.Stay(
                () -> parts.client().subscribe(settings.topics(), guard),
                new PollLoop(parts, upkeep, positions, new PollLoop.Watch(watchdog, trouble), stop),
                new Departure(parts, guard));
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
        circuit.close();
        lifecycle.resumed();
    }

    @Override
    public CompletionStage<Map<TopicPartition, Long>> seek(Map<TopicPartition, Long> offsets) {
        return seek(new SeekTarget.Offsets(offsets));
    }

    @Override
    public CompletionStage<Map<TopicPartition, Long>> seek(Instant time) {
        return seek(new SeekTarget.Time(time));
    }

    private CompletionStage<Map<TopicPartition, Long>> seek(SeekTarget target) {
        Engine running = engine;
        ConsumerState now = state();
        return running == null || (now != ConsumerState.RUNNING && now != ConsumerState.PAUSED)
                ? CompletableFuture.failedStage(Seeks.notRunning())
                : running.seeks().order(target);
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
        return place.config().now().explain();
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
