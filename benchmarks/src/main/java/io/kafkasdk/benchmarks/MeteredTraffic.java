package io.kafkasdk.benchmarks;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.KafkaSdkBuilder;
import io.kafkasdk.benchmarks.child.HandlingChild;
import io.kafkasdk.benchmarks.child.HandlingTask;
import io.kafkasdk.benchmarks.child.Tally;
import io.kafkasdk.metrics.MetricsOptions;
import io.kafkasdk.metrics.MetricsOptions.ClientMetrics;
import io.kafkasdk.metrics.MetricsOptions.Granularity;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.Ordering;
import io.kafkasdk.settings.ProducerSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** One side in a child of {@link MetersTrial}: a producer that floods or a consumer without work, metered or not. */
final class MeteredTraffic {

    static final String METERS = "meters";
    static final String SIDE = "side";
    /** A producer that floods; records count when they are acknowledged. */
    static final String SEND = "send";
    /** A consumer whose handler does nothing. */
    static final String HANDLE = "handle";

    static final String SCRAPE_MILLIS = "scrape";

    /** How much is metered. */
    enum Meters {
        /** Without a registry. */
        OFF,
        /** As the SDK meters without any option. */
        DEFAULT,
        /** With histograms, each partition, the allow-list of client metrics, and kafka_exporter's names. */
        ALL
    }

    private MeteredTraffic() {}

    public static void main(String[] args) {
        HandlingChild.run(args, MeteredTraffic::start);
    }

    private static void start(HandlingTask task, Tally tally) {
        KafkaSdk sdk = sdk(task);
        if (task.text(SIDE).equals(SEND)) {
            Thread sender = new Thread(() -> send(sdk, task, tally), "sender");
            sender.setDaemon(true);
            sender.start();
        } else {
            sdk.consumer(
                            ConsumerSettings.group(
                                            task.kafka("group.id"),
                                            new StringDeserializer(),
                                            new ByteArrayDeserializer())
                                    .topics(task.text(HandlingTask.TOPIC))
                                    .ordering(Ordering.KEY)
                                    .concurrency(task.number(HandlingTask.CONCURRENCY)),
                            record -> tally.handle(record.key(), record.offset()))
                    .start();
        }
    }

    private static void send(KafkaSdk sdk, HandlingTask task, Tally tally) {
        String topic = task.text(HandlingTask.TOPIC);
        GuardedProducer<String, byte[]> producer =
                sdk.producer(ProducerSettings.named("flood", new StringSerializer(), new ByteArraySerializer())
                        .topics(topic)
                        .maxBlock(Duration.ofSeconds(60)));
        String[] keys = IntStream.range(0, task.number(HandlingTask.KEYS))
                .mapToObj(HandlingTask::key)
                .toArray(String[]::new);
        byte[] value = new byte[100];
        for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
            String key = keys[Math.floorMod(i, keys.length)];
            byte[] own = value.clone();
            own[i & 63] = (byte) i;
            producer.send(topic, key, own).thenAccept(receipt -> tally.handle(key, receipt.offset()));
        }
    }

    private static KafkaSdk sdk(HandlingTask task) {
        KafkaSdkBuilder builder = KafkaSdk.builder()
                .cluster(ClusterSettings.of(task.kafka("bootstrap.servers")))
                .application("metered");
        Meters meters = Meters.valueOf(task.text(METERS));
        if (meters == Meters.OFF) {
            return builder.build();
        }
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        scrape(registry, task.number(SCRAPE_MILLIS));
        MetricsOptions all = MetricsOptions.DEFAULT
                .granularity(Granularity.PARTITIONS)
                .histograms()
                .clientMetrics(ClientMetrics.ALLOW_LIST)
                .kafkaExporterNames();
        return builder.meterRegistry(registry)
                .metrics(meters == Meters.ALL ? all : MetricsOptions.DEFAULT)
                .build();
    }

    private static void scrape(PrometheusMeterRegistry registry, int everyMillis) {
        Executors.newSingleThreadScheduledExecutor(task -> {
                    Thread scraper = new Thread(task, "scraper");
                    scraper.setDaemon(true);
                    return scraper;
                })
                .scheduleAtFixedRate(
                        () -> System.err.println(registry.scrape().lines().count() + " lines scraped"),
                        everyMillis,
                        everyMillis,
                        TimeUnit.MILLISECONDS);
    }
}
