package io.kafkasdk.transaction;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.KafkaClients;
import io.kafkasdk.internal.SdkThreads;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.TransactionSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ListSerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
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
    private final AcksGuard guard;
    private final Function<Map<String, Object>, Producer<byte[], byte[]>> clients;
    private final LongSupplier nanoClock;
    private final Map<String, Entry> open = new LinkedHashMap<>();
    private boolean closed;

    /**
     * Makes a pool without producers.
     *
     * @param cluster where to write
     * @param application the first part of every client.id and transactional.id
     * @param guard knows which topics are safe to write to
     */
    public TransactionPool(ClusterSettings cluster, String application, AcksGuard guard) {
        this(cluster, application, guard, KafkaClients::producer, System::nanoTime);
    }

    TransactionPool(
            ClusterSettings cluster,
            String application,
            AcksGuard guard,
            Function<Map<String, Object>, Producer<byte[], byte[]>> clients,
            LongSupplier nanoClock) {
        this.cluster = cluster;
        this.application = application;
        this.guard = guard;
        this.clients = clients;
        this.nanoClock = nanoClock;
    }

    /** An open producer, and what tells whether another request asks for the same. */
    private record Entry(List<Object> identity, List<String> topics, KafkaTransactionalProducer<?, ?> producer) {}

    /**
     * Opens a producer, or returns the open one of this name. Blocks up to 5 s to look at declared topics; connects with
     * the first transaction.
     *
     * @param settings what the producer is for
     * @param profileDefault the tuning for settings that have none of their own
     * @throws io.kafkasdk.acks.UnsafeTopicException when the rules refuse a declared topic
     * @throws KafkaSdkException when a producer of this name is open with other settings or is still closing, too many are
     *     open, or the pool is closed
     */
    public <K, V> TransactionalProducer<K, V> open(TransactionSettings<K, V> settings, ClientTuning profileDefault) {
        ClientTuning tuning = settings.tuning() == null ? profileDefault : settings.tuning();
        List<Object> identity = identity(settings, tuning);
        TransactionalProducer<K, V> live = live(settings.name(), identity);
        if (live != null) {
            return live;
        }
        guard.preflight(settings.topics());
        return create(settings, tuning, identity);
    }

    private synchronized <K, V> TransactionalProducer<K, V> create(
            TransactionSettings<K, V> settings, ClientTuning tuning, List<Object> identity) {
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
        KafkaTransactionalProducer<K, V> producer = newProducer(settings, tuning);
        open.put(settings.name(), new Entry(identity, settings.topics(), producer));
        return producer;
    }

    private <K, V> KafkaTransactionalProducer<K, V> newProducer(
            TransactionSettings<K, V> settings, ClientTuning tuning) {
        Map<String, Object> config = TransactionKafkaConfig.of(cluster, application, settings, tuning);
        TransactionContext context = new TransactionContext(
                application + "." + settings.name(),
                settings.transactionalId(application),
                settings.transactionTimeout(),
                guard,
                nanoClock);
        TransactionClient.Bounds bounds =
                new TransactionClient.Bounds(settings.maxBlock(), settings.finishTimeout(), nanoClock);
        Recovery recovery = new Recovery(nanoClock);
        ClientSlot slot = new ClientSlot(() -> new TransactionClient(clients.apply(config), bounds), recovery);
        FailureTexts texts = new FailureTexts(context, recovery, slot::isStopped);
        return new KafkaTransactionalProducer<>(settings, context, slot, texts, () -> forgetClosed(settings.name()));
    }

    // Equal serializers mean equal types of keys and values.
    @SuppressWarnings("unchecked")
    private synchronized <K, V> @Nullable TransactionalProducer<K, V> live(String name, List<Object> identity) {
        if (closed) {
            throw refusal(ErrorKind.CLOSED, name, "its KafkaSdk is closed", "open it before closing the SDK");
        }
        Entry entry = open.get(name);
        if (entry == null) {
            return null;
        }
        if (!entry.identity().equals(identity)) {
            throw refusal(
                    ErrorKind.MISCONFIGURED,
                    name,
                    "one of this name is open with other settings",
                    "use the same settings object, another name, or close the open one first");
        }
        if (entry.producer().isClosed()) {
            throw refusal(ErrorKind.CLOSED, name, "the one of this name is closing", "ask again when it has closed");
        }
        return (TransactionalProducer<K, V>) entry.producer();
    }

    /** A producer may report its end twice, the second time when its successor is open. */
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
        open.values().forEach(entry -> entry.topics().forEach(guard::safetyOf));
    }

    /**
     * Closes all producers at the same time. Blocks up to the timeout and 1 s. Twice is fine.
     *
     * @param timeout the longest time to wait for transactions that run
     */
    public void close(Duration timeout) {
        List<Thread> closers = new ArrayList<>();
        for (KafkaTransactionalProducer<?, ?> producer : closing()) {
            Thread closer = SdkThreads.newThread("close", producer.clientId(), () -> producer.close(timeout));
            closer.start();
            closers.add(closer);
        }
        Deadline deadline = Deadline.in(timeout.plusSeconds(1));
        for (Thread closer : closers) {
            try {
                closer.join(Math.max(1, deadline.remaining().toMillis()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized List<KafkaTransactionalProducer<?, ?>> closing() {
        closed = true;
        List<KafkaTransactionalProducer<?, ?>> producers = new ArrayList<>();
        open.values().forEach(entry -> producers.add(entry.producer()));
        return producers;
    }

    private static List<Object> identity(TransactionSettings<?, ?> settings, ClientTuning tuning) {
        return List.of(
                identity(settings.keySerializer()),
                identity(settings.valueSerializer()),
                settings.instance(),
                settings.topics(),
                settings.transactionTimeout(),
                settings.deliveryTimeout(),
                settings.maxBlock(),
                settings.finishTimeout(),
                tuning,
                settings.kafkaOverrides());
    }

    /** Kafka's own serializers have no equals, but two of one class do the same; all but the one for lists. */
    private static Object identity(Serializer<?> serializer) {
        boolean kafkas =
                StringSerializer.class.getPackage().equals(serializer.getClass().getPackage());
        return kafkas && !(serializer instanceof ListSerializer<?>) ? serializer.getClass() : serializer;
    }

    private static KafkaSdkException refusal(ErrorKind kind, String name, String cause, String cure) {
        return new KafkaSdkException(
                new Diagnosis(kind, "Transactional producer '" + name + "' cannot be opened", cause, cure), null);
    }
}
