package io.kafkasdk.producer;

import static io.kafkasdk.producer.ProducerSide.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.BusyMachine;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.producer.HandOver.Result;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClientTuning.TunedValue;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ExplainedProperty;
import io.kafkasdk.settings.ExplainedProperty.Source;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

@KafkaClusterTest(brokers = 3)
class HandOverIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ClientTuning WRONG = tuning("gzip", "16384", "0");
    private static final ClientTuning GOOD = tuning("lz4", "262144", "20");

    @Test
    void underAFloodEachHandOverKeepsAllRecordsInOrderAndRefusesNobody(KafkaCluster cluster) throws Exception {
        cluster.createTopic("flood", 6, 3, Map.of("min.insync.replicas", "2"));
        List<HandOver> came = new ArrayList<>();
        try (ProducerSide sdk = new ProducerSide(ClusterSettings.of(cluster.bootstrapServers()), AcksRules.DEFAULT)) {
            // With time enough for a full buffer on a slow machine: who is refused then, is by the hand-over.
            GuardedProducer<String, String> producer =
                    sdk.open(settings("flood").topics("flood").maxBlock(Duration.ofSeconds(30)));
            TunableProducer tunable = sdk.tunable(producer);
            KeyedLoad load = new KeyedLoad(producer, "flood", Duration.ZERO).start();
            for (ClientTuning next : List.of(WRONG, GOOD, WRONG, GOOD, WRONG, GOOD)) {
                long before = load.delivered();
                await().atMost(PATIENCE).until(() -> load.delivered() > before + 20_000);
                await().atMost(PATIENCE).until(() -> {
                    came.add(tunable.handOver(next));
                    return came.get(came.size() - 1).isDone();
                });
            }
            load.stop();
            await().atMost(PATIENCE).until(() -> load.ended() == load.sent());
            System.out.printf("%d records, longest send %s, hand-overs %s%n", load.sent(), load.longest(), came);
            assertThat(load.failures()).isEmpty();
            assertThat(load.delivered()).isEqualTo(load.sent());
            load.assertLog(cluster.bootstrapServers());
            assertThat(tunable.progress().records()).isEqualTo(load.sent());
            assertThat(producer.explain().property("compression.type"))
                    .contains(new ExplainedProperty(
                            "compression.type", "lz4", Source.TUNED, "planted; replaces Kafka's none"));
            assertThat(mbeans(producer.clientId()))
                    .as("meters of the last client")
                    .isPositive();
        }
        // A slow machine may not drain in time; then nothing was changed.
        assertThat(came).extracting(HandOver::result).isSubsetOf(Result.DONE, Result.NOT_DRAINED);
        assertThat(came)
                .allSatisfy(one -> assertThat(Duration.ofNanos(one.heldNanos()))
                        .isLessThan(Duration.ofMillis(500).plus(BusyMachine.ALLOWANCE)));
    }

    private static int mbeans(String clientId) throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("kafka.producer:type=producer-metrics,client-id=" + clientId), null)
                .size();
    }

    static ClientTuning tuning(String codec, String batch, String linger) {
        return new ClientTuning(
                "planted",
                List.of(
                        new TunedValue("compression.type", codec, "planted"),
                        new TunedValue("batch.size", batch, "planted"),
                        new TunedValue("linger.ms", linger, "planted")));
    }
}
