package io.kafkasdk;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.cluster.AccessCures;
import io.kafkasdk.cluster.BootstrapProbe;
import io.kafkasdk.cluster.ClusterInspector;
import io.kafkasdk.cluster.GroupInspector;
import io.kafkasdk.consumer.AdoptedConsumers;
import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.ConsumerPool;
import io.kafkasdk.consumer.GroupConsumer;
import io.kafkasdk.deadletter.DeadLetterReplay;
import io.kafkasdk.deadletter.DeadLetterWriter;
import io.kafkasdk.events.EventLog;
import io.kafkasdk.internal.ClusterConfig;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.MonitorThread;
import io.kafkasdk.internal.SharedAdmin;
import io.kafkasdk.metrics.KafkaSdkMetrics;
import io.kafkasdk.metrics.MetricsOptions;
import io.kafkasdk.metrics.OpenClient;
import io.kafkasdk.producer.AdoptedProducers;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.producer.Preflight;
import io.kafkasdk.producer.ProducerPool;
import io.kafkasdk.producer.SendListener;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.share.SharePool;
import io.kafkasdk.tracing.KafkaSdkTracing;
import io.kafkasdk.transaction.TransactionPool;
import io.kafkasdk.tuning.TuningAdvisor;
import io.kafkasdk.tuning.TuningOptions;
import io.kafkasdk.tuning.TuningProfile;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.jspecify.annotations.Nullable;

/** All that one {@link KafkaSdk} owns, wired; closed in reverse order of use. */
final class Assembly {

    private static final Duration VERDICT_REFRESH = Duration.ofSeconds(60);
    private static final Duration WRITE_LOOK = Duration.ofSeconds(1);
    private static final Duration LAG_REFRESH = Duration.ofSeconds(1);
    private static final Duration LAG_LOOK = Duration.ofSeconds(5);

    private final ClusterSettings cluster;
    private final KafkaSdkMetrics metrics;
    private final EventLog events;
    private final SharedAdmin admin;
    private final MonitorThread monitor;
    private final ClusterInspector inspector;
    private final AcksGuard guard;
    private final Writers writers;
    private final Readers readers;
    private final AtomicBoolean watching = new AtomicBoolean();

    Assembly(
            Identity identity,
            Rules rules,
            Metering metering,
            KafkaSdkTracing tracing,
            Listeners applicationListeners) {
        String application = identity.application();
        this.cluster = identity.cluster();
        this.metrics = new KafkaSdkMetrics(metering.registry(), cluster(), metering.options(), this::allConsumers);
        this.events = new EventLog(cluster(), System::nanoTime);
        Listeners listeners = applicationListeners.and(events).and(metrics);
        this.admin = new SharedAdmin(identity.adminConfig());
        this.monitor = new MonitorThread(application);
        this.inspector = new ClusterInspector(
                admin, new BootstrapProbe(identity.cluster()), ClusterInspector.LONGEST_CALL, metrics.calls());
        this.guard = new AcksGuard(inspector, rules.acks(), listeners.verdicts(), monitor, System::nanoTime);
        this.writers = writers(identity, rules.tuningOr(TuningOptions.DEFAULT), listeners, tracing);
        this.readers = readers(identity, listeners.ofConsumers(), tracing);
    }

    private Writers writers(Identity identity, TuningOptions tuning, Listeners listeners, KafkaSdkTracing tracing) {
        SendListener listener = listeners.ofSends();
        ClusterSettings cluster = identity.cluster();
        String application = identity.application();
        ProducerPool producers = new ProducerPool(cluster, application, guard, listener, tracing.sends());
        TransactionPool transactions = new TransactionPool(
                cluster, application, new TransactionPool.Watchers(guard, metrics.transactions(), tracing.sends()));
        AdoptedProducers adopted = new AdoptedProducers(
                guard,
                listeners.ofAdoptedSends(metrics.adoptedSends()),
                opened ->
                        metrics.clientOpened(opened.clientId(), OpenClient.ADOPTED_PRODUCER, "", opened::kafkaMetrics));
        return new Writers(
                producers,
                transactions,
                adopted,
                WriteWatch.of(producers, transactions, guard, inspector, listener),
                new Preflight(application, guard, inspector::unreachable),
                new TuningAdvisor(application, tuning, producers::tunables, guard::factsOf, events.tuning()));
    }

