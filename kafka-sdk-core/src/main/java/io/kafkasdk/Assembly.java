package io.kafkasdk;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.cluster.BootstrapProbe;
import io.kafkasdk.cluster.ClusterInspector;
import io.kafkasdk.consumer.ConsumerPool;
import io.kafkasdk.deadletter.DeadLetterReplay;
import io.kafkasdk.deadletter.DeadLetterWriter;
import io.kafkasdk.internal.ClusterConfig;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.MonitorThread;
import io.kafkasdk.internal.SharedAdmin;
import io.kafkasdk.metrics.KafkaSdkMetrics;
import io.kafkasdk.producer.ProducerPool;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.share.SharePool;
import io.kafkasdk.transaction.TransactionPool;
import io.kafkasdk.tuning.TuningProfile;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.MetadataRecoveryStrategy;

/** All that one {@link KafkaSdk} owns, wired; closed in reverse order of use. */
final class Assembly {

    private static final Duration VERDICT_REFRESH = Duration.ofSeconds(60);
    private static final Duration WRITE_LOOK = Duration.ofSeconds(1);
    private static final Duration LAG_REFRESH = Duration.ofSeconds(5);

    private final KafkaSdkMetrics metrics;
    private final SharedAdmin admin;
    private final MonitorThread monitor;
    private final ClusterInspector inspector;
    private final AcksGuard guard;
    private final ProducerPool producers;
    private final TransactionPool transactions;
    private final Readers readers;
    private final AtomicBoolean watching = new AtomicBoolean();

    Assembly(Identity identity, AcksRules rules, MeterRegistry registry, Listeners applicationListeners) {
        ClusterSettings cluster = identity.cluster();
        String application = identity.application();
        this.metrics =
                new KafkaSdkMetrics(registry, cluster.name(), () -> consumers().consumers());
        Listeners listeners = applicationListeners.and(metrics);
        this.admin = new SharedAdmin(identity.adminConfig());
        this.monitor = new MonitorThread(application);
        this.inspector = new ClusterInspector(admin, new BootstrapProbe(cluster), ClusterInspector.LONGEST_CALL);
        this.guard = new AcksGuard(inspector, rules, listeners.verdicts(), monitor, System::nanoTime);
        this.producers = new ProducerPool(cluster, application, guard, listeners.ofSends());
        this.transactions = new TransactionPool(cluster, application, guard);
        this.readers = new Readers(
                new ConsumerPool(
                        cluster,
                        application,
                        listeners.ofConsumers(),
                        new ConsumerPool.Surroundings(
                                this::deadLetters, () -> inspector.features(ClusterInspector.LONGEST_CALL))),
                new SharePool(
                        cluster, application, listeners.ofConsumers(), admin, new ShareDeadLetters(this::deadLetters)),
                new DeadLetterReplay(cluster, application));
    }

    /** All that reads. */
    private record Readers(ConsumerPool consumers, SharePool shares, DeadLetterReplay replays) {}

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
        return new DeadLetterWriter(
                group,
                () -> producers.open(DeadLetterWriter.producerSettings(group), TuningProfile.BALANCED.producer()));
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
        return producers;
    }

    TransactionPool transactions() {
        return transactions;
    }

    ConsumerPool consumers() {
        return readers.consumers();
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
            monitor.every(WRITE_LOOK, producers::replaceLostClients);
            monitor.every(WRITE_LOOK, new WriteWatch(producers, transactions, guard, inspector)::look);
            monitor.every(WRITE_LOOK, transactions::keepDeclaredTopics);
            monitor.every(LAG_REFRESH, () -> readers.consumers().refreshStaleLag(inspector::endOffsets));
            monitor.every(WRITE_LOOK, readers.consumers()::lookForStalls);
            monitor.every(LAG_REFRESH, () -> metrics.retainClients(this::openClients));
        }
    }

    /** Returns the client.ids of all that is open; a copy. */
    Set<String> openClients() {
        Set<String> clientIds = new HashSet<>(producers.clientIds());
        clientIds.addAll(transactions.clientIds());
        readers.consumers().consumers().forEach(consumer -> clientIds.add(consumer.clientId()));
        readers.shares().consumers().forEach(consumer -> clientIds.add(consumer.clientId()));
        return clientIds;
    }

    /** Closes consumers, then transactions and producers, so that what handlers send still goes out; then the rest. */
    void close(Deadline deadline) {
        readers.replays().close();
        readers.consumers().close(deadline.remaining().multipliedBy(2).dividedBy(3));
        readers.shares().close(deadline.remaining().multipliedBy(2).dividedBy(3));
        transactions.close(deadline.remaining().dividedBy(2));
        producers.close(deadline.remaining());
        monitor.close(deadline.remaining());
        admin.close(deadline.remaining());
        metrics.close();
    }
}
