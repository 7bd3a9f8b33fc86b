package io.kafkasdk.acks;

import io.kafkasdk.cluster.BootstrapProbe;
import io.kafkasdk.cluster.ClusterInspector;
import io.kafkasdk.internal.ClusterConfig;
import io.kafkasdk.internal.KafkaClients;
import io.kafkasdk.settings.ClusterSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;

/** The guard on its own before a real cluster, without the producers of the SDK. */
final class GuardSide implements AutoCloseable {

    private final String bootstrapServers;
    private final Admin admin;
    private final ClusterInspector inspector;
    private final List<Told> told = new CopyOnWriteArrayList<>();

    GuardSide(String bootstrapServers) {
        ClusterSettings cluster = ClusterSettings.of(bootstrapServers);
        this.bootstrapServers = bootstrapServers;
        this.admin = KafkaClients.admin(ClusterConfig.of(cluster));
        this.inspector = new ClusterInspector(() -> admin, new BootstrapProbe(cluster), Duration.ofSeconds(5));
    }

    /**
     * What a listener was told.
     *
     * @param atNanos when, by the monotonic clock
     */
    record Told(AcksVerdict verdict, long atNanos) {}

    /** Makes a guard of its own: topics of first use are looked at on the thread that asks. */
    AcksGuard guard(AcksRules rules) {
        VerdictListener listener = (verdict, policy) -> told.add(new Told(verdict, System.nanoTime()));
        return new AcksGuard(inspector, rules, List.of(listener), Runnable::run, System::nanoTime);
    }

    ClusterInspector inspector() {
        return inspector;
    }

    List<Told> told() {
        return told;
    }

    /** A producer of Kafka's own, with acks=all. */
    KafkaProducer<String, String> plainProducer() {
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                15_000,
                // Closing waits for what is under way: after a failed test no longer than this.
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                30_000);
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