    private Readers readers(Identity identity, ConsumerListener listener, KafkaSdkTracing tracing) {
        ClusterSettings cluster = identity.cluster();
        String application = identity.application();
        ConsumerPool consumers = new ConsumerPool(
                cluster,
                application,
                listener,
                new ConsumerPool.Surroundings(
                        this::deadLetters,
                        () -> inspector.features(ClusterInspector.LONGEST_CALL),
                        inspector::topicIds,
                        tracing.handlers()));
        return new Readers(
                consumers,
                new AdoptedConsumers(
                        listener,
                        opened -> metrics.clientOpened(
                                opened.clientId(), OpenClient.ADOPTED_CONSUMER, opened.group(), opened::kafkaMetrics)),
                new GroupWatch(
                        consumers,
                        new GroupInspector(admin, new AccessCures(cluster.security()), metrics.calls()),
                        metrics::groupsSeen),
                new SharePool(
                        cluster,
                        application,
                        listener,
                        new SharePool.Surroundings(admin, this::deadLetters, tracing.handlers())),
                new DeadLetterReplay(cluster, application));
    }

    /**
     * What is done about topics and settings.
     *
     * @param tuning null for what fits the profile
     */
    record Rules(AcksRules acks, @Nullable TuningOptions tuning) {

        /** Returns them for clients of this profile. */
        Rules of(TuningProfile profile) {
            return new Rules(acks, tuningOr(TuningOptions.DEFAULT.goal(profile.goal())));
        }

        TuningOptions tuningOr(TuningOptions otherwise) {
            return tuning == null ? otherwise : tuning;
        }
    }

    /** Where the meters go, and which. */
    record Metering(MeterRegistry registry, MetricsOptions options) {}

    /** All that writes. */
    private record Writers(
            ProducerPool producers,
            TransactionPool transactions,
            AdoptedProducers adopted,
            WriteWatch watch,
            Preflight preflight,
            TuningAdvisor tuning) {}

    /** All that reads. */
    private record Readers(
            ConsumerPool consumers,
            AdoptedConsumers adopted,
            GroupWatch groups,
            SharePool shares,
            DeadLetterReplay replays) {}

    /** Who we are, and where. */
    record Identity(ClusterSettings cluster, String application) {

        Map<String, Object> adminConfig() {
            Map<String, Object> config = ClusterConfig.of(cluster);
            config.put(CommonClientConfigs.CLIENT_ID_CONFIG, application + ".admin");
            // With "rebootstrap", the default, an Admin that reaches no broker starts over in a tight loop: over a
            // thousand log lines and rebuilt caches a second (seen with 4.4.0).
            config.putIfAbsent(
                    CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, MetadataRecoveryStrategy.NONE.name);
            return config;
        }
    }

    private DeadLetterWriter deadLetters(String group) {
        return new DeadLetterWriter(group, () -> {
            GuardedProducer<byte[], byte[]> producer = writers.producers()
                    .openUntraced(DeadLetterWriter.producerSettings(group), TuningProfile.BALANCED.producer());
            metrics.producerOpened(producer.clientId(), producer::inFlight, producer::kafkaMetrics);
            return producer;
        });
    }

    String cluster() {
        return cluster.name();
    }

    List<String> bootstrapServers() {
        return cluster.bootstrapServers();
    }

    KafkaSdkMetrics metrics() {
        return metrics;
    }

    ClusterInspector inspector() {
        return inspector;
    }

    AcksGuard guard() {
        return guard;
    }

    ProducerPool producers() {
        return writers.producers();
    }

    Preflight preflight() {
        return writers.preflight();
    }

