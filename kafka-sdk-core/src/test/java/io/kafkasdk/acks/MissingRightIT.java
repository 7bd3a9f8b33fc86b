package io.kafkasdk.acks;

import static io.kafkasdk.producer.ProducerSide.failureOf;
import static io.kafkasdk.producer.ProducerSide.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.producer.ProducerSide;
import io.kafkasdk.producer.SendFailedException;
import io.kafkasdk.producer.SendOutcome;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

@KafkaClusterTest(
        brokers = 1,
        properties = {
            "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "allow.everyone.if.no.acl.found=true"
        })
class MissingRightIT {

    @Test
    void aTopicThatMayNotBeReadIsUnknownAndTheMissingRightIsNamed(KafkaCluster cluster) throws Exception {
        cluster.createTopic("secretive", 1, 1);
        deny(cluster, "secretive", AclOperation.DESCRIBE_CONFIGS);
        try (ProducerSide sdk = side(cluster)) {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                sdk.guard().preflight(List.of("secretive"));
                AcksVerdict verdict = sdk.guard().safetyOf("secretive").verdict();
                assertThat(verdict.kind()).isEqualTo(AcksVerdict.Kind.UNKNOWN);
                assertThat(verdict.summary())
                        .contains("describeConfigs", "the right DescribeConfigs on topic 'secretive'");
            });
        }
    }

    @Test
    void aRefusedWriteNamesOperationAndTopic(KafkaCluster cluster) throws Exception {
        cluster.createTopic("read-only", 1, 1);
        deny(cluster, "read-only", AclOperation.WRITE);
        try (ProducerSide sdk = side(cluster)) {
            GuardedProducer<String, String> producer =
                    sdk.open(settings("writer").maxBlock(Duration.ofSeconds(5)));
            SendFailedException failure = failureOf(producer.send("read-only", "key", "value"), Duration.ofSeconds(30));
            assertThat(failure.kind()).isEqualTo(ErrorKind.UNAUTHORIZED);
            // The client had taken the record: only its last attempt is known to have been refused.
            assertThat(failure.outcome()).isInstanceOf(SendOutcome.Unknown.class);
            assertThat(failure).hasMessageContaining("Write").hasMessageContaining("topic 'read-only'");
        }
    }

    @Test
    void aTopicThatMayNotEvenBeSeenIsRejectedBeforeTheClientTakesTheRecord(KafkaCluster cluster) throws Exception {
        cluster.createTopic("hidden", 1, 1);
        deny(cluster, "hidden", AclOperation.DESCRIBE);
        deny(cluster, "hidden", AclOperation.WRITE);
        try (ProducerSide sdk = side(cluster)) {
            GuardedProducer<String, String> producer =
                    sdk.open(settings("blind").maxBlock(Duration.ofSeconds(5)));
            SendFailedException failure = failureOf(producer.send("hidden", "key", "value"), Duration.ofSeconds(30));
            assertThat(failure.kind()).isEqualTo(ErrorKind.UNAUTHORIZED);
            assertThat(failure.outcome()).isInstanceOf(SendOutcome.Rejected.class);
        }
    }

    private static void deny(KafkaCluster cluster, String topic, AclOperation operation) throws Exception {
        ResourcePattern pattern = new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL);
        // One ACL on a topic ends "allow everyone" for it, so everything else is allowed by name.
        AclBinding allow = new AclBinding(
                pattern, new AccessControlEntry("User:*", "*", AclOperation.ALL, AclPermissionType.ALLOW));
        AclBinding deny =
                new AclBinding(pattern, new AccessControlEntry("User:*", "*", operation, AclPermissionType.DENY));
        cluster.admin().createAcls(List.of(allow, deny)).all().get(20, TimeUnit.SECONDS);
    }

    private static ProducerSide side(KafkaCluster cluster) {
        return new ProducerSide(ClusterSettings.of(cluster.bootstrapServers()), AcksRules.DEFAULT);
    }
}
