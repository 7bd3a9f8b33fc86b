package io.kafkasdk.transaction;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.Closing;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.ExplainedConfig;
import io.kafkasdk.internal.KafkaClients;
import io.kafkasdk.producer.RetriedRecords;
import io.kafkasdk.producer.SendTracing;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.TransactionSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * Opens transactional producers, one per name.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 *
 * <p><b>Lifecycle:</b> {@link #close} closes every producer that is still open; none can be opened after it.
 *
 * <p><b>Guarantee:</b> never more than one open Kafka client per name, nor more than {@value #MOST_OPEN} in all.
 */
public final class TransactionPool {

    /** How many transactional producers can be open at once: each has a connection per broker and a place on one. */
    public static final int MOST_OPEN = 32;

    private final ClusterSettings cluster;
    private final String application;
    private final Watchers watchers;
    private final QuietTransactions listener;
    private final Function<Map<String, Object>, Producer<byte[], byte[]>> clients;
    private final LongSupplier nanoClock;
    private final Map<String, Entry> open = new LinkedHashMap<>();
    private boolean closed;

    /**
     * Makes a pool without producers.
     *
     * @param cluster where to write
     * @param application the first part of every client.id and transactional.id
     * @param watchers who looks on
     */
    public TransactionPool(ClusterSettings cluster, String application, Watchers watchers) {
        this(cluster, application, watchers, KafkaClients::producer, System::nanoTime);
    }

    TransactionPool(
            ClusterSettings cluster,
            String application,
            Watchers watchers,
            Function<Map<String, Object>, Producer<byte[], byte[]>> clients,
            LongSupplier nanoClock) {
        this.cluster = cluster;
        this.application = application;
        this.watchers = watchers;
        this.listener = new QuietTransactions(watchers.listener());
        this.clients = clients;
        this.nanoClock = nanoClock;
    }

    /**
     * Who looks on.
     *
     * @param guard knows which topics are safe to write to
     * @param listener told of every record
     * @param tracing follows records
     */
    public record Watchers(AcksGuard guard, TransactionListener listener, SendTracing tracing) {}

    /** An open producer, and what tells whether another request asks for the same. */
    private record Entry(TransactionIdentity identity, KafkaTransactionalProducer<?, ?> producer) {}

    /**
     * Opens a producer, or returns the open one of this name. Blocks up to 5 s to look at declared topics; connects with
     * the first transaction.
     *
     * @param settings what the producer is for
     * @param profileDefault the tuning for settings that have none of their own
     * @throws io.kafkasdk.acks.UnsafeTopicException when the rules refuse a declared topic
     * @throws io.kafkasdk.settings.InvalidSettingsException when settings contradict each other
     * @throws KafkaSdkException when a producer of this name is open with other settings or is still closing, too many are
     *     open, or the pool is closed
     */
    public <K, V> TransactionalProducer<K, V> open(TransactionSettings<K, V> settings, ClientTuning profileDefault) {
        ClientTuning tuning = settings.tuning() == null ? profileDefault : settings.tuning();
        TransactionIdentity identity = new TransactionIdentity(settings, tuning);
        TransactionalProducer<K, V> live = live(settings.name(), identity);
        if (live != null) {
            return live;
        }
        ExplainedConfig config = TransactionKafkaConfig.of(cluster, application, settings, tuning);
        watchers.guard().preflight(settings.topics());
        return create(settings, config, identity);
    }

    private synchronized <K, V> TransactionalProducer<K, V> create(
            TransactionSettings<K, V> settings, ExplainedConfig config, TransactionIdentity identity) {
        TransactionalProducer<K, V> raced = live(settings.name(), identity);
        if (raced != null) {
            return raced;
        }
        if (open.size() >= MOST_OPEN) {
            throw refusal(
                    ErrorKind.OVERLOADED,
                    settings.name(),
                    open.size() + " are open already: " + open.keySet(),
                    "share one producer per purpose, and close those that are done");
        }
        KafkaTransactionalProducer<K, V> producer = newProducer(settings, config);
        open.put(settings.name(), new Entry(identity, producer));
        return producer;
    }

    private <K, V> KafkaTransactionalProducer<K, V> newProducer(
            TransactionSettings<K, V> settings, ExplainedConfig config) {
        String clientId = settings.clientId(application);
        TransactionContext context = new TransactionContext(
                clientId,
                settings.transactionalId(application),
                settings.transactionTimeout(),
                watchers.guard(),
                listener,
                nanoClock,
                Pause.REAL,
                watchers.tracing());
        TransactionClient.Bounds bounds =
                new TransactionClient.Bounds(settings.maxBlock(), settings.finishTimeout(), nanoClock);
        Recovery recovery = new Recovery(nanoClock);
        ClientSlot slot = new ClientSlot(
                () -> new TransactionClient(clients.apply(config.toKafkaConfig()), clientId, bounds),
                recovery,
                context,
                () -> forgetClosed(settings.name()));
        FailureTexts texts = new FailureTexts(context, recovery, slot::isStopped);
        return new KafkaTransactionalProducer<>(settings, context, slot, texts, config);
    }

    // Equal serializers mean equal types of keys and values.
    @SuppressWarnings("unchecked")
    private synchronized <K, V> @Nullable TransactionalProducer<K, V> live(String name, TransactionIdentity identity) {
        if (closed) {
            throw refusal(ErrorKind.CLOSED, name, "its KafkaSdk is closed", "open it before closing the SDK");
        }
        Entry entry = open.get(name);
        if (entry == null) {
            return null;
        }
        List<String> differences = entry.identity().differences(identity);
        if (!differences.isEmpty()) {
            throw new KafkaSdkException(
                    new Diagnosis(
                            ErrorKind.MISCONFIGURED,
                            "Transactional producer '" + name + "' is open with other settings",
                            "they differ in " + String.join(", ", differences),
                            "use the same settings object, another name, or close the open one first"),
                    null);
        }
        if (entry.producer().isClosed()) {
            throw refusal(ErrorKind.CLOSED, name, "the one of this name is closing", "ask again when it has closed");
        }
        return (TransactionalProducer<K, V>) entry.producer();
    }

    private synchronized void forgetClosed(String name) {
        open.computeIfPresent(name, (same, entry) -> entry.producer().isClosed() ? null : entry);
    }

    /** Returns the client.ids of the open producers; a copy. */
    public synchronized Set<String> clientIds() {
        Set<String> clientIds = new TreeSet<>();
        open.values().forEach(entry -> clientIds.add(entry.producer().clientId()));
        return clientIds;
    }

    /** Tells the guard that declared topics are in use; a declared topic is watched for as long as its producer is open. */
    public synchronized void keepDeclaredTopics() {
        open.values().forEach(entry -> entry.identity().settings().topics().forEach(watchers.guard()::safetyOf));
    }

    /**
     * Returns the topics of which some record of an open transaction is not acknowledged for over a second: the first sign
     * of all that a partition does not take writes. Does not block; for one caller, once a second or so.
     */
    public Set<String> stalledTopics() {
        Set<String> stalled = new TreeSet<>();
        openProducers().forEach(producer -> stalled.addAll(producer.stalledTopics()));
        return stalled;
    }

    /**
     * Returns the records that producers sent again since the last call. Does not block; for one caller, once a second or
     * so.
     */
    public List<RetriedRecords> retries() {
        List<RetriedRecords> retried = new ArrayList<>();
        openProducers().forEach(producer -> retried.addAll(producer.retries()));
        return retried;
    }

    /**
     * Closes all producers at the same time. Blocks up to the timeout and 1 s. Twice is fine.
     *
     * @param timeout the longest time to wait for transactions that run
     */
    public void close(Duration timeout) {
        synchronized (this) {
            closed = true;
        }
        List<Closing> closings = new ArrayList<>();
        for (KafkaTransactionalProducer<?, ?> producer : openProducers()) {
            closings.add(Closing.start(producer.clientId(), () -> producer.close(timeout)));
        }
        Deadline deadline = Deadline.in(Deadline.bounded(timeout).plusSeconds(1));
        closings.forEach(closing -> closing.await(deadline.remaining()));
    }

    /** Returns the open producers; a copy. */
    public Collection<TransactionalProducer<?, ?>> producers() {
        return List.copyOf(openProducers());
    }

    private synchronized List<KafkaTransactionalProducer<?, ?>> openProducers() {
        List<KafkaTransactionalProducer<?, ?>> producers = new ArrayList<>();
        open.values().forEach(entry -> producers.add(entry.producer()));
        return producers;
    }

    private static KafkaSdkException refusal(ErrorKind kind, String name, String cause, String cure) {
        return new KafkaSdkException(
                new Diagnosis(kind, "Transactional producer '" + name + "' cannot be opened", cause, cure), null);
    }
}
