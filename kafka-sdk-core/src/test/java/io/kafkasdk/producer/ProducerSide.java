package io.kafkasdk.producer;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.cluster.BootstrapProbe;
import io.kafkasdk.cluster.ClusterInspector;
import io.kafkasdk.internal.ClusterConfig;
import io.kafkasdk.internal.KafkaClients;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ProducerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The producer side of the SDK on its own, as the root package builds it. */
public final class ProducerSide implements AutoCloseable {

    private static final ClientTuning TUNING = new ClientTuning("TEST", List.of());

    private final Admin admin;
    private final ExecutorService monitor = Executors.newSingleThreadExecutor();
    private final ClusterInspector inspector;
    private final AcksGuard guard;
    private final ProducerPool pool;
    private final List<AcksVerdict> told = new CopyOnWriteArrayList<>();

    public ProducerSide(ClusterSettings cluster, AcksRules rules) {
        this(cluster, rules, null);
    }

    /** Makes Kafka clients in a way of its own. */
    ProducerSide(
            ClusterSettings cluster,
            AcksRules rules,
            @Nullable Function<Map<String, Object>, Producer<Object, Object>> clients) {
        this.admin = KafkaClients.admin(ClusterConfig.of(cluster));
        this.inspector = new ClusterInspector(() -> admin, new BootstrapProbe(cluster), Duration.ofSeconds(5));
        this.guard = new AcksGuard(
                inspector, rules, List.of((verdict, policy) -> told.add(verdict)), monitor, System::nanoTime);
        this.pool = clients == null
                ? new ProducerPool(cluster, "it", guard, new SendListener() {})
                : new ProducerPool(cluster, "it", guard, new SendListener() {}, clients);
    }

    public ClusterInspector inspector() {
        return inspector;
    }

    public AcksGuard guard() {
        return guard;
    }

    /** Returns the verdicts that the listener was told, in order. */
    public List<AcksVerdict> told() {
        return told;
    }

    public GuardedProducer<String, String> open(ProducerSettings<String, String> settings) {
        return pool.open(settings, TUNING);
    }

    /** Returns an open producer as its tuner sees it. */
    public TunableProducer tunable(GuardedProducer<?, ?> producer) {
        return pool.tunables().stream()
                .filter(one -> one.clientId().equals(producer.clientId()))
                .findFirst()
                .orElseThrow();
    }

    public static ProducerSettings<String, String> settings(String name) {
        return ProducerSettings.named(name, new StringSerializer(), new StringSerializer());
    }

    /** Returns how many records the Kafka client has sent again. */
    static double retries(Producer<?, ?> producer) {
        return producer.metrics().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals("record-retry-total"))
                .mapToDouble(entry -> (double) entry.getValue().metricValue())
                .sum();
    }

    /** Waits for a send that must fail. */
    public static SendFailedException failureOf(CompletableFuture<SendReceipt> send, Duration patience) {
        Throwable failure = send.handle((receipt, thrown) -> thrown)
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        if (failure instanceof SendFailedException expected) {
            return expected;
        }
        throw new AssertionError("The send did not fail as expected, but with " + failure, failure);
    }

    @Override
    public void close() {
        pool.close(Duration.ofSeconds(2));
        monitor.shutdownNow();
        admin.close(Duration.ZERO);
    }
}
