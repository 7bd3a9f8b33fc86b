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
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.ConsumerSettings.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link ManagedConsumer}: puts the parts together when it is started, and takes orders from any thread. */
final class GroupMember<K, V> implements ManagedConsumer {

    private static final Logger log = LoggerFactory.getLogger(GroupMember.class);
    private static final LongSupplier CLOCK = System::nanoTime;
    private static final Duration TIME_TO_LEAVE = Duration.ofSeconds(5);

    private final ConsumerSettings<K, V> settings;
    private final RecordHandler<K, V> handler;
    private final GroupConfig config;
    private final String clientId;
    private final ConsumerEvents events;
    private final Lifecycle lifecycle;
    private final LagTracker lag;
    private final StopSignal stop = new StopSignal(CLOCK);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Engine engine;

    /**
     * What runs, and what other threads may touch of it.
     *
     * @param parts of these only the client's wakeup, the flow's pause and the count in flight
     * @param workers run the handlers
     * @param poller the poll thread
     */
    private record Engine(MemberParts parts, Workers workers, Thread poller) {}

    GroupMember(
            ConsumerSettings<K, V> settings,
            RecordHandler<K, V> handler,
            GroupConfig config,
            String clientId,
            ConsumerListener listener) {
        this.settings = settings;
        this.handler = handler;
        this.config = config;
        this.clientId = clientId;
        this.events = new ConsumerEvents(settings.group(), listener, CLOCK);
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

    LagTracker lagTracker() {
        return lag;
    }

    @Override
    public void start() {
        lifecycle.started();
        try {
            Engine made = assemble(KafkaClients.consumer(config.toKafkaConfig()));
            engine = made;
            if (lifecycle.state() == ConsumerState.PAUSED) {
                made.parts().flow().pause();
            }
            made.poller().start();
        } catch (RuntimeException e) {
            ended.countDown();
            KafkaSdkException why = new KafkaSdkException(diagnoseStart(e), e);
            lifecycle.failed(why);
            throw why;
        }
    }

    private Engine assemble(Consumer<byte[], byte[]> client) {
        Limits limits = settings.limits();
        Assignment assignment = new Assignment();
        Completions completions = new Completions(client::wakeup);
        Workers workers = new Workers(clientId, limits.concurrency());
        FailureRouter failures =
                new FailureRouter(group(), new Backoff(limits.retryDelay(), limits.maxRetryDelay()), events, CLOCK);
        Lane.Step step =
                new HandlerStep<>(settings, handler, failures, completions, new HandlerStep.Clocked(events, CLOCK));
        MemberParts parts = new MemberParts(
                client,
                assignment,
                completions,
                new Lanes(workers, step, completions, CLOCK),
                new OffsetCommitter(client, assignment, events, limits.commitInterval(), CLOCK),
                new FlowControl(client, assignment, limits, config.maxPollRecords()),
                new LagSampler(client, assignment, lag, CLOCK),
                events,
                CLOCK);
        Runnable membership = membership(parts, workers);
        return new Engine(parts, workers, SdkThreads.newThread("poll", clientId, () -> {
            try {
                membership.run();
            } finally {
                workers.end();
                ended.countDown();
            }
        }));
    }

    private Membership membership(MemberParts parts, Workers workers) {
        // A rebalance callback that outlasts the poll interval would cost the member its place.
        Duration half = config.maxPollInterval().dividedBy(2);
        Duration drain = settings.limits().drainTimeout();
        RebalanceGuard guard = new RebalanceGuard(parts, drain.compareTo(half) < 0 ? drain : half, stop);
        PollTrouble trouble = new PollTrouble(group(), CLOCK);
        SilenceWatch watch = new SilenceWatch(group(), settings.topics(), parts.client(), parts.assignment(), CLOCK);
        Membership.Stay stay = new Membership.Stay(
                () -> parts.client().subscribe(settings.topics(), guard),
                new PollLoop(parts, watch, trouble, stop),
                new Departure(parts, guard, workers));
        return new Membership(stay, stop, lifecycle, trouble, drain.plus(TIME_TO_LEAVE));
    }

    private Diagnosis diagnoseStart(RuntimeException error) {
        Throwable root = error;
        while (root.getCause() instanceof KafkaException deeper) {
            root = deeper;
        }
        return new Diagnosis(
                ErrorClassifier.kindOf(error),
                "Consumer group '" + group() + "' could not be started",
                root.getClass().getSimpleName() + ": " + root.getMessage(),
                "correct the setting or the address named, then start a new consumer");
    }

    @Override
    public void pause() {
        lifecycle.paused();
        Engine running = engine;
        if (running != null) {
            running.parts().flow().pause();
        }
    }

    @Override
    public void resume() {
        lifecycle.resumed();
        Engine running = engine;
        if (running != null) {
            running.parts().flow().resume();
        }
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
    public LagSnapshot lag() {
        return lag.snapshot();
    }

    @Override
    public int inFlight() {
        Engine running = engine;
        return running == null ? 0 : running.parts().assignment().recordsInFlight();
    }

    @Override
    public void close() {
        close(settings.limits().drainTimeout().plus(TIME_TO_LEAVE));
    }

    @Override
    public void close(Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        if (!requestClose(timeout) || isOwnThread()) {
            return;
        }
        try {
            if (!ended.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                log.warn(
                        "Consumer group '{}' did not leave within {} ms: a handler does not end, or no broker answers. "
                                + "What was not committed is handled again",
                        group(),
                        timeout.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lifecycle.closed();
    }

    /** Starts to close without waiting; returns false when there is nothing to wait for. */
    boolean requestClose(Duration timeout) {
        if (lifecycle.closedUnused()) {
            ended.countDown();
            return false;
        }
        lifecycle.draining();
        stop.request(timeout);
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