    TuningAdvisor tuning() {
        return writers.tuning();
    }

    TransactionPool transactions() {
        return writers.transactions();
    }

    ConsumerPool consumers() {
        return readers.consumers();
    }

    AdoptedProducers adoptedProducers() {
        return writers.adopted();
    }

    AdoptedConsumers adoptedConsumers() {
        return readers.adopted();
    }

    private Collection<GroupConsumer> allConsumers() {
        List<GroupConsumer> all = new ArrayList<>(readers.consumers().consumers());
        all.addAll(readers.adopted().consumers());
        return all;
    }

    GroupWatch groups() {
        return readers.groups();
    }

    SharePool shares() {
        return readers.shares();
    }

    DeadLetterReplay replays() {
        return readers.replays();
    }

    /** Starts the periodic looks at verdicts, writes, and lag that no fetch confirms; does nothing the second time. */
    void watch() {
        if (watching.compareAndSet(false, true)) {
            monitor.every(VERDICT_REFRESH, guard::refresh);
            monitor.every(WRITE_LOOK, writers.producers()::replaceLostClients);
            monitor.every(WRITE_LOOK, writers.watch()::look);
            monitor.every(WRITE_LOOK, writers.tuning()::look);
            monitor.every(WRITE_LOOK, writers.transactions()::keepDeclaredTopics);
            monitor.every(LAG_REFRESH, () -> readers.consumers().refreshLag(new InspectedLogs(inspector)));
            monitor.every(LAG_REFRESH, () -> readers.adopted().refreshLag(new InspectedLogs(inspector)));
            monitor.every(LAG_LOOK, readers.consumers()::lookAtLag);
            monitor.every(LAG_LOOK, readers.adopted()::lookAtLag);
            monitor.every(WRITE_LOOK, readers.consumers()::lookForStalls);
            monitor.every(GroupWatch.INTERVAL, readers.groups()::look);
            monitor.every(LAG_LOOK, readers.groups()::forget);
            monitor.every(WRITE_LOOK, events::writeDue);
            monitor.every(LAG_LOOK, () -> metrics.retainClients(this::openClients));
        }
    }

    /** Returns all that is open; a copy. */
    Set<OpenClient> openClients() {
        Set<OpenClient> open = new HashSet<>();
        writers.producers().clientIds().forEach(id -> open.add(new OpenClient(OpenClient.PRODUCER, id)));
        writers.transactions()
                .clientIds()
                .forEach(id -> open.add(new OpenClient(OpenClient.TRANSACTIONAL_PRODUCER, id)));
        readers.consumers()
                .consumers()
                .forEach(consumer ->
                        open.add(new OpenClient(OpenClient.CONSUMER, consumer.clientId(), consumer.group())));
        writers.adopted()
                .producers()
                .forEach(producer -> open.add(new OpenClient(OpenClient.ADOPTED_PRODUCER, producer.clientId())));
        readers.adopted()
                .consumers()
                .forEach(consumer ->
                        open.add(new OpenClient(OpenClient.ADOPTED_CONSUMER, consumer.clientId(), consumer.group())));
        readers.shares()
                .consumers()
                .forEach(consumer ->
                        open.add(new OpenClient(OpenClient.SHARE_CONSUMER, consumer.clientId(), consumer.group())));
        return open;
    }

    /** Closes consumers, then transactions and producers, so that what handlers send still goes out; then the rest. */
    void close(Deadline deadline) {
        writers.tuning().stop();
        readers.replays().close();
        readers.consumers().close(deadline.remaining().multipliedBy(2).dividedBy(3));
        readers.shares().close(deadline.remaining().multipliedBy(2).dividedBy(3));
        writers.transactions().close(deadline.remaining().dividedBy(2));
        writers.producers().close(deadline.remaining());
        writers.tuning().close(deadline.remaining());
        monitor.close(deadline.remaining());
        admin.close(deadline.remaining());
        metrics.close();
        events.close();
    }
}
