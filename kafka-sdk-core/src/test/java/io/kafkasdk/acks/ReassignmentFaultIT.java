package io.kafkasdk.acks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.KafkaTool.Run;
import io.kafkasdk.acks.Reassignment.Move;
import io.kafkasdk.acks.TopicCure.Plan;
import io.kafkasdk.producer.ProducerSide;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KafkaClusterTest(brokers = 4, properties = "broker.session.timeout.ms=4000")
class ReassignmentFaultIT {

    private static final Duration FAILOVER = Duration.ofSeconds(45);

    @TempDir
    Path directory;

    @Test
    void aPlanMadeInAnOutageKeepsTheAbsentReplicaAndRunsWhenItsBrokerIsBack(KafkaCluster cluster) throws Exception {
        cluster.createTopic("fragile", Map.of(0, List.of(4, 1)), Map.of("min.insync.replicas", "2"));
        KafkaReassignTool tool = new KafkaReassignTool(cluster.bootstrapServers(), directory);
        try (ProducerSide sdk = new ProducerSide(ClusterSettings.of(cluster.bootstrapServers()), AcksRules.DEFAULT)) {
            cluster.broker(4).kill();
            await().atMost(FAILOVER)
                    .until(() -> sdk.guard().cureFor("fragile") instanceof Plan made
                            && made.absentBrokers().contains(4)
                            && made.verdict().headroom() < 0);
            Plan plan = (Plan) sdk.guard().cureFor("fragile");
            Reassignment reassignment = plan.reassignment().orElseThrow();
            Move move = reassignment.moves().get(0);
            assertThat(move.after())
                    .as("the leader by now is broker 1")
                    .startsWith(1, 4)
                    .hasSize(3);
            assertThat(plan.text()).contains("Brokers [4] hold replicas and are not up");

            Run refused = tool.execute(reassignment.json());
            assertThat(refused.exitCode()).isNotZero();
            assertThat(refused.output()).contains("Unknown broker id 4");

            cluster.broker(4).start();
            tool.executeAndAwait(reassignment.json(), 1);
            await().atMost(FAILOVER).untilAsserted(() -> {
                sdk.guard().preflight(List.of("fragile"));
                AcksVerdict verdict = sdk.guard().safetyOf("fragile").verdict();
                assertThat(verdict.kind()).isEqualTo(AcksVerdict.Kind.SAFE);
                assertThat(verdict.headroom()).isEqualTo(1);
            });
        }
    }
}
