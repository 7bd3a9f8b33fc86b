package io.kafkasdk;

import static io.kafkasdk.SecuredSides.PASSWORD;
import static io.kafkasdk.SecuredSides.alice;
import static io.kafkasdk.SecuredSides.at;
import static io.kafkasdk.producer.ProducerSide.failureOf;
import static io.kafkasdk.producer.ProducerSide.settings;
import static io.kafkasdk.test.SecureListener.SASL_SSL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.producer.SendFailedException;
import io.kafkasdk.producer.SendOutcome;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.Secret;
import io.kafkasdk.settings.SecuritySettings.Mechanism;
import io.kafkasdk.settings.SecuritySettings.Sasl;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.Sharing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Rights and passwords that are missing, and come while the application runs. */
@KafkaClusterTest(brokers = 1, users = "alice=" + PASSWORD, properties = "quota.window.num=3", sharing = Sharing.JVM)
class MissingAclIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** From the end of the cause until sends pass: the longest waits of the breaker and of the Kafka client. */
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    @Test
    void aTopicThatMayNotBeSeenIsNamedWithTheUserAndTheRights(KafkaCluster cluster) {
        cluster.createTopic("hidden", 1, 1);
        SendFailedException failure = refusedWrite(cluster, "hidden", "missing ACL, topic not visible");
        assertThat(failure.outcome()).isInstanceOf(SendOutcome.Rejected.class);
    }

    @Test
    void aTopicThatMayOnlyBeReadIsNamedWithTheUserAndTheRightAndWorksOnceItIsGiven(KafkaCluster cluster) {
        cluster.createTopic("read-only", 1, 1);
        cluster.security().allow("alice", "read-only", AclOperation.READ);
        SendFailedException failure = refusedWrite(cluster, "read-only", "missing ACL, topic read-only");
        assertThat(failure.outcome()).isInstanceOf(SendOutcome.Unknown.class);
    }

    private static SendFailedException refusedWrite(KafkaCluster cluster, String topic, String name) {
        try (KafkaSdk sdk = sdk(at(cluster, SASL_SSL, alice(cluster)))) {
            GuardedProducer<String, String> producer = sdk.producer(settings(topic));
            assertThat(sdk.verifyConnection().brokers()).hasSize(1);
            long start = System.nanoTime();
            SendFailedException failure = failureOf(producer.send(topic, "key", "value"), PATIENCE);
            print(name, "ended after " + millisSince(start) + " ms");
            print(name, failure.kind() + ": " + failure.getMessage());
            assertThat(failure.kind()).isEqualTo(ErrorKind.UNAUTHORIZED);
            assertThat(failure)
                    .hasMessageContaining("principal User:alice lacks the right Write")
                    .hasMessageContaining("topic '" + topic + "'")
                    .hasMessageContaining("--add --allow-principal User:alice --operation Write --operation Describe")
                    .hasMessageContaining("ClusterSettings.security(...)");
            cluster.security().allow("alice", topic, AclOperation.WRITE);
            long given = System.nanoTime();
            await().atMost(RECOVERY).until(() -> passes(producer.send(topic, "key", "value")));
            print(name, "sends pass " + millisSince(given) + " ms after the right was given, without a restart");
            return failure;
        }
    }

    @Test
    void withoutTheRightToReadItsConfigurationATopicIsUnknownAndTakesSends(KafkaCluster cluster) throws Exception {
        cluster.createTopic("unread", 1, 1);
        cluster.security().allow("alice", "unread", AclOperation.WRITE);
        try (KafkaSdk sdk = sdk(at(cluster, SASL_SSL, alice(cluster)))) {
            GuardedProducer<String, String> producer =
                    sdk.producer(settings("unread").topics("unread"));
            SendReceipt receipt = producer.send("unread", "key", "value").get(30, TimeUnit.SECONDS);
            assertThat(receipt.verdict()).isEqualTo(AcksVerdict.Kind.UNKNOWN);
            AcksVerdict verdict = sdk.verdicts().iterator().next();
            print("missing ACL, DescribeConfigs", verdict.kind() + ": " + verdict.summary() + " " + verdict.cure());
            assertThat(verdict.summary())
                    .contains("principal User:alice lacks the right DescribeConfigs on topic 'unread'");
            assertThat(verdict.cure()).contains("DescribeConfigs on topic 'unread' for User:alice");
        }
    }

    @Test
    void aWrongPasswordIsTriedAboutOnceASecondHoweverManySendsThereAre(KafkaCluster cluster) {
        cluster.createTopic("bobs", 1, 1);
        cluster.security().createUser("bob", "old-word");
        cluster.security().allow("bob", "bobs", AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS);
        Sasl login = new Sasl(Mechanism.SCRAM_SHA_512, "bob", Secret.of("new-word"), SecuredSides.trusting(cluster));
        ListAppender<ILoggingEvent> refused = captureOf(NetworkClient.class);
        try (KafkaSdk sdk = sdk(at(cluster, SASL_SSL, login))) {
            GuardedProducer<String, String> producer = sdk.producer(settings("bobs"));
            Duration trying = Duration.ofSeconds(15);
            List<CompletableFuture<SendReceipt>> sends = new ArrayList<>();
            await().pollInterval(Duration.ofMillis(1))
                    .atMost(trying.plusSeconds(5))
                    .until(() -> {
                        sends.add(producer.send("bobs", "key", "value"));
                        return refused.list.size() > 0
                                && isOver(refused.list.get(0).getTimeStamp(), trying);
                    });
            long attempts = refused.list.stream()
                    .filter(event -> event.getFormattedMessage().contains("failed authentication"))
                    .count();
            print(
                    "wrong password, attempts",
                    attempts + " logins of producer and admin in " + trying.toSeconds() + " s for " + sends.size()
                            + " sends");
            // Kafka waits 50 ms before the second attempt, then twice as long each time up to 1 s, give or take a
            // fifth:
            // six attempts in the first 1.3 s and at most one in 0.8 s after it, for each of the two clients.
            assertThat(attempts).isBetween(2L, 2 * (6 + trying.toMillis() / 800));
            assertThat(sends).hasSizeGreaterThan(10 * (int) attempts);
            assertThat(sends.get(sends.size() - 1)).failsWithin(PATIENCE);

        } finally {
            ((Logger) LoggerFactory.getLogger(NetworkClient.class)).detachAppender(refused);
        }
    }

    private static boolean isOver(long fromMillis, Duration time) {
        return System.currentTimeMillis() - fromMillis > time.toMillis();
    }

    private static ListAppender<ILoggingEvent> captureOf(Class<?> type) {
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        ((Logger) LoggerFactory.getLogger(type)).addAppender(appender);
        return appender;
    }

    private static boolean passes(CompletableFuture<SendReceipt> send) {
        return send.handle((receipt, failure) -> failure == null)
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private static KafkaSdk sdk(ClusterSettings settings) {
        return KafkaSdk.builder().cluster(settings).application("it").build();
    }

    private static long millisSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    private static void print(String name, String text) {
        System.out.println(name + " | " + text);
    }
}
