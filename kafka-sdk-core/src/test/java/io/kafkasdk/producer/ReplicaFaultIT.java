package io.kafkasdk.producer;

import static io.kafkasdk.producer.ProducerSide.retries;
import static io.kafkasdk.producer.ProducerSide.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.test.Broker;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Brokers that stop, stutter or only lead the cluster, under load. */
@Timeout(180)
@KafkaClusterTest(
        brokers = 3,
        properties = {"replica.lag.time.max.ms=2000", "broker.session.timeout.ms=6000"})
class ReplicaFaultIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Map<String, String> MIN_ISR_2 = Map.of("min.insync.replicas", "2");

    private final KafkaCluster cluster;

    ReplicaFaultIT(KafkaCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void mend() {
        cluster.restore();
    }

    /**
     * The leader has the records and cannot acknowledge them. Older brokers said NotEnoughReplicasAfterAppend; since 3.7
     * (KAFKA-15583) they say nothing, and the client asks again when the request times out.
     */
    @Test
    void recordsThatTheLeaderAppendedAloneAreThereOnceWhenItsFollowerIsBack() throws Exception {
        cluster.createTopic("alone", Map.of(0, List.of(1, 2)), MIN_ISR_2);
        underLoad("alone", (producer, load) -> {
            cluster.broker(2).pause();
            await().atMost(PATIENCE).until(() -> retries(producer.asKafkaProducer()) > 0);
            cluster.broker(2).resume();
        });
    }

    @Test
    void aLeaderThatRunsOneFifthOfTheTimeLosesNothing() throws Exception {
        cluster.createTopic("stutter", Map.of(0, List.of(1, 2, 3)), MIN_ISR_2);
        Broker leader = cluster.broker(1);
        underLoad("stutter", (producer, load) -> {
            for (int i = 0; i < 12; i++) {
                leader.pause();
                await().pollDelay(Duration.ofMillis(200)).until(() -> true);
                leader.resume();
                await().pollDelay(Duration.ofMillis(50)).until(() -> true);
            }
        });
    }

    /** The controller leads no partition here, so nothing has to move. */
    @Test
    void theLossOfTheControllerAloneHoldsUpNoSend() throws Exception {
        int controller = cluster.admin()
                .describeMetadataQuorum()
                .quorumInfo()
                .get(20, TimeUnit.SECONDS)
                .leaderId();
        List<Integer> others = IntStream.rangeClosed(1, 3)
                .filter(id -> id != controller)
                .boxed()
                .toList();
        cluster.createTopic("uncontrolled", Map.of(0, others), MIN_ISR_2);
        underLoad("uncontrolled", (producer, load) -> {
            cluster.broker(controller).kill();
            long before = load.delivered();
            // Less than the 6 s after which a dead broker's partitions would move.
            await().atMost(Duration.ofSeconds(5)).until(() -> load.delivered() > before + 300);
        });
    }

    /** Breaks something while four threads send, and checks what became of the records. */
    private void underLoad(String topic, Fault fault) throws Exception {
        try (ProducerSide sdk = new ProducerSide(ClusterSettings.of(cluster.bootstrapServers()), AcksRules.DEFAULT)) {
            GuardedProducer<String, String> producer =
                    sdk.open(settings(topic).topics(topic).kafkaProperty("request.timeout.ms", "3000"));
            KeyedLoad load = new KeyedLoad(producer, topic, PAUSE).start();
            await().atMost(PATIENCE).until(() -> load.delivered() > 200);
            long start = System.nanoTime();
            fault.happen(producer, load);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            long before = load.delivered();
            await().atMost(PATIENCE).until(() -> load.delivered() > before + 300);
            load.stop();
            await().atMost(PATIENCE).until(() -> load.ended() == load.sent());
            System.out.printf(
                    "%s: %d records, %s of trouble, longest send %s%n", topic, load.sent(), took, load.longest());
            assertThat(load.failures()).isEmpty();
            load.assertLog(cluster.bootstrapServers());
        }
    }

    private interface Fault {
        void happen(GuardedProducer<?, ?> producer, KeyedLoad load) throws Exception;
    }
}
