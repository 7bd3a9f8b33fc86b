package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.TransactionSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.transaction.TransactionalProducer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

@KafkaClusterTest(brokers = 3)
class EarlyWarningFaultIT {

    @Test
    void aShortIsrIsReportedWhileSendsAreRetriedAndNotOnlyWhenTheyFail(KafkaCluster cluster) throws Exception {
        cluster.createTopic("fragile", Map.of(0, List.of(1, 3)), Map.of("min.insync.replicas", "2"));
        var verdicts = new ConcurrentLinkedQueue<AcksVerdict>();
        var registry = new SimpleMeterRegistry();
        try (KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application("fragile-app")
                .meterRegistry(registry)
                .verdictListener((verdict, policy) -> verdicts.add(verdict))
                .build()) {
            GuardedProducer<String, String> producer =
                    sdk.producer(ProducerSettings.named("fragile", new StringSerializer(), new StringSerializer())
                            .topics("fragile"));
            producer.send("fragile", "key", "before").get(30, TimeUnit.SECONDS);
            assertThat(verdicts).extracting(AcksVerdict::headroom).containsExactly(0);

            cluster.broker(3).stop();
            CompletableFuture<SendReceipt> waiting = producer.send("fragile", "key", "during");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> verdicts.stream().anyMatch(verdict -> verdict.headroom() < 0));
            await().atMost(Duration.ofSeconds(20)).until(() -> refusals(registry, "fragile") > 0);
            double early = refusals(registry, "fragile");
            await().atMost(Duration.ofSeconds(20)).until(() -> refusals(registry, "fragile") > early);
            assertThat(waiting).as("still retried").isNotDone();

            cluster.broker(3).start();
            assertThat(waiting.get(60, TimeUnit.SECONDS).offset()).isEqualTo(1);
            System.out.println("short ISR | retries by cause "
                    + registry.find("kafka.sdk.producer.retries").counters().stream()
                            .collect(Collectors.toMap(
                                    counter -> String.valueOf(counter.getId().getTag("error")), Counter::count)));
        }
    }

    /** Returns how many records were sent again while too few replicas were in sync. */
    private static double refusals(SimpleMeterRegistry registry, String topic) {
        return registry
                .find("kafka.sdk.producer.retries")
                .tags("topic", topic, "error", "NOT_ENOUGH_REPLICAS")
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @Test
    void aShortIsrIsReportedWhileATransactionWaitsForIt(KafkaCluster cluster) {
        cluster.createTopic("ledger", Map.of(0, List.of(1, 3)), Map.of("min.insync.replicas", "2"));
        var verdicts = new ConcurrentLinkedQueue<AcksVerdict>();
        var registry = new SimpleMeterRegistry();
        try (KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application("ledger-app")
                .meterRegistry(registry)
                .verdictListener((verdict, policy) -> verdicts.add(verdict))
                .build()) {
            TransactionalProducer<String, String> producer = sdk.transactionalProducer(
                    TransactionSettings.named("ledger", "0", new StringSerializer(), new StringSerializer()));
            producer.run(transaction -> {
                transaction.send("ledger", "key", "before");
                return 0;
            });
            cluster.broker(3).stop();
            int committed = producer.run(transaction -> {
                transaction.send("ledger", "key", "during");
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> verdicts.stream()
                                .anyMatch(verdict -> verdict.topic().equals("ledger") && verdict.headroom() < 0));
                await().atMost(Duration.ofSeconds(20)).until(() -> refusals(registry, "ledger") > 0);
                cluster.broker(3).start();
                return 1;
            });
            assertThat(committed).isEqualTo(1);
        }
    }
}
