package io.kafkasdk;

import static io.kafkasdk.SecuredSides.PASSWORD;
import static io.kafkasdk.SecuredSides.alice;
import static io.kafkasdk.SecuredSides.at;
import static io.kafkasdk.producer.ProducerSide.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.producer.SendFailedException;
import io.kafkasdk.producer.SendOutcome;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.settings.InFlightLimits;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.SecureListener;
import io.kafkasdk.test.Sharing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A quota below what is sent: the brokers just answer later, and nothing but a meter of the client says so. */
@KafkaClusterTest(
        brokers = 1,
        users = "alice=" + PASSWORD,
        // Three seconds instead of eleven, so that it takes less to be over the quota.
        properties = "quota.window.num=3",
        sharing = Sharing.JVM)
class QuotaIT {

    private static final long BYTES_PER_SECOND = 50_000;
    private static final Duration MAX_BLOCK = Duration.ofMillis(500);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** As compact as it is: compressed it would be no burden. */
    private static final String VALUE = random(10_000);

    @Test
    void recordsThatExpireBehindAQuotaSaySoAndHowToRaiseIt(KafkaCluster cluster) {
        limit(cluster, "expiring");
        try (KafkaSdk sdk = sdk(cluster)) {
            GuardedProducer<String, String> producer =
                    sdk.producer(settings("expiring").topics("expiring").deliveryTimeout(Duration.ofSeconds(5)));
            List<CompletableFuture<SendReceipt>> sends = new ArrayList<>();
            // A quota takes hold some time after it was set, so no number of records is certain to be too many.
            await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> {
                sends.add(producer.send("expiring", "key", VALUE));
                return sends.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
            });
            List<SendFailedException> failures = failuresOf(sends);
            System.out.println(
                    "quota, records expire | delivered " + (sends.size() - failures.size()) + " of " + sends.size());
            assertThat(failures).isNotEmpty().hasSizeLessThan(sends.size());
            assertQuotaIsNamed("quota, records expire", failures, "it.expiring");
            assertThat(failures)
                    .allSatisfy(failure -> assertThat(failure.outcome()).isInstanceOf(SendOutcome.Unknown.class));
        }
    }

    @Test
    void aBudgetThatIsFullBehindAQuotaSaysSoAndTheBreakerStaysClosed(KafkaCluster cluster) {
        assertRefusalsNameTheQuota(
                cluster,
                "quota, budget full",
                settings("budgeted").maxBlock(MAX_BLOCK).inFlight(new InFlightLimits(20, 1 << 20)));
    }

    @Test
    void aBufferThatIsFullBehindAQuotaSaysSoAndTheBreakerStaysClosed(KafkaCluster cluster) {
        assertRefusalsNameTheQuota(
                cluster,
                "quota, buffer full",
                settings("buffered").maxBlock(MAX_BLOCK).kafkaProperty("buffer.memory", "200000"));
    }

    /**
     * Sends until ten records were refused, which is enough to open the breaker if they were the cluster's fault. Before the
     * quota has taken hold, brokers that are slow may fill the buffer as well.
     */
    private static void assertRefusalsNameTheQuota(
            KafkaCluster cluster, String name, ProducerSettings<String, String> settings) {
        limit(cluster, settings.name());
        try (KafkaSdk sdk = sdk(cluster)) {
            GuardedProducer<String, String> producer = sdk.producer(settings.topics(settings.name()));
            List<CompletableFuture<SendReceipt>> sends = new ArrayList<>();
            Duration longest = Duration.ZERO;
            List<SendFailedException> refused = List.of();
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (refused.size() < 10 && System.nanoTime() < end) {
                long start = System.nanoTime();
                sends.add(producer.send(settings.name(), "key", VALUE));
                Duration held = Duration.ofNanos(System.nanoTime() - start);
                longest = held.compareTo(longest) > 0 ? held : longest;
                refused =
                        failuresOf(sends.stream()
                                        .filter(CompletableFuture::isCompletedExceptionally)
                                        .toList())
                                .stream()
                                .filter(failure -> failure.getMessage().contains("a quota"))
                                .toList();
            }
            System.out.println(name + " | caller held at most " + longest.toMillis() + " ms, refused " + refused.size()
                    + " of " + sends.size());
            assertThat(longest).isLessThan(MAX_BLOCK.plus(BusyMachine.ALLOWANCE));
            assertThat(refused).hasSizeGreaterThanOrEqualTo(10);
            assertQuotaIsNamed(name, refused, "it." + settings.name());
            assertThat(refused)
                    .allSatisfy(failure -> assertThat(failure.outcome()).isInstanceOf(SendOutcome.Rejected.class));

            cluster.security().clearQuotas("alice");
            await().atMost(PATIENCE).until(() -> sends.stream().allMatch(CompletableFuture::isDone));
            assertThat(failuresOf(sends))
                    .as("what was accepted is delivered")
                    .allSatisfy(failure -> assertThat(failure.outcome()).isInstanceOf(SendOutcome.Rejected.class));
        }
    }

    private static void assertQuotaIsNamed(String name, List<SendFailedException> failures, String clientId) {
        System.out.println(name + " | send: " + failures.get(0).kind() + ": "
                + failures.get(0).getMessage());
        assertThat(failures).allSatisfy(failure -> {
            assertThat(failure.kind()).isEqualTo(ErrorKind.OVERLOADED);
            assertThat(failure)
                    .hasMessageContaining("a quota holds this producer back")
                    .hasMessageMatching("(?s).*wait up to [1-9]\\d* ms.*")
                    .hasMessageContaining("ProducerSettings.rateLimit(...)")
                    .hasMessageContaining("producer_byte_rate")
                    .hasMessageContaining("--entity-name alice")
                    .hasMessageContaining("--entity-name " + clientId);
        });
    }

    @AfterEach
    void noQuotaForOthers(KafkaCluster cluster) {
        cluster.security().clearQuotas("alice");
    }

    private static List<SendFailedException> failuresOf(List<CompletableFuture<SendReceipt>> sends) {
        List<SendFailedException> failures = new ArrayList<>();
        for (CompletableFuture<SendReceipt> send : sends) {
            Throwable failure = send.handle((receipt, thrown) -> thrown).join();
            if (failure != null) {
                assertThat(failure).isInstanceOf(SendFailedException.class);
                failures.add((SendFailedException) failure);
            }
        }
        return failures;
    }

    private static String random(int length) {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) (' ' + random.nextInt('~' - ' ')));
        }
        return text.toString();
    }

    private static void limit(KafkaCluster cluster, String topic) {
        cluster.createTopic(topic, 1, 1);
        cluster.security().allow("alice", topic, AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS);
        cluster.security().producerQuota("alice", BYTES_PER_SECOND);
    }

    private static KafkaSdk sdk(KafkaCluster cluster) {
        return KafkaSdk.builder()
                .cluster(at(cluster, SecureListener.SASL_SSL, alice(cluster)))
                .application("it")
                .build();
    }
}
