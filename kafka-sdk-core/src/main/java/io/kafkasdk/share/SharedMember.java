package io.kafkasdk.share;

import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.RecordHandler;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorClassifier;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.KafkaClients;
import io.kafkasdk.internal.SdkThreads;
import io.kafkasdk.internal.StopSignal;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ShareSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link SharedConsumer}: puts the parts together when it is started, and takes orders from any thread. */
final class SharedMember<K, V> implements SharedConsumer {

    private static final Logger log = LoggerFactory.getLogger(SharedMember.class);
    private static final LongSupplier CLOCK = System::nanoTime;

    private final ShareSettings<K, V> settings;
    private final RecordHandler<K, V> handler;
    private final Place place;
    private final ShareWorkers workers;
    private final ShareLifecycle lifecycle;
    private final StopSignal stop = new StopSignal(CLOCK);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Running running;

    /**
     * Where it lives.
     *
     * @param clientId the client.id
     * @param config the Kafka config
     * @param look asks the cluster about the group
     * @param events the listener
     * @param deadLetters the dead letter topics
     */
    record Place(String clientId, ShareConfig config, GroupLook look, ShareEvents events, DeadLetters deadLetters) {}

    /** What runs. */
    private record Running(ShareStay<?, ?> stay, Thread poller) {}

    SharedMember(ShareSettings<K, V> settings, RecordHandler<K, V> handler, Place place, ShareWorkers workers) {
        this.settings = settings;
        this.handler = handler;
        this.place = place;
        this.workers = workers;
        this.lifecycle = new ShareLifecycle(place.events());
    }

    @Override
    public String group() {
        return settings.group();
    }

    @Override
    public String clientId() {
        return place.clientId();
    }

    @Override
    public ConfigExplanation explain() {
        return place.config().explain();
    }

    /** Returns whether it failed and nothing of it runs any more. */
    boolean isOver() {
        return state() == ConsumerState.FAILED && ended.getCount() == 0;
    }

    @Override
    public void start() {
        lifecycle.started();
        ShareConsumer<byte[], byte[]> client = null;
        try {
            client = KafkaClients.shareConsumer(place.config().toKafkaConfig());
            Running made = assemble(client);
            running = made;
            made.poller().start();
        } catch (Throwable e) {
            // Also an OutOfMemoryError: a thread that cannot be made is one.
            throw failedStart(e, client);
        }
    }

    private Running assemble(ShareConsumer<byte[], byte[]> client) {
        ShareStay<K, V> stay = new ShareStay<>(
                settings,
                handler,
                new ShareStay.Setting(
                        clientId(), client, place.look(), workers, stop, lifecycle, place.events(), CLOCK),
                place.deadLetters());
        return new Running(stay, SdkThreads.newThread("poll", clientId(), () -> {
            try {
                stay.run();
            } finally {
                ended.countDown();
            }
        }));
    }

    private KafkaSdkException failedStart(Throwable error, @Nullable ShareConsumer<byte[], byte[]> client) {
        running = null;
        KafkaSdkException why = error instanceof KafkaSdkException known
                ? known
                : new KafkaSdkException(
                        new Diagnosis(
                                ErrorClassifier.kindOf(error),
                                "Share group '" + group() + "' could not be started",
                                error.getClass().getSimpleName() + ": " + error.getMessage(),
                                "see the cause, then start a new consumer"),
                        error);
        // Names may come up later, so it may start again.
        if (client == null && why.kind() == ErrorKind.UNREACHABLE && lifecycle.startUndone()) {
            return why;
        }
        ended.countDown();
        try {
            lifecycle.failed(why);
        } finally {
            if (client != null) {
                client.close(Duration.ZERO);
            }
        }
        return why;
    }

    @Override
    public void pause() {
        lifecycle.paused();
        nudge();
    }

    @Override
    public void resume() {
        lifecycle.resumed();
        nudge();
    }

    private void nudge() {
        Running now = running;
        if (now != null) {
            now.stay().nudge();
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
    public int inFlight() {
        Running now = running;
        return now == null ? 0 : now.stay().inFlight();
    }

    @Override
    public void close() {
        close(StopSignal.Wish.draining(settings.drainTimeout()));
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
                        "Share group '{}' did not leave within {} ms: a handler does not end, or no broker answers. Its "
                                + "records are handled again when their lock is over",
                        group(),
                        wish.timeout().toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lifecycle.closed();
    }

    /** Starts to close without waiting; handlers get the drain timeout, or less where the timeout is too short for that. */
    void requestClose(Duration timeout) {
        requestClose(StopSignal.Wish.draining(settings.drainTimeout(), timeout));
    }

    /** Starts to close without waiting; returns false when there is nothing to wait for. */
    private boolean requestClose(StopSignal.Wish wish) {
        // A start that is undone just now brings it back to where it was never started.
        do {
            if (lifecycle.closedUnused()) {
                ended.countDown();
                return false;
            }
        } while (!lifecycle.draining() && state() == ConsumerState.CREATED);
        stop.request(wish);
        nudge();
        return true;
    }

    /** A handler or listener that closes its own consumer must not wait for itself. */
    private boolean isOwnThread() {
        Running now = running;
        return now != null && (now.poller() == Thread.currentThread() || workers.runTheCaller());
    }
}
