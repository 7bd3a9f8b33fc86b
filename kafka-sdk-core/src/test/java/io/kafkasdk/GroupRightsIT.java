package io.kafkasdk;

import static io.kafkasdk.SecuredSides.PASSWORD;
import static io.kafkasdk.SecuredSides.alice;
import static io.kafkasdk.SecuredSides.at;
import static io.kafkasdk.test.SecureListener.SASL_SSL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.cluster.GroupSnapshot;
import io.kafkasdk.consumer.LogCapture;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.Sharing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rights of a consumer are enough for the view of its group, and less is no reason to stop. */
@Timeout(240)
@KafkaClusterTest(brokers = 1, users = "alice=" + PASSWORD, properties = "quota.window.num=3", sharing = Sharing.JVM)
class GroupRightsIT {

    private static final Duration TWO_LOOKS = Duration.ofSeconds(75);
    private static final String TOPIC = "watched";

    @Test
    void readOnGroupAndTopicIsEnoughAndWithoutDescribeTheGroupIsUnknownButGoesOn(KafkaCluster cluster)
            throws Exception {
        cluster.createTopic(TOPIC, 2, 1);
        cluster.security().allow("alice", TOPIC, AclOperation.READ);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        AtomicInteger handled = new AtomicInteger();
        try (LogCapture log = new LogCapture(GroupWatch.class);
                KafkaSdk sdk = KafkaSdk.builder()
                        .cluster(at(cluster, SASL_SSL, alice(cluster)))
                        .application("it")
                        .meterRegistry(registry)
                        .build()) {
            for (String protocol : List.of("classic", "consumer")) {
                cluster.security()
                        .allow(
                                "alice",
                                new ResourcePattern(ResourceType.GROUP, protocol, PatternType.LITERAL),
                                AclOperation.READ);
                sdk.consumer(settings(protocol), record -> handled.incrementAndGet())
                        .start();
            }
            produce(cluster, 10);
            await().atMost(TWO_LOOKS)
                    .untilAsserted(
                            () -> assertThat(sdk.groups()).hasSize(2).allSatisfy(GroupRightsIT::isKnownAndLevel));
            assertThat(log.text()).isEmpty();
            denyDescribe(cluster, List.of("classic", "consumer"));
            await().atMost(TWO_LOOKS)
                    .untilAsserted(() ->
                            assertThat(sdk.groups()).hasSize(2).allSatisfy(GroupRightsIT::isUnknownForLackOfARight));
            for (String meter : List.of("lag", "members", "partitions.unowned")) {
                Collection<Gauge> gauges =
                        registry.get("kafka.sdk.group." + meter).gauges();
                assertThat(gauges)
                        .as(meter)
                        .hasSize(2)
                        .allSatisfy(gauge -> assertThat(gauge.value()).isNaN());
            }
            produce(cluster, 5);
            await().atMost(TWO_LOOKS).until(() -> handled.get() == 2 * 2 * 15);
            System.out.println("without Describe | " + log.text());
            assertThat(log.count()).as(log.text()).isBetween(1, 2);
        }
    }

    private static void isKnownAndLevel(GroupSnapshot group) {
        assertThat(group.gaps()).isEmpty();
        assertThat(group.members()).hasValue(1);
        assertThat(group.topic(TOPIC).orElseThrow().lag()).hasValue(0);
        assertThat(group.topic(TOPIC).orElseThrow().unownedPartitions()).hasValue(0);
    }

    private static void isUnknownForLackOfARight(GroupSnapshot group) {
        assertThat(group.members()).isEmpty();
        assertThat(group.topic(TOPIC).orElseThrow().lag()).isEmpty();
        assertThat(group.gaps()).isNotEmpty().allSatisfy(gap -> {
            assertThat(gap.kind()).isEqualTo(ErrorKind.UNAUTHORIZED);
            assertThat(gap.text()).contains("User:alice lacks the right Describe on group '" + group.group() + "'");
        });
    }

    private static ConsumerSettings<String, String> settings(String protocol) {
        return ConsumerSettings.group(protocol, new StringDeserializer(), new StringDeserializer())
                .topics(TOPIC)
                .kafkaProperty("group.protocol", protocol);
    }

    private static void produce(KafkaCluster cluster, int count) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                for (int partition = 0; partition < 2; partition++) {
                    producer.send(new ProducerRecord<>(TOPIC, partition, "key", "value"));
                }
            }
        }
    }

    /** Read includes Describe; only a denial takes it away again. */
    private static void denyDescribe(KafkaCluster cluster, List<String> groups) throws Exception {
        List<AclBinding> denials = groups.stream()
                .map(group -> new AclBinding(
                        new ResourcePattern(ResourceType.GROUP, group, PatternType.LITERAL),
                        new AccessControlEntry("User:alice", "*", AclOperation.DESCRIBE, AclPermissionType.DENY)))
                .toList();
        cluster.admin().createAcls(denials).all().get(20, TimeUnit.SECONDS);
    }
}
