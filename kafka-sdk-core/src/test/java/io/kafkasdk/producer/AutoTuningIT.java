package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ExplainedProperty;
import io.kafkasdk.settings.ExplainedProperty.Source;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.TuningAdvice;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.tuning.TuningMode;
import io.kafkasdk.tuning.TuningOptions;
import io.kafkasdk.tuning.TuningReport;
import io.kafkasdk.tuning.TuningReport.TuningStep;
import io.kafkasdk.tuning.TuningReport.TuningStep.Action;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The advisor at work on a producer that was set up badly by hand. */
@KafkaClusterTest(brokers = 3)
class AutoTuningIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration PAUSE = Duration.ofNanos(100_000);

    @Test
    void shadowAdvisesAndChangesNothing(KafkaCluster cluster) throws Exception {
        cluster.createTopic("advised", 6, 3, Map.of("min.insync.replicas", "2", "compression.type", "snappy"));
        try (KafkaSdk sdk = sdk(cluster, TuningMode.SHADOW)) {
            GuardedProducer<String, String> producer = sdk.producer(badlySet("advised"));
            KeyedLoad load = new KeyedLoad(producer, "advised", PAUSE).start();
            await().atMost(PATIENCE).until(() -> !sdk.tuningReports().isEmpty());
            load.stop();
            TuningReport report = sdk.tuningReports().iterator().next();
            System.out.println(report.text());
            assertThat(report.clientId()).isEqualTo("shop.advised");
            assertThat(report.codecs()).extracting(codec -> codec.codec()).contains("none", "lz4", "zstd", "gzip");
            assertThat(report.observed().recordsPerSecond()).isPositive();
            assertThat(report.advice()).extracting(TuningAdvice::setting).contains("compression.type of topic advised");
            assertThat(report.steps()).isEmpty();
            assertThat(producer.explain().advice()).isEqualTo(report.advice());
            assertThat(producer.explain().text()).contains("Advice", "compression.type of topic advised");
            assertThat(producer.explain().properties())
                    .extracting(ExplainedProperty::source)
                    .doesNotContain(Source.TUNED);
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("kafka-sdk-tuning"));
    }

    @Test
    void autoAppliesItsAdviceWithoutLosingOrReorderingARecord(KafkaCluster cluster) throws Exception {
        cluster.createTopic("tuned", 6, 3, Map.of("min.insync.replicas", "2"));
        try (KafkaSdk sdk = sdk(cluster, TuningMode.AUTO)) {
            GuardedProducer<String, String> producer = sdk.producer(badlySet("tuned"));
            KeyedLoad load = new KeyedLoad(producer, "tuned", PAUSE).start();
            await().atMost(PATIENCE).until(() -> steps(sdk).stream().anyMatch(AutoTuningIT::isDecided));
            load.stop();
            await().atMost(PATIENCE).until(() -> load.ended() == load.sent());
            sdk.tuningReports().forEach(report -> System.out.println(report.text()));
            System.out.println(load.sent() + " records, longest send " + load.longest());
            assertThat(steps(sdk))
                    .extracting(TuningStep::action)
                    .contains(Action.APPLIED, Action.KEPT)
                    .doesNotContain(Action.ROLLED_BACK);
            assertThat(producer.explain().properties())
                    .filteredOn(property -> property.source() == Source.TUNED)
                    .extracting(ExplainedProperty::key)
                    .isNotEmpty()
                    .isSubsetOf(TunableProducer.tunableKeys());
            assertThat(load.failures()).isEmpty();
            assertThat(load.delivered()).isEqualTo(load.sent());
            load.assertLog(cluster.bootstrapServers());
        }
    }

    private static boolean isDecided(TuningStep step) {
        return step.action() == Action.KEPT || step.action() == Action.ROLLED_BACK;
    }

    private static List<TuningStep> steps(KafkaSdk sdk) {
        return sdk.tuningReports().stream()
                .flatMap(report -> report.steps().stream())
                .toList();
    }

    private static ProducerSettings<String, String> badlySet(String topic) {
        return ProducerSettings.named(topic, new StringSerializer(), new StringSerializer())
                .topics(topic)
                .kafkaProperty("compression.type", "gzip")
                .kafkaProperty("batch.size", "16384")
                .kafkaProperty("linger.ms", "0");
    }

    private static KafkaSdk sdk(KafkaCluster cluster, TuningMode mode) {
        return KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application("shop")
                .tuning(TuningOptions.DEFAULT.mode(mode).interval(Duration.ofSeconds(10)))
                .build();
    }
}
