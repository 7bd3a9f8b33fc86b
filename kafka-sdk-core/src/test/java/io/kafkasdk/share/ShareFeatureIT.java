package io.kafkasdk.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ShareSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cluster whose share groups are switched off. */
@Timeout(120)
@KafkaClusterTest(brokers = 1)
class ShareFeatureIT {

    @Test
    void aClusterWithoutShareGroupsIsNamedAsTheCause(KafkaCluster cluster) throws Exception {
        cluster.admin()
                .updateFeatures(
                        Map.of("share.version", new FeatureUpdate((short) 0, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE)),
                        new UpdateFeaturesOptions())
                .all()
                .get();
        try (KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application("bench")
                .build()) {
            SharedConsumer member = sdk.sharedConsumer(
                    ShareSettings.group("g", new StringDeserializer(), new StringDeserializer())
                            .topics("t"),
                    record -> {});
            member.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> member.state() == ConsumerState.FAILED);
            assertThat(member.failure()).hasValueSatisfying(why -> {
                assertThat(why.kind()).isEqualTo(ErrorKind.MISCONFIGURED);
                assertThat(why.getMessage()).contains("share.version", "4.2");
            });
        }
    }
}
