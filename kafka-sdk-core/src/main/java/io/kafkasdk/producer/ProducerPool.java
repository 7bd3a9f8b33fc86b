package io.kafkasdk.producer;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.KafkaClients;
import io.kafkasdk.internal.SdkThreads;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ProducerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Opens guarded producers, one per name: a client per request takes a cluster down, so asking again for a live name
 * gives the same instance.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 *
 * <p><b>Lifecycle:</b> {@link #close} closes every producer that is still open; none can be opened after it.
 *
 * <p><b>Guarantee:</b> one Kafka client per name and durability, two in a hand-over, {@value #MOST_OPEN} in all.
 */
public final class ProducerPool {

    /** How many Kafka clients can be open at once: far more than an application needs, far fewer than a leak makes. */
    public static final int MOST_OPEN = 64;

    private final String application;
    private final AcksGuard guard;
    private final ProducerFactory factory;
    private final SendTracing tracing;
    private final Map<String, Slot> open = new LinkedHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition created = lock.newCondition();
    private boolean closed;

    /**
     * Makes a pool without producers.
     *
     * @param cluster where to write
     * @param application the first part of every client.id
     * @param guard knows which topics are safe to write to
     * @param listener told of every send of every producer
     */
    public ProducerPool(ClusterSettings cluster, String application, AcksGuard guard, SendListener listener) {
        this(cluster, application, guard, listener, SendTracing.NONE);
    }

    /**
     * Makes a pool without producers.
     *
     * @param cluster where to write
     * @param application the first part of every client.id
     * @param guard knows which topics are safe to write to
     * @param listener told of every send of every producer
     * @param tracing follows the sends of producers that are not opened as {@linkplain #openUntraced untraced}
     */
    public ProducerPool(
            ClusterSettings cluster, String application, AcksGuard guard, SendListener listener, SendTracing tracing) {
        this(
                application,
                guard,
                new ProducerFactory(
                        cluster,
                        guard,
                        new QuietListener(listener),
                        new ProducerFactory.Makers(
                                config -> KafkaClients.producer(config, BytesInTransit.KEY, BytesInTransit.VALUE),
                                config -> KafkaClients.successor(config, BytesInTransit.KEY, BytesInTransit.VALUE))),
                tracing);
    }

    ProducerPool(
            ClusterSettings cluster,
            String application,
            AcksGuard guard,
            SendListener listener,
            Function<Map<String, Object>, Producer<Object, Object>> clients) {
        this(
                application,
                guard,
                new ProducerFactory(
                        cluster, guard, new QuietListener(listener), new ProducerFactory.Makers(clients, clients)),
                SendTracing.NONE);
    }

    private ProducerPool(String application, AcksGuard guard, ProducerFactory factory, SendTracing tracing) {
        this.application = application;
        this.guard = guard;
        this.factory = factory;
        this.tracing = tracing;
    }

    /** The place of a name, taken before the client is made: that resolves hosts, and must not hold up other names. */
    private record Slot(
            SettingsIdentity identity,
            @Nullable KafkaGuardedProducer<?, ?> producer,
            @Nullable ProducerTuner tuner) {}

    /**
     * Opens a producer, or returns the open one of this name. With declared topics it blocks up to 5 s to look at them,
     * and up to 3 s more to fetch their metadata, whatever maxBlock is. Besides that it blocks only while the bootstrap
     * hosts are resolved, by this call or by another one that opens the same name; other names do not wait for that.
     *
     * @param settings what the producer is for
     * @param profileDefault the tuning for settings that have none of their own
     * @throws io.kafkasdk.acks.UnsafeTopicException when the rules refuse a declared topic
     * @throws io.kafkasdk.settings.InvalidSettingsException when settings contradict each other
     * @throws KafkaSdkException when a producer of this name is open with other settings or is still closing, too many are
     *     open, the pool is closed, or Kafka refuses the configuration or cannot resolve any bootstrap host
     */
    public <K, V> GuardedProducer<K, V> open(ProducerSettings<K, V> settings, ClientTuning profileDefault) {
        return open(settings, profileDefault, tracing);
    }

    /**
     * Like {@link #open}, for records that are moved and not sent, such as dead letters: no tracer follows them or writes
     * a header, so they keep the trace that they belong to, and their size.
     */
    public <K, V> GuardedProducer<K, V> openUntraced(ProducerSettings<K, V> settings, ClientTuning profileDefault) {
        return open(settings, profileDefault, SendTracing.NONE);
    }

    private <K, V> GuardedProducer<K, V> open(
            ProducerSettings<K, V> settings, ClientTuning profileDefault, SendTracing follows) {
        ClientTuning tuning = settings.tuning() == null ? profileDefault : settings.tuning();
        SettingsIdentity identity = new SettingsIdentity(settings, tuning);
        GuardedProducer<K, V> live = live(settings.name(), identity);
        if (live != null) {
            return live;
        }
        ProducerFactory.Plan<K, V> plan = factory.plan(application + "." + settings.name(), settings, tuning, follows);
        guard.preflight(settings.topics());
        GuardedProducer<K, V> producer = create(plan, identity, factory::make);
        warm(producer, settings.topics());
        return producer;
    }

    /**
     * Like {@link #open}, but does not wait for declared topics: {@link Preflight} looks at them, or the first use does.
     * Blocks only while the bootstrap hosts are resolved; where none resolves, sends fail until one does.
     */
    public <K, V> GuardedProducer<K, V> openAtOnce(ProducerSettings<K, V> settings, ClientTuning profileDefault) {
        ClientTuning tuning = settings.tuning() == null ? profileDefault : settings.tuning();
        SettingsIdentity identity = new SettingsIdentity(settings, tuning);
        GuardedProducer<K, V> live = live(settings.name(), identity);
        return live == null
                ? create(
                        factory.plan(application + "." + settings.name(), settings, tuning, tracing),
                        identity,
                        factory::makeAtOnce)
                : live;
    }

    /** Fetches the metadata of topics that the guard could read. Blocks up to 3 s. */
    void warm(GuardedProducer<?, ?> producer, Collection<String> topics) {
        WarmUp.run(guard, producer, topics);
    }

    private <K, V> GuardedProducer<K, V> create(
            ProducerFactory.Plan<K, V> plan,
            SettingsIdentity identity,
            BiFunction<ProducerFactory.Plan<K, V>, Runnable, KafkaGuardedProducer<K, V>> maker) {
        String name = plan.settings().name();
        lock.lock();
        try {
            GuardedProducer<K, V> raced = live(name, identity);
            if (raced != null) {
                return raced;
            }
            checkRoom(name);
            open.put(name, new Slot(identity, null, null));
        } finally {
            lock.unlock();
        }
        try {
            KafkaGuardedProducer<K, V> producer = maker.apply(plan, () -> forget(name));
            fill(name, new Slot(identity, producer, factory.tuner(plan, producer)));
            return producer;
        } catch (RuntimeException | Error e) {
            forget(name);
            throw e;
        }
    }

    /** Puts a new producer into its place, or closes it where the pool was closed meanwhile. */
    private void fill(String name, Slot slot) {
        boolean late;
        lock.lock();
        try {
            late = closed;
            open.put(name, slot);
            created.signalAll();
        } finally {
            lock.unlock();
        }
        if (late && slot.producer() != null) {
            slot.producer().close(Duration.ZERO);
            throw PoolRefusals.poolClosed(name);
        }
    }

    private void checkRoom(String name) {
        if (closed) {
            throw PoolRefusals.poolClosed(name);
        }
        // With two Kafka clients to a producer, half as many may be open.
        if ((open.size() + 1) * factory.clientsPerProducer() > MOST_OPEN) {
            throw PoolRefusals.full(name, open.keySet(), factory.clientsPerProducer());
        }
    }

    // Equal serializers mean equal types of keys and values.
    @SuppressWarnings("unchecked")
    private <K, V> @Nullable GuardedProducer<K, V> live(String name, SettingsIdentity identity) {
        lock.lock();
        try {
            Slot slot = open.get(name);
            while (slot != null && slot.producer() == null) {
                created.awaitUninterruptibly();
                slot = open.get(name);
            }
            if (slot == null) {
                return null;
            }
            List<String> differences = slot.identity().differences(identity);
            if (!differences.isEmpty()) {
                throw PoolRefusals.otherSettings(name, differences);
            }
            KafkaGuardedProducer<?, ?> producer = slot.producer();
            if (producer != null && producer.isClosed()) {
                throw PoolRefusals.closing(name);
            }
            return (GuardedProducer<K, V>) producer;
        } finally {
            lock.unlock();
        }
    }

    private void forget(String name) {
        lock.lock();
        try {
            open.remove(name);
            created.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the open producers; a copy. */
    public Collection<GuardedProducer<?, ?>> producers() {
        return List.copyOf(openProducers());
    }

    /** Returns the open producers for their tuner; of one producer it is the same object each time. A copy. */
    public List<TunableProducer> tunables() {
        return List.copyOf(tuners());
    }

    private List<ProducerTuner> tuners() {
        lock.lock();
        try {
            return open.values().stream()
                    .map(Slot::tuner)
                    .filter(Objects::nonNull)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the client.ids of the open producers; a copy. */
    public Set<String> clientIds() {
        Set<String> clientIds = new TreeSet<>();
        openProducers().forEach(producer -> clientIds.add(producer.clientId()));
        return clientIds;
    }

    /**
     * Returns the records that producers sent again since the last call: the first sign that a partition does not take
     * writes, long before a send fails. Does not block; for one caller, once a second or so. Also tells the guard that the
     * declared topics are still in use.
     */
    public List<RetriedRecords> retries() {
        keepDeclaredTopics();
        List<RetriedRecords> retried = new ArrayList<>();
        openProducers().forEach(producer -> retried.addAll(producer.clients().retries()));
        return retried;
    }

    /**
     * Returns the topics of which some record is under way for over a second: the first sign of all that a partition does
     * not take writes. Does not block; for one caller, once a second or so.
     */
    public Set<String> stalledTopics() {
        long now = System.nanoTime();
        Set<String> stalled = new TreeSet<>();
        openProducers().forEach(producer -> stalled.addAll(producer.lanes().stalled(now)));
        return stalled;
    }

    /**
     * Counts the records that the leader alone acknowledged and that consumers do not see yet, and tells the listener what
     * changed. Blocks as long as the question for the watermarks does, and only where there is such a record; for one
     * caller, once a second or so.
     *
     * @param watermarks asks the cluster for the ends of partitions that consumers see, once for each producer; those it
     *     cannot tell are absent, and where it throws a KafkaSdkException the producer's counts stay as they are
     * @return the topics that have such records
     */
    public Set<String> countInvisible(Function<Collection<TopicPartition>, Map<TopicPartition, Long>> watermarks) {
        Set<String> topics = new TreeSet<>();
        for (KafkaGuardedProducer<?, ?> producer : openProducers()) {
            List<TopicPartition> partitions = producer.lanes().ledByOne();
            try {
                producer.tellInvisible(partitions.isEmpty() ? Map.of() : watermarks.apply(partitions));
            } catch (KafkaSdkException unreadable) {
                // Its count stays until the cluster tells, and the other producers get theirs.
            }
            topics.addAll(producer.lanes().withInvisible());
            producer.lanes().forgetIdle(System.nanoTime());
        }
        return topics;
    }

    /**
     * Looks at the Kafka clients of all producers, and has those replaced that never send again. Does not block; for one
     * caller, once a second or so.
     */
    public void replaceLostClients() {
        tuners().forEach(ProducerTuner::tick);
        openProducers().forEach(producer -> producer.clients().look());
    }

    /** A declared topic is watched for as long as its producer is open, written to or not. */
    private void keepDeclaredTopics() {
        Set<String> declared = new TreeSet<>();
        lock.lock();
        try {
            open.values()
                    .forEach(slot -> declared.addAll(slot.identity().settings().topics()));
        } finally {
            lock.unlock();
        }
        declared.forEach(guard::safetyOf);
    }

    private List<KafkaGuardedProducer<?, ?>> openProducers() {
        lock.lock();
        try {
            List<KafkaGuardedProducer<?, ?>> producers = new ArrayList<>();
            for (Slot slot : open.values()) {
                if (slot.producer() != null) {
                    producers.add(slot.producer());
                }
            }
            return producers;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes all producers at the same time, so that one whose brokers are gone does not use up the time of the others.
     * Blocks up to the timeout and 1 s. Twice is fine.
     *
     * @param timeout the longest time to wait for records on their way
     */
    public void close(Duration timeout) {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        List<Thread> closers = new ArrayList<>();
        for (KafkaGuardedProducer<?, ?> producer : openProducers()) {
            Thread closer = SdkThreads.newThread("close", producer.clientId(), () -> producer.close(timeout));
            closer.start();
            closers.add(closer);
        }
        Deadline deadline = Deadline.in(Deadline.bounded(timeout).plusSeconds(1));
        closers.forEach(closer -> WarmUp.join(closer, deadline));
    }
}
