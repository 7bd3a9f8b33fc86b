package io.kafkasdk.producer;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.ExplainedConfig;
import io.kafkasdk.internal.KafkaClients;
import io.kafkasdk.internal.SdkThreads;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ProducerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Opens guarded producers, one per name: a client per request takes a cluster down, so asking again for a live name
 * gives the same instance.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 *
 * <p><b>Lifecycle:</b> {@link #close} closes every producer that is still open; none can be opened after it.
 *
 * <p><b>Guarantee:</b> never more than one open Kafka client per name, nor more than {@value #MOST_OPEN} in all.
 */
public final class ProducerPool {

    /** How many producers can be open at once: far more than an application needs, far fewer than a leak makes. */
    public static final int MOST_OPEN = 64;

    private static final Duration WARM_UP = Duration.ofSeconds(3);

    private final ClusterSettings cluster;
    private final String application;
    private final AcksGuard guard;
    private final QuietListener listener;
    private final Function<Map<String, Object>, Producer<byte[], byte[]>> clients;
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
        this(cluster, application, guard, listener, KafkaClients::producer);
    }

    ProducerPool(
            ClusterSettings cluster,
            String application,
            AcksGuard guard,
            SendListener listener,
            Function<Map<String, Object>, Producer<byte[], byte[]>> clients) {
        this.clients = clients;
        this.cluster = cluster;
        this.application = application;
        this.guard = guard;
        this.listener = new QuietListener(listener);
    }

    /** The place of a name, taken before the client is made: that resolves hosts, and must not hold up other names. */
    private record Slot(SettingsIdentity identity, @Nullable KafkaGuardedProducer<?, ?> producer) {}

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
        ClientTuning tuning = settings.tuning() == null ? profileDefault : settings.tuning();
        SettingsIdentity identity = new SettingsIdentity(settings, tuning);
        GuardedProducer<K, V> live = live(settings.name(), identity);
        if (live != null) {
            return live;
        }
        String clientId = application + "." + settings.name();
        ExplainedConfig config = ProducerKafkaConfig.of(cluster, clientId, settings, tuning);
        guard.preflight(settings.topics());
        return warmed(create(settings, identity, config), settings.topics());
    }

    private <K, V> GuardedProducer<K, V> create(
            ProducerSettings<K, V> settings, SettingsIdentity identity, ExplainedConfig config) {
        lock.lock();
        try {
            GuardedProducer<K, V> raced = live(settings.name(), identity);
            if (raced != null) {
                return raced;
            }
            checkRoom(settings.name());
            open.put(settings.name(), new Slot(identity, null));
        } finally {
            lock.unlock();
        }
        try {
            KafkaGuardedProducer<K, V> producer = newProducer(settings, config);
            fill(settings.name(), new Slot(identity, producer));
            return producer;
        } catch (RuntimeException | Error e) {
            forget(settings.name());
            throw e;
        }
    }

    private <K, V> KafkaGuardedProducer<K, V> newProducer(ProducerSettings<K, V> settings, ExplainedConfig config) {
        String clientId = config.text(ProducerConfig.CLIENT_ID_CONFIG, application);
        SendContext context = new SendContext(clientId, guard, listener, new FailureDesk(guard, clientId));
        return new KafkaGuardedProducer<>(
                clients.apply(config.toKafkaConfig()), settings, config, context, () -> forget(settings.name()));
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
        if (open.size() >= MOST_OPEN) {
            throw PoolRefusals.full(name, open.keySet());
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

    private <K, V> GuardedProducer<K, V> warmed(GuardedProducer<K, V> producer, List<String> topics) {
        // Where the guard could not read the topic, waiting for its metadata would be in vain.
        List<String> readable = topics.stream()
                .filter(topic -> guard.safetyOf(topic).facts() != null)
                .toList();
        if (!readable.isEmpty() && producer instanceof KafkaGuardedProducer<K, V> kafka) {
            // Each topic may take maxBlock, which is the user's; a thread of its own can be left behind.
            Thread warmer = SdkThreads.newThread("warm", producer.clientId(), () -> warm(kafka, readable));
            warmer.start();
            if (!join(warmer, Deadline.in(WARM_UP))) {
                warmer.interrupt();
            }
        }
        return producer;
    }

    private static void warm(KafkaGuardedProducer<?, ?> producer, List<String> topics) {
        for (String topic : topics) {
            if (!producer.warm(topic)) {
                return;
            }
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

    /** Returns the client.ids of the open producers; a copy. */
    public Set<String> clientIds() {
        Set<String> clientIds = new TreeSet<>();
        openProducers().forEach(producer -> clientIds.add(producer.clientId()));
        return clientIds;
    }

    /**
     * Returns the topics for which some producer had to repeat a request since the last call: the first sign that a
     * partition does not take writes, long before a send fails. Does not block; for one caller, once a second or so. Also tells
     * the guard that the declared topics are still in use.
     */
    public Set<String> retriedTopics() {
        keepDeclaredTopics();
        Set<String> retried = new TreeSet<>();
        openProducers().forEach(producer -> retried.addAll(producer.retriedTopics()));
        return retried;
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
        Deadline deadline = Deadline.in(KafkaGuardedProducer.bounded(timeout).plusSeconds(1));
        closers.forEach(closer -> join(closer, deadline));
    }

    /** Returns whether the thread ended in time. */
    private static boolean join(Thread thread, Deadline deadline) {
        try {
            thread.join(Math.max(1, deadline.remaining().toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
