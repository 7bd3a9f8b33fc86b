package io.kafkasdk.share;

import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.RecordHandler;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorClassifier;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.Closing;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.FailurePlace;
import io.kafkasdk.internal.StopSignal;
import io.kafkasdk.settings.ShareSettings;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stay in a share group, from joining to leaving, whatever happens in between: what the poll thread runs. */
final class ShareStay<K, V> implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(ShareStay.class);
    private static final Duration KAFKAS_LOCK = Duration.ofSeconds(30);

    private final ShareSettings<K, V> settings;
    private final RecordHandler<K, V> handler;
    private final Setting setting;
    private final DeadLetters deadLetters;
    private final Results results = new Results();
    private volatile @Nullable Engine<K, V> engine;

    /**
     * Where it takes place.
     *
     * @param clientId the client.id
     * @param client the Kafka client
     * @param look asks the cluster about the group
     * @param workers run handlers
     * @param stop says when to leave
     * @param lifecycle told how it goes
     * @param events the listener
     * @param nanoClock monotonic time in nanoseconds
     */
    record Setting(
            String clientId,
            ShareConsumer<byte[], byte[]> client,
            GroupLook look,
            ShareWorkers workers,
            StopSignal stop,
            ShareLifecycle lifecycle,
            ShareEvents events,
            LongSupplier nanoClock) {}

    /** What runs once the cluster told what it does for the group. */
    private record Engine<K, V>(Holdings holdings, ShareLoop loop, ShareStep<K, V> step) {}

    ShareStay(ShareSettings<K, V> settings, RecordHandler<K, V> handler, Setting setting, DeadLetters deadLetters) {
        this.settings = settings;
        this.handler = handler;
        this.setting = setting;
        this.deadLetters = deadLetters;
    }

    /** Returns how many records are taken and not finished; for any thread. */
    int inFlight() {
        Engine<K, V> running = engine;
        return running == null ? 0 : running.holdings().size();
    }

    /** Makes the poll thread look up; for any thread. */
    void nudge() {
        results.add(new Results.Nudge());
        setting.client().wakeup();
    }

    @Override
    public void run() {
        try {
            stay();
        } catch (Throwable e) {
            // Also an OutOfMemoryError: no thread may die in silence.
            fail(e instanceof KafkaSdkException known ? known : unexpected(e));
        } finally {
            leave();
            setting.lifecycle().drained();
        }
    }

    private void stay() {
        Engine<K, V> made = assemble(setting.look().look());
        engine = made;
        setting.client().setAcknowledgementCommitCallback(made.holdings()::acknowledged);
        setting.client().subscribe(settings.topics());
        while (!setting.stop().isRequested()) {
            made.loop().runOnce();
        }
    }

    private Engine<K, V> assemble(GroupFacts facts) {
        LongSupplier clock = setting.nanoClock();
        ShareConsumer<byte[], byte[]> client = setting.client();
        Holdings holdings = new Holdings(settings.group(), client, facts.renewsLocks(), clock);
        ShareFailures.Outlets outlets =
                new ShareFailures.Outlets(setting.events(), results, deadLetters, setting.workers());
        ShareFailures failures = new ShareFailures(settings.failures(), facts.deliveryLimit(), outlets, clock);
        ShareStep<K, V> step = new ShareStep<>(settings, handler, failures, outlets, clock);
        ShareLoop.Parts parts = new ShareLoop.Parts(
                holdings,
                new LockKeeper(settings.group(), holdings, clock),
                () -> client.acquisitionLockTimeoutMs().map(Duration::ofMillis).orElse(KAFKAS_LOCK),
                results,
                taken -> setting.workers().execute(() -> step.run(taken)),
                clock);
        ShareLoop loop = new ShareLoop(
                parts,
                new ShareTrouble(settings.group(), setting.look(), clock),
                () -> setting.lifecycle().state() == ConsumerState.PAUSED);
        return new Engine<>(holdings, loop, step);
    }

    private void fail(KafkaSdkException why) {
        log.error("{}", why.getMessage());
        setting.lifecycle().failed(why);
    }

    private KafkaSdkException unexpected(Throwable error) {
        return new KafkaSdkException(
                new Diagnosis(
                        ErrorClassifier.kindOf(error),
                        "Share group '" + settings.group() + "' cannot go on",
                        FailurePlace.of(error),
                        "see the cause, then start a new consumer; if it stays, report it with its stack trace"),
                error);
    }

    /** Ends within the time that the first wish to end allows; after a failure within the drain timeout and 5 s. */
    private void leave() {
        StopSignal.Plan plan = setting.stop().request(StopSignal.Wish.draining(settings.drainTimeout()));
        Engine<K, V> running = engine;
        try {
            if (running != null) {
                finishWork(running, plan);
            }
        } catch (Throwable e) {
            log.warn("Share group '{}': leaving failed; the brokers give its records to others", settings.group(), e);
        } finally {
            setting.workers().end();
            Deadline end = plan.end();
            Duration least = Duration.ofMillis(1);
            Duration rest = end.remaining().compareTo(least) < 0 ? least : end.remaining();
            Closing.start(setting.clientId(), () -> setting.client().close(rest))
                    .await(rest);
        }
    }

    private void finishWork(Engine<K, V> running, StopSignal.Plan plan) {
        running.loop().drain(plan.patience());
        if (running.holdings().isBusy()) {
            log.warn(
                    "Share group '{}': handlers still run after the time they were given, {} records; they are "
                            + "interrupted, and what does not finish is given back",
                    settings.group(),
                    running.holdings().size());
            running.step().interrupting();
            setting.workers().interrupt();
            running.loop().drain(plan.drain());
        }
        running.holdings().releaseAll(plan.end().remaining().dividedBy(2));
    }
}
