package io.kafkasdk.benchmarks;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ExplainedProperty;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.tuning.TuningMode;
import io.kafkasdk.tuning.TuningOptions;
import io.kafkasdk.tuning.TuningReport;
import io.kafkasdk.tuning.TuningReport.TuningStep;
import io.kafkasdk.tuning.TuningReport.TuningStep.Action;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What {@code TuningMode.AUTO} makes of a producer that was set up badly by hand (linger 0, batches of 16 KB, gzip) while it
 * floods three brokers with real events: records a second before and after, in one run, and whether a record was lost, came
 * twice or out of order.
 *
 * <p>Usage: {@code AutoTuningTrial FILE.ndjson [SECONDS]}: so long each of the five windows before and after is measured,
 * default 5; the ratio is of their medians. Ends with status 1 where a record was lost, came twice or out of order, with 2
 * where nothing was applied or it was taken back, and with 3 where it is less than twice as much.
 */
public final class AutoTuningTrial {

    private static final String TOPIC = "auto-tuning";
    private static final int PARTITIONS = 12;
    private static final int THREADS = 2;
    /** The advisor's shortest interval is the time until its first look, too. */
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final long WARM_SECONDS = 5;
    private static final int WINDOWS = 5;
    private static final double LEAST_RATIO = 2.0;
    private static final long LONGEST_SECONDS = 300;

    private final KafkaSdk sdk;
    private final GuardedProducer<String, byte[]> producer;
    private final NumberedLoad load;
    private final int seconds;

    private AutoTuningTrial(KafkaSdk sdk, GuardedProducer<String, byte[]> producer, NumberedLoad load, int seconds) {
        this.sdk = sdk;
        this.producer = producer;
        this.load = load;
        this.seconds = seconds;
    }

    /**
     * Runs the trial and prints what came of it.
     *
     * @param args the file with one event a line, and for how many seconds each is measured
     * @throws IOException when the file cannot be read
     * @throws InterruptedException when stopped
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Locale.setDefault(Locale.ROOT);
        List<byte[]> events = Files.readAllLines(Path.of(args[0])).stream()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        int status;
        try (KafkaCluster cluster = KafkaCluster.builder().brokers(3).start()) {
            cluster.createTopic(TOPIC, PARTITIONS, 3, Map.of("min.insync.replicas", "2"));
            status = run(cluster.bootstrapServers(), events, seconds);
        }
        System.exit(status);
    }

    private static int run(String bootstrapServers, List<byte[]> events, int seconds) throws InterruptedException {
        NumberedLoad load;
        double ratio;
        // The first look is to come behind the measuring, and not in it.
        Duration interval = INTERVAL.plusSeconds(WARM_SECONDS + (long) WINDOWS * seconds);
        try (KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(bootstrapServers))
                .application("trial")
                .tuning(TuningOptions.DEFAULT.mode(TuningMode.AUTO).interval(interval))
                .build()) {
            GuardedProducer<String, byte[]> producer =
                    sdk.producer(ProducerSettings.named("auto", new StringSerializer(), new ByteArraySerializer())
                            .topics(TOPIC)
                            .maxBlock(Duration.ofSeconds(10))
                            .kafkaProperty("linger.ms", "0")
                            .kafkaProperty("batch.size", "16384")
                            .kafkaProperty("compression.type", "gzip"));
            load = new NumberedLoad(producer, TOPIC, events, THREADS);
            ratio = new AutoTuningTrial(sdk, producer, load, seconds).measure();
        }
        NumberedLog log = new NumberedLog(bootstrapServers, TOPIC);
        boolean whole = log.check(load);
        if (!whole) {
            return 1;
        }
        if (Double.isNaN(ratio)) {
            return 2;
        }
        return ratio < LEAST_RATIO ? 3 : 0;
    }

    /** Returns the ratio of the medians, after to before; NaN where nothing was kept. */
    private double measure() throws InterruptedException {
        load.start();
        TimeUnit.SECONDS.sleep(WARM_SECONDS);
        double before = medianRate("before, with linger 0, batches of 16 KB, gzip");
        boolean applied = await(Action.APPLIED);
        // Its own comparison uses the processor too, for milliseconds; the figure is for what comes behind it.
        boolean kept = applied && await(Action.KEPT);
        double after = kept ? medianRate("after") : Double.NaN;
        load.stop();
        System.out.printf(
                "RATIO %.2f of the medians, after to before; at least %.1f is wanted; longest send %,d ms%n",
                after / before, LEAST_RATIO, load.longestMillis());
        producer.explain().properties().stream()
                .filter(property -> property.source() == ExplainedProperty.Source.TUNED)
                .forEach(property -> System.out.println(
                        "applied: " + property.key() + "=" + property.value() + "  " + property.why()));
        sdk.tuningReports().forEach(report -> System.out.println(report.text()));
        return after / before;
    }

    private double medianRate(String when) throws InterruptedException {
        double[] rates = new double[WINDOWS];
        for (int window = 0; window < WINDOWS; window++) {
            rates[window] = rate();
        }
        Arrays.sort(rates);
        System.out.printf(
                "%s: %,.0f records/s, median of %d windows of %d s (%,.0f to %,.0f)%n",
                when, rates[WINDOWS / 2], WINDOWS, seconds, rates[0], rates[WINDOWS - 1]);
        return rates[WINDOWS / 2];
    }

    private double rate() throws InterruptedException {
        long acknowledged = load.acknowledged();
        long start = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        return (load.acknowledged() - acknowledged) / ((System.nanoTime() - start) / 1e9);
    }

    /** Returns whether it came to that; not when it was taken back. */
    private boolean await(Action wanted) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (System.nanoTime() - until < 0) {
            List<Action> actions = sdk.tuningReports().stream()
                    .map(TuningReport::steps)
                    .flatMap(List::stream)
                    .map(TuningStep::action)
                    .toList();
            if (actions.contains(wanted)) {
                return true;
            }
            if (actions.contains(Action.ROLLED_BACK)) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return false;
    }
}
