package io.kafkasdk.deadletter;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.ClusterConfig;
import io.kafkasdk.internal.KafkaClients;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ProducerSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * Brings dead letters back to the topic they came from; {@code KafkaSdk.replay} is the door for users.
 *
 * <p><b>Threads:</b> safe for use by any number of threads; each replay works on its caller's thread.
 *
 * <p><b>Lifecycle:</b> makes a consumer and a producer for each replay, and closes them behind it. Closing this stops
 * replays within a second or so.
 *
 * <p><b>Guarantee:</b> see {@link #run}.
 */
public final class DeadLetterReplay {

    private static final String SUFFIX = ".replay";
    /** Longer than an application's: nobody waits for a replay, and a rate limit holds it up on purpose. */
    private static final Duration MAX_BLOCK = Duration.ofSeconds(10);

    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final ClusterSettings cluster;
    private final String application;
    private final Function<Map<String, Object>, Consumer<byte[], byte[]>> consumers;
    private final LongSupplier nanoClock;
    private final Set<String> running = new HashSet<>();
    private volatile boolean closed;

    /**
     * Makes it; connects to nothing.
     *
     * @param cluster where to read and write
     * @param application the first part of every client.id
     */
    public DeadLetterReplay(ClusterSettings cluster, String application) {
        this(cluster, application, KafkaClients::consumer, System::nanoTime);
    }

    DeadLetterReplay(
            ClusterSettings cluster,
            String application,
            Function<Map<String, Object>, Consumer<byte[], byte[]>> consumers,
            LongSupplier nanoClock) {
        this.cluster = cluster;
        this.application = application;
        this.consumers = consumers;
        this.nanoClock = nanoClock;
    }

    /**
     * Reads the letters from where the last replay of this group ended to where the topic ends now, and sends back those
     * that the settings choose. Blocks its caller until that is done; an interrupt stops it within 20 s, and stays set.
     *
     * <p><b>Guarantee:</b> a letter is passed for good only when the origin topic acknowledged it, or the settings left it
     * out: at least once. A replay that is killed sends again what it had not committed: what it sent in the last
     * second, and up to 500 letters that were under way. Letters of one partition go back in their order, with key, value, headers and partition of
     * the record; a letter whose partition no longer exists goes where its key belongs. A dry run sends nothing and commits
     * nothing.
     *
     * @param settings what to replay
     * @param producers opens the guarded producer, unless it is a dry run; it is closed in the end
     * @return what became of the letters
     * @throws ReplayFailedException when it stopped before its end: a letter could not be sent, the topic could not be read,
     *     the thread was interrupted, the SDK was closed; it says what was done by then
     * @throws io.kafkasdk.acks.UnsafeTopicException when the rules refuse the origin topic
     * @throws KafkaSdkException when a replay for this group runs already, the clients cannot be made, or the SDK is closed
     */
    public ReplayReport run(
            ReplaySettings settings,
            Function<ProducerSettings<byte[], byte[]>, GuardedProducer<byte[], byte[]>> producers) {
        enter(settings.group());
        try {
            GuardedProducer<byte[], byte[]> producer =
                    settings.dryRun() ? null : producers.apply(producerSettings(settings));
            try {
                return read(settings, producer);
            } finally {
                if (producer != null) {
                    producer.close(CLOSE);
                }
            }
        } finally {
            leave(settings.group());
        }
    }

    private ReplayReport read(ReplaySettings settings, @Nullable GuardedProducer<byte[], byte[]> producer) {
        String readers = settings.group() + SUFFIX;
        LetterSource source = new LetterSource(consumers.apply(consumerConfig(readers)), settings, readers);
        try {
            return new ReplayRun(settings, source, producer, () -> closed, nanoClock).run();
        } finally {
            // Kafka's close gives up at once where the flag is set, and complains.
            boolean interrupted = Thread.interrupted();
            source.close(CLOSE);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Two would read the same offsets and send the same letters. */
    private synchronized void enter(String group) {
        String what = "The dead letters of group '" + group + "' cannot be replayed";
        if (closed) {
            throw new KafkaSdkException(
                    new Diagnosis(ErrorKind.CLOSED, what, "the SDK is closed", "replay before closing it"), null);
        }
        if (!running.add(group)) {
            throw new KafkaSdkException(
                    new Diagnosis(
                            ErrorKind.MISCONFIGURED,
                            what,
                            "a replay for this group is running already, and both would send the same letters",
                            "wait for its end"),
                    null);
        }
    }

    private synchronized void leave(String group) {
        running.remove(group);
    }

    private static ProducerSettings<byte[], byte[]> producerSettings(ReplaySettings settings) {
        ProducerSettings<byte[], byte[]> made = DeadLetterWriter.producerSettings(settings.group(), SUFFIX)
                .topics(settings.originTopic())
                .maxBlock(MAX_BLOCK);
        return settings.rateLimit() == null ? made : made.rateLimit(settings.rateLimit());
    }

    private Map<String, Object> consumerConfig(String readers) {
        Map<String, Object> config = ClusterConfig.of(cluster);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, readers);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, application + "." + readers);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // A letter that retention took meanwhile is gone: the next one is as good.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                IsolationLevel.READ_COMMITTED.toString().toLowerCase(Locale.ROOT));
        return config;
    }

    /** Stops replays that run, and refuses new ones. Does not wait for their end. Twice is fine. */
    public void close() {
        closed = true;
    }
}
