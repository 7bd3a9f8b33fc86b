package io.kafkasdk.consumer;

import io.kafkasdk.deadletter.DeadLetterWriter;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorClassifier;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.KafkaClients;
import io.kafkasdk.internal.StopSignal;
import io.kafkasdk.lag.LagSnapshot;
import io.kafkasdk.lag.LagTracker;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ConsumerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link ManagedConsumer}: starts the engine, and takes orders from any thread. */
final class GroupMember<K, V> implements ManagedConsumer {

    private static final Logger log = LoggerFactory.getLogger(GroupMember.class);

    private final ConsumerSettings<K, V> settings;
    private final Handling<K, V> handling;
    private final Place place;
    private final Vitals vitals;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Engine engine;

    /**
     * What a member has of its pool.
     *
     * @param config the Kafka config
     * @param clientId its name
     * @param listener told what happens
     * @param deadLetters writes dead letters
     * @param lives tells topics from others of the same name
     * @param patience when nothing moves for so long, the listener is told
     */
    record Place(
            StartConfig config,
            String clientId,
            ConsumerListener listener,
            DeadLetterWriter deadLetters,
            TopicLives lives,
            Patience patience) {}

    GroupMember(ConsumerSettings<K, V> settings, Handling<K, V> handling, Place place) {
        this.settings = settings;
        this.handling = handling;
        this.place = place;
        this.vitals = Vitals.of(settings, place);
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
        return vitals.lag().tracker();
    }

    @Override
    public void start() {
        ConsumerState entered = vitals.lifecycle().started();
        Consumer<byte[], byte[]> client = null;
        try {
            vitals.events().stateChanged(entered);
            client = KafkaClients.consumer(place.config().decide().toKafkaConfig());
            Engine made = new EngineAssembly<>(settings, handling, place, vitals).assemble(client, ended::countDown);
            engine = made;
            made.poller().start();
        } catch (Throwable e) {
            // Also an OutOfMemoryError: a thread that cannot be made is one.
            throw failedStart(e, client);
        }
    }

    private KafkaSdkException failedStart(Throwable error, @Nullable Consumer<byte[], byte[]> client) {
        engine = null;
        KafkaSdkException why =
                error instanceof KafkaSdkException known ? known : new KafkaSdkException(diagnoseStart(error), error);
        if (client == null && why.kind() == ErrorKind.UNREACHABLE && undone()) {
            return why;
        }
        ended.countDown();
        try {
            vitals.lifecycle().failed(why);
        } finally {
            if (client != null) {
                client.close(CloseOptions.timeout(Duration.ZERO));
            }
        }
        return why;
    }

    /** Names may come up later, so the next start begins afresh; false when it was closed meanwhile. */
    private boolean undone() {
        place.config().reopen();
        return vitals.lifecycle().startUndone();
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
        vitals.lifecycle().paused();
    }

    @Override
    public void resume() {
        vitals.circuit().close();
        vitals.lifecycle().resumed();
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
        return vitals.lifecycle().state();
    }

    @Override
    public Optional<KafkaSdkException> failure() {
        return vitals.lifecycle().failure();
    }

    @Override
    public ConfigExplanation explain() {
        return place.config().now().explain();
    }

    @Override
    public LagSnapshot lag() {
        return vitals.lag().tracker().snapshot();
    }

    @Override
    public Optional<Diagnosis> stall() {
        Engine running = engine;
        return running == null ? Optional.empty() : running.watchdog().stall();
    }

    @Override
    public boolean isAtStandstill() {
        Engine running = engine;
        return running != null && running.watchdog().stopsAll();
    }

    @Override
    public Optional<Diagnosis> circuit() {
        Circuit circuit = vitals.circuit();
        return circuit.isOpen() ? Optional.of(circuit.diagnosis()) : Optional.empty();
    }

    @Override
    public Optional<Duration> lagObjective() {
        return vitals.lag().objective();
    }

    @Override
    public Map<MetricName, ? extends Metric> kafkaMetrics() {
        Engine running = engine;
        return running == null || ended.getCount() == 0
                ? Map.of()
                : running.parts().client().metrics();
    }

    /** Looks how its consumption goes. */
    void lookAtLag() {
        Engine running = engine;
        if (running != null) {
            vitals.lag().look(running.watchdog());
        }
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
        vitals.lifecycle().closed();
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
        // A start that is undone just now brings it back to where it was never started.
        do {
            if (vitals.lifecycle().closedUnused()) {
                ended.countDown();
                return false;
            }
        } while (!vitals.lifecycle().draining() && state() == ConsumerState.CREATED);
        vitals.stop().request(wish);
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
