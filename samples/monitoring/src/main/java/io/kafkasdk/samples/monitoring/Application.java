package io.kafkasdk.samples.monitoring;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.Durability;
import io.kafkasdk.metrics.MetricsOptions;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterBuilder;
import io.kafkasdk.test.KafkaClusterException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** An application that works for ever and can be watched; {@link Options#HELP} says how. */
public final class Application {

    private static final int WRONG_USAGE = 2;
    private static final int CLUSTER_TROUBLE = 3;
    private static final int BROKERS = 3;
    private static final long CLOSE_LIMIT_SECONDS = 25;
    /** Short, so that a killed broker is missed soon; the default is 9 s. */
    private static final String SESSION_MILLIS = "6000";

    private Application() {}

    /**
     * Runs until the JVM is told to end.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) throws InterruptedException {
        Options options;
        try {
            options = Options.parse(List.of(args));
        } catch (UsageException e) {
            System.err.println(e.getMessage());
            System.err.println("See --help");
            System.exit(WRONG_USAGE);
            return;
        }
        if (options.help()) {
            System.out.print(Options.HELP);
            return;
        }
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            awaitQuietly(stopped);
        }));
        int code = run(options, stop);
        stopped.countDown();
        System.exit(code);
    }

    private static int run(Options options, CountDownLatch stop) throws InterruptedException {
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            start(options, opened);
            stop.await();
            return 0;
        } catch (IOException | ExecutionException | RuntimeException e) {
            LoggerFactory.getLogger(Application.class).error("The application ends", e);
            System.err.println(e.getMessage());
            return CLUSTER_TROUBLE;
        } finally {
            opened.forEach(Application::closeQuietly);
        }
    }

    private static void start(Options options, Deque<AutoCloseable> opened)
            throws IOException, ExecutionException, InterruptedException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        opened.push(registry::close);
        ScrapeEndpoint endpoint = opened(opened, ScrapeEndpoint.listen(options.host(), options.port(), registry));
        KafkaCluster cluster = options.bootstrap() == null ? opened(opened, startBrokers(options)) : null;
        String bootstrap = bootstrap(options, cluster);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            Topics.create(admin, admin.describeCluster().nodes().get().size());
        }
        KafkaSdk sdk = opened(opened, sdk(bootstrap, options.cluster(), registry));
        Readers readers = Readers.start(sdk);
        opened(opened, Load.start(sdk));
        if (cluster != null && options.trouble()) {
            opened(opened, Trouble.begin(sdk, cluster, readers));
        }
        System.out.println(
                "Metrics at http://" + options.host() + ":" + endpoint.port() + "/metrics, brokers at " + bootstrap);
    }

    /** Makes the SDK; readings may be lost, so the leader alone acknowledges them. */
    static KafkaSdk sdk(String bootstrap, String cluster, MeterRegistry registry) {
        return KafkaSdk.builder()
                .cluster(ClusterSettings.of(bootstrap).name(cluster))
                .application("monitoring-sample")
                .meterRegistry(registry)
                .metrics(MetricsOptions.DEFAULT
                        .granularity(MetricsOptions.Granularity.PARTITIONS)
                        .histograms())
                .acksRules(AcksRules.DEFAULT.withDurability(Topics.READINGS, Durability.LEADER))
                .build();
    }

    private static String bootstrap(Options options, @Nullable KafkaCluster cluster) {
        String own = options.bootstrap();
        if (own != null) {
            return own;
        }
        if (cluster == null) {
            throw new IllegalStateException("No cluster was started and none was named");
        }
        return cluster.bootstrapServers();
    }

    private static KafkaCluster startBrokers(Options options) throws KafkaClusterException {
        KafkaClusterBuilder builder = KafkaCluster.builder()
                .brokers(BROKERS)
                .brokerProperty("broker.session.timeout.ms", SESSION_MILLIS)
                .onProgress(System.out::println);
        if (options.jmxAgent() != null) {
            for (int id = 1; id <= BROKERS; id++) {
                builder.brokerJvmOption(
                        id,
                        "-javaagent:%s=127.0.0.1:%d:%s"
                                .formatted(options.jmxAgent(), options.jmxPort() + id - 1, options.jmxConfig()));
            }
        }
        return builder.start();
    }

    /** The last one opened is closed first. */
    private static <T extends AutoCloseable> T opened(Deque<AutoCloseable> opened, T resource) {
        opened.push(resource);
        return resource;
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LoggerFactory.getLogger(Application.class).warn("Closing went wrong", e);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("Not all was closed in time; the brokers end with this process");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
