package io.kafkasdk.producer;

import static io.kafkasdk.producer.ProducerSide.failureOf;
import static io.kafkasdk.producer.ProducerSide.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.BusyMachine;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The outage that this SDK exists for: RF 2, min.insync.replicas 2, one broker gone. */
@KafkaClusterTest(brokers = 3)
class ShortIsrFaultIT {

    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration OUTCOME = DELIVERY_TIMEOUT.plusSeconds(1);
    /** Until the controller fences a dead broker (9 s) and a new leader takes over, on a busy machine. */
    private static final Duration FAILOVER = Duration.ofSeconds(40);

    private static final Map<String, String> MIN_ISR_2 = Map.of("min.insync.replicas", "2");

    @Test
    void aFailedSendNamesTheShortIsrAndTheCureWhileSafeTopicsGoOn(KafkaCluster cluster) throws Exception {
        cluster.createTopic("quakes-fragile", Map.of(0, List.of(1, 3)), MIN_ISR_2);
        cluster.createTopic("quakes-safe", Map.of(0, List.of(1, 2, 3)), MIN_ISR_2);
        try (ProducerSide sdk = new ProducerSide(ClusterSettings.of(cluster.bootstrapServers()), AcksRules.DEFAULT)) {
            GuardedProducer<String, String> producer =
                    sdk.open(settings("fragile").topics("quakes-fragile").deliveryTimeout(DELIVERY_TIMEOUT));
            GuardedProducer<String, String> safeProducer =
                    sdk.open(settings("safe").topics("quakes-safe"));
            assertThat(verdict(sdk, "quakes-fragile").kind()).isEqualTo(AcksVerdict.Kind.NO_HEADROOM);
            assertThat(verdict(sdk, "quakes-safe").kind()).isEqualTo(AcksVerdict.Kind.SAFE);
            assertThat(producer.send("quakes-fragile", "key", "before")
                            .get(20, TimeUnit.SECONDS)
                            .verdict())
                    .isEqualTo(AcksVerdict.Kind.NO_HEADROOM);

            cluster.broker(3).kill();
            Awaitility.await().atMost(FAILOVER).untilAsserted(() -> {
                sdk.guard().refresh();
                assertThat(verdict(sdk, "quakes-fragile").headroom()).isEqualTo(-1);
            });
            long start = System.nanoTime();
            CompletableFuture<SendReceipt> fragile = producer.send("quakes-fragile", "key", "during");
            CompletableFuture<SendReceipt> safe = safeProducer.send("quakes-safe", "key", "during");
            SendFailedException failure = failureOf(fragile, Duration.ofSeconds(30));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(OUTCOME.plus(BusyMachine.ALLOWANCE));
            assertThat(safe.get(60, TimeUnit.SECONDS).verdict()).isEqualTo(AcksVerdict.Kind.SAFE);

            assertThat(failure.kind()).isEqualTo(ErrorKind.SHORT_ISR);
            assertThat(failure.outcome()).isInstanceOf(SendOutcome.Unknown.class);
            assertThat(failure.diagnosis().cause())
                    .isEqualTo("partition quakes-fragile-0 has 1 of 2 in-sync replicas [1], min.insync.replicas is 2,"
                            + " the replica on broker 3 is out");
            assertThat(failure.diagnosis().cure())
                    .startsWith("bring broker 3 back")
                    .contains("raise the replication factor of 'quakes-fragile' from 2 to 3")
                    .contains("acks=1 is no cure");

            cluster.broker(3).start();
            Awaitility.await().atMost(FAILOVER).untilAsserted(() -> {
                sdk.guard().refresh();
                assertThat(verdict(sdk, "quakes-fragile").headroom()).isZero();
            });
            assertThat(producer.send("quakes-fragile", "key", "after")
                            .get(20, TimeUnit.SECONDS)
                            .topic())
                    .isEqualTo("quakes-fragile");
        }
    }

    private static AcksVerdict verdict(ProducerSide sdk, String topic) {
        return sdk.guard().safetyOf(topic).verdict();
    }
}
