package io.kafkasdk.metrics;

import io.kafkasdk.acks.VerdictListener;
import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.producer.SendListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The Micrometer view of producers, consumers, lag and verdicts: listens to what they publish and registers the meters of
 * {@link MeterNames}.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 *
 * <p><b>Lifecycle:</b> {@link #close()} removes every meter that it registered, and only those.
 */
public final class KafkaSdkMetrics implements AutoCloseable {

    private static final int MOST_TOPICS = 200;
    private static final String PRODUCER = "producer";

    private final MeterSet meters;
    private final SendMeters sends;
    private final ConsumerMeters consumers;
    private final VerdictMeters verdicts;
    private final Map<String, Gauge> clients = new ConcurrentHashMap<>();

    /**
     * Prepares the view; meters appear with the first event.
     *
     * @param registry where they go
     * @param cluster the alias of the cluster, a tag of every meter
     * @param liveConsumers those whose lag is read when the registry asks
     */
    public KafkaSdkMetrics(
            MeterRegistry registry, String cluster, Supplier<? extends Collection<ManagedConsumer>> liveConsumers) {
        TopicCap topics = new TopicCap(MOST_TOPICS);
        this.meters = new MeterSet(registry, cluster);
        this.sends = new SendMeters(meters, topics);
        this.consumers = new ConsumerMeters(meters, topics, liveConsumers);
        this.verdicts = new VerdictMeters(meters, topics);
    }

    /** Returns what producers tell their sends to. */
    public SendListener sends() {
        return sends;
    }

    /** Returns what consumers tell their work to. */
    public ConsumerListener consumers() {
        return consumers;
    }

    /** Returns what the guard tells its verdicts to. */
    public VerdictListener verdicts() {
        return verdicts;
    }

    /**
     * Registers the constant that tells which client runs with which versions.
     *
     * @param clientId the client.id
     * @param kind {@code producer}, {@code transactional-producer} or {@code consumer}
     * @param group the consumer group, empty for producers
     */
    public synchronized void clientOpened(String clientId, String kind, String group) {
        if (kind.equals(PRODUCER)) {
            sends.opened(clientId);
        }
        clients.computeIfAbsent(
                clientId,
                id -> meters.gauge(MeterNames.INFO, () -> 1, id, kind, group, Versions.sdk(), Versions.kafkaClients()));
    }

    /**
     * Removes the series of clients that were closed; to be called now and then. A client that is registered meanwhile
     * waits until this is done, so that a list made before does not remove its series.
     *
     * @param openClients tells the client.ids that are open now; those that were registered before are among them
     */
    public synchronized void retainClients(Supplier<Set<String>> openClients) {
        Set<String> clientIds = openClients.get();
        meters.retain(clients, clientIds);
        sends.retain(clientIds);
    }

    /** Removes all meters. Twice is fine. */
    @Override
    public void close() {
        meters.close();
    }
}
