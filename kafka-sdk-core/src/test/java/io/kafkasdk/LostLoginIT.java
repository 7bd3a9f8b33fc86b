package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.producer.SendFailedException;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.Secret;
import io.kafkasdk.settings.SecuritySettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.SecureListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A producer whose first login is refused works once it is taken, without being opened again (KAFKA-20237). */
@KafkaClusterTest(brokers = 1, secured = true)
class LostLoginIT {

    private static final Logger log = LoggerFactory.getLogger(LostLoginIT.class);
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    @Test
    void sendsGoThroughWithinTenSecondsOfTheLoginBeingTaken(KafkaCluster cluster) {
        cluster.createTopic("of-late", 1, 1);
        cluster.security().allow("late", "of-late", AclOperation.WRITE, AclOperation.DESCRIBE);
        try (KafkaSdk sdk = sdk(cluster, "late")) {
            GuardedProducer<String, String> orders = sdk.producer(settings());
            await().atMost(Duration.ofSeconds(30)).until(() -> failedFor(orders, ErrorKind.UNAUTHENTICATED));
            cluster.security().createUser("late", "late-secret");
            awaitDelivery(orders, "of-late");
        }
    }

    @Test
    void aProducerThatWasIdleMeanwhileWorksToo(KafkaCluster cluster) {
        cluster.createTopic("of-idle", 1, 1);
        cluster.security().allow("idle", "of-idle", AclOperation.WRITE, AclOperation.DESCRIBE);
        try (KafkaSdk sdk = sdk(cluster, "idle")) {
            GuardedProducer<String, String> orders = sdk.producer(settings());
            await().atMost(Duration.ofSeconds(30)).until(() -> refusedLogins(orders) >= 1);
            cluster.security().createUser("idle", "idle-secret");
            awaitDelivery(orders, "of-idle");
        }
    }

    private static void awaitDelivery(GuardedProducer<String, String> orders, String topic) {
        long cured = System.nanoTime();
        List<CompletableFuture<SendReceipt>> sends = new ArrayList<>();
        await().atMost(RECOVERY).pollInterval(Duration.ofMillis(100)).until(() -> {
            sends.add(orders.send(topic, "key", "value"));
            return sends.stream().anyMatch(send -> send.isDone() && !send.isCompletedExceptionally());
        });
        log.info("Topic {}: the first delivery {} ms after the cure", topic, (System.nanoTime() - cured) / 1_000_000);
        assertThat(orders.send(topic, "key", "value")).succeedsWithin(Duration.ofSeconds(5));
    }

    private static boolean failedFor(GuardedProducer<String, String> orders, ErrorKind kind) {
        Throwable failure = orders.send("of-late", "key", "value")
                .handle((receipt, thrown) -> thrown)
                .join();
        return failure instanceof SendFailedException known && known.kind() == kind;
    }

    private static double refusedLogins(GuardedProducer<String, String> orders) {
        return orders.asKafkaProducer().metrics().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals("failed-authentication-total")
                        && entry.getKey().group().equals("producer-metrics"))
                .mapToDouble(entry -> (Double) entry.getValue().metricValue())
                .sum();
    }

    private static KafkaSdk sdk(KafkaCluster cluster, String user) {
        SecuritySettings security = new SecuritySettings.Sasl(
                SecuritySettings.Mechanism.SCRAM_SHA_256, user, Secret.of(user + "-secret"), null);
        return KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers(SecureListener.SASL_PLAINTEXT))
                        .security(security))
                .application("lost-" + user)
                .build();
    }

    private static ProducerSettings<String, String> settings() {
        return ProducerSettings.named("orders", new StringSerializer(), new StringSerializer());
    }
}
