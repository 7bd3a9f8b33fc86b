package io.kafkasdk.metrics;

import io.kafkasdk.acks.VerdictListener;
import io.kafkasdk.cluster.CallListener;
import io.kafkasdk.cluster.GroupSnapshot;
import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.GroupConsumer;
import io.kafkasdk.producer.SendListener;
import io.kafkasdk.transaction.TransactionListener;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

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

    private final MeterSet meters;
    private final SendMeters sends;
    private final ConsumerMeters consumers;
    private final VerdictMeters verdicts;
    private final GroupMeters groups;
    private final ClientMeters clients;
    private final TransactionMeters transactions;
    private final MonitorMeters calls;
    private final ExporterMeters exporter;

    /**
     * Prepares the view; meters appear with the first event.
     *
     * @param registry where they go
     * @param cluster the alias of the cluster, a tag of every meter
     * @param options what is metered beside the figures that are always there
     * @param liveConsumers those whose lag is read when the registry asks
     */
    public KafkaSdkMetrics(
            MeterRegistry registry,
            String cluster,
            MetricsOptions options,
            Supplier<? extends Collection<? extends GroupConsumer>> liveConsumers) {
        Clock clock = registry.config().clock();
        TopicCap topics = new TopicCap(MOST_TOPICS);
        this.meters = new MeterSet(registry, cluster, options.hasHistograms());
        CircuitStates circuits = new CircuitStates(meters);
        LiveLags lags = new LiveLags(liveConsumers, topics, clock::monotonicTime);
        PartitionGauges partitions =
                new PartitionGauges(options.granularity(), meters, topics, lags, clock::monotonicTime);
        this.sends = new SendMeters(meters, topics, circuits);
        this.consumers = new ConsumerMeters(
                meters,
                topics,
                new ConsumerMeters.Parts(
                        new MemberMeters(meters, lags),
                        new TopicGauges(meters, topics, lags, partitions),
                        new CircuitGauges(circuits, lags)),
                clock::wallTime);
        this.verdicts = new VerdictMeters(meters, topics, sends);
        this.groups = new GroupMeters(meters, topics);
        this.clients = new ClientMeters(meters, options.clientMetrics());
        this.transactions = new TransactionMeters(sends);
        this.calls = new MonitorMeters(meters);
        this.exporter = new ExporterMeters(
                meters,
                topics,
                options.hasKafkaExporterNames()
                        ? new OwnFigures(liveConsumers, groups::latest)
                        : ExporterSource.NOTHING);
    }

    /** Returns what producers tell their sends to. */
    public SendListener sends() {
        return sends;
    }

    /** Returns what producers of the application's own tell their sends to. */
    public SendListener adoptedSends() {
        return new AdoptedSendMeters(sends);
    }

    /** Returns what consumers tell their work to. */
    public ConsumerListener consumers() {
        return consumers;
    }

    /** Returns what the guard tells its verdicts to. */
    public VerdictListener verdicts() {
        return verdicts;
    }

    /** Returns what transactional producers tell their records to. */
    public TransactionListener transactions() {
        return transactions;
    }

    /** Returns what looks at the cluster are told to. */
    public CallListener calls() {
        return calls;
    }

    /**
     * Shows what the brokers say of whole groups.
     *
     * @param seen the groups that this process tells about; the series of all others go
     */
    public void groupsSeen(Collection<GroupSnapshot> seen) {
        groups.seen(seen);
    }

    /**
     * Registers a guarded producer; otherwise as {@link #clientOpened(String, String, String, Supplier)}.
     *
     * @param clientId the client.id
     * @param inFlight its records under way, live
     * @param kafkaMetrics the figures of its Kafka client, live
     */
    public synchronized void producerOpened(
            String clientId,
            Supplier<Number> inFlight,
            Supplier<? extends Map<MetricName, ? extends Metric>> kafkaMetrics) {
        sends.opened(clientId, inFlight);
        clients.opened(new OpenClient(OpenClient.PRODUCER, clientId), kafkaMetrics);
    }

    /**
     * Registers a client of which no figures of a Kafka client are read; otherwise as
     * {@link #clientOpened(String, String, String, Supplier)}.
     */
    public void clientOpened(String clientId, String kind, String group) {
        clientOpened(clientId, kind, group, Map::of);
    }

    /**
     * Registers what is told of each client: with which versions it runs, and figures of its Kafka client.
     *
     * @param clientId the client.id
     * @param kind one of the constants of {@link OpenClient}, but for a guarded producer
     * @param group the consumer group, empty for producers
     * @param kafkaMetrics the figures of its Kafka client, live
     */
    public synchronized void clientOpened(
            String clientId,
            String kind,
            String group,
            Supplier<? extends Map<MetricName, ? extends Metric>> kafkaMetrics) {
        switch (kind) {
            case OpenClient.TRANSACTIONAL_PRODUCER -> sends.openedTransactional(clientId);
            case OpenClient.ADOPTED_PRODUCER -> sends.openedAdopted(clientId);
            case OpenClient.CONSUMER, OpenClient.ADOPTED_CONSUMER -> consumers.opened(clientId, group);
            default -> {}
        }
        clients.opened(new OpenClient(kind, clientId, group), kafkaMetrics);
    }

    /**
     * Removes the series of clients and groups that were closed, and renews those that come and go with partitions; to be
     * called every few seconds. A client that is registered meanwhile waits until this is done, so that a list made before
     * does not remove its series. Where {@link MetricsOptions.ClientMetrics#ALL} is wanted, it blocks up to 1 s for the last
     * look of each closed client, mostly not at all, and nobody waits for that.
     *
     * @param openClients tells the clients that are open now; those that were registered before are among them
     */
    public void retainClients(Supplier<Set<OpenClient>> openClients) {
        Map<OpenClient, AllFigures> gone = new HashMap<>();
        try {
            synchronized (this) {
                retain(openClients.get(), gone);
            }
        } finally {
            gone.values().forEach(AllFigures::close);
            synchronized (this) {
                clients.left(gone.keySet());
            }
        }
    }

    private void retain(Set<OpenClient> open, Map<OpenClient, AllFigures> gone) {
        gone.putAll(clients.retain(open));
        sends.retain(open.stream()
                .filter(OpenClient::isProducer)
                .map(OpenClient::clientId)
                .collect(Collectors.toSet()));
        consumers.retain(clients.groups(), open);
        exporter.renew();
    }

    /** Removes all meters. Twice is fine. */
    @Override
    public void close() {
        synchronized (this) {
            clients.close();
        }
        meters.close();
    }
}
