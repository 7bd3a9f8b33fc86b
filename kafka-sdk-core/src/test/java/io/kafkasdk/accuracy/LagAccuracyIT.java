package io.kafkasdk.accuracy;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.Sharing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The lag in time against a scripted truth, all scenarios at the same time on one cluster. */
@Timeout(300)
@KafkaClusterTest(sharing = Sharing.JVM)
class LagAccuracyIT {

    private static final long SECONDS = 130;

    private final Map<LagScenario, LagConsumer> consumers = new EnumMap<>(LagScenario.class);

    @Test
    void theTimeLagIsTrueToASecondWhereSteadyAndToTwoElsewhere(KafkaCluster cluster) throws Exception {
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(4);
        try (KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application("accuracy")
                .build()) {
            try {
                run(cluster, sdk, clock);
            } finally {
                clock.shutdownNow();
                consumers.values().forEach(LagConsumer::close);
            }
        }
        System.out.println(table());
        SoftAssertions all = new SoftAssertions();
        consumers.forEach((scenario, consumer) -> {
            LagConsumer.Errors errors = consumer.errors;
            all.assertThat(errors.samples).as("%s: samples", scenario).isGreaterThan(50);
            all.assertThat(errors.largest)
                    .as("%s: largest error in seconds", scenario)
                    .isLessThanOrEqualTo(scenario.limitSeconds);
            all.assertThat(errors.unknown).as("%s: unknown again", scenario).isZero();
        });
        all.assertAll();
    }

    private void run(KafkaCluster cluster, KafkaSdk sdk, ScheduledExecutorService clock) throws Exception {
        List<Future<?>> tasks = new ArrayList<>();
        List<LagProducer> producers = new ArrayList<>();
        long start = System.nanoTime();
        for (LagScenario scenario : LagScenario.values()) {
            cluster.createTopic(scenario.topic(), 1, 3);
            LagTruth truth = new LagTruth();
            LagProducer producer = new LagProducer(cluster, scenario, truth);
            producers.add(producer);
            consumers.put(scenario, new LagConsumer(sdk, scenario, truth));
            tasks.add(clock.scheduleAtFixedRate(
                    () -> write(producer, since(start)), 2_000, scenario.everyMillis, TimeUnit.MILLISECONDS));
            tasks.add(clock.scheduleAtFixedRate(truth::look, 50, 50, TimeUnit.MILLISECONDS));
        }
        for (LagConsumer consumer : consumers.values()) {
            tasks.add(clock.scheduleAtFixedRate(() -> consumer.act(since(start)), 0, 100, TimeUnit.MILLISECONDS));
            tasks.add(clock.scheduleAtFixedRate(consumer::compare, 3, 1, TimeUnit.SECONDS));
        }
        // Ends early with whatever a task threw.
        clock.schedule(() -> tasks.forEach(task -> task.cancel(false)), SECONDS, TimeUnit.SECONDS)
                .get();
        producers.forEach(LagProducer::close);
        for (Future<?> task : tasks) {
            if (!task.isCancelled()) {
                task.get();
            }
        }
    }

    private static void write(LagProducer producer, Duration at) {
        try {
            producer.write(at);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private String table() {
        StringBuilder table = new StringBuilder(
                "| scenario | largest lag s | error mean / largest s | naive mean / largest s | samples |\n"
                        + "|---|---|---|---|---|\n");
        consumers.forEach((scenario, consumer) -> {
            LagConsumer.Errors errors = consumer.errors;
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.2f / %.2f | %.1f / %.1f | %d |%n",
                    scenario.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    errors.largestLag,
                    errors.sum / errors.samples,
                    errors.largest,
                    errors.naiveSum / errors.samples,
                    errors.naiveLargest,
                    errors.samples));
        });
        return table.toString();
    }
}
