package io.kafkasdk.producer;

import static io.kafkasdk.producer.ProducerSide.retries;
import static io.kafkasdk.producer.ProducerSide.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.BusyMachine;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.InFlightLimits;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.test.Direction;
import io.kafkasdk.test.FaultyLink;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the network between a producer and its broker may do, and what it must not make of it. */
@Timeout(120)
@KafkaClusterTest(brokers = 1, faultyLinks = true)
class LinkFaultIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration MAX_BLOCK = Duration.ofMillis(500);

    private final KafkaCluster cluster;
    private final FaultyLink link;

    LinkFaultIT(KafkaCluster cluster) {
        this.cluster = cluster;
        this.link = cluster.broker(1).link();
    }

    @AfterEach
    void heal() {
        link.heal();
    }

    @Test
    void latenciesBelowTheRequestTimeoutFailAndRepeatNothing() throws Exception {
        cluster.createTopic("late", 3, 1);
        try (ProducerSide sdk = sdk()) {
            GuardedProducer<String, String> producer = sdk.open(settings("late").topics("late"));
            KeyedLoad load = new KeyedLoad(producer, "late", PAUSE).start();
            awaitMore(load, 100);
            link.latency(Direction.BOTH, Duration.ofMillis(200), Duration.ofMillis(100));
            awaitMore(load, 300);
            end(load);
            assertThat(load.failures()).isEmpty();
            assertThat(retries(producer.asKafkaProducer())).isZero();
            load.assertLog(cluster.bootstrapServers());
        }
    }

    /** The broker appends, and the answer comes when the client has given the request up. */
    @Test
    void answersThatComeBehindTheRequestTimeoutRepeatNothingInTheLog() throws Exception {
        withoutAnswers("late-answers", () -> link.latency(Direction.TO_CLIENT, REQUEST_TIMEOUT.multipliedBy(2)));
    }

    /** The broker appends, and the answer never comes. */
    @Test
    void answersThatAreLostRepeatNothingInTheLog() throws Exception {
        withoutAnswers("lost-answers", () -> link.blackHole(Direction.TO_CLIENT));
    }

    private void withoutAnswers(String topic, Runnable fault) throws Exception {
        cluster.createTopic(topic, 3, 1);
        ProducerSettings<String, String> settings = settings(topic).topics(topic);
        try (ProducerSide sdk = sdk()) {
            GuardedProducer<String, String> producer =
                    sdk.open(settings.kafkaProperty("request.timeout.ms", "" + REQUEST_TIMEOUT.toMillis()));
            KeyedLoad load = new KeyedLoad(producer, topic, PAUSE).start();
            awaitMore(load, 100);
            fault.run();
            await().atMost(PATIENCE).until(() -> retries(producer.asKafkaProducer()) > 0);
            link.heal();
            awaitMore(load, 300);
            end(load);
            System.out.printf(
                    "%s: %d records, %.0f sent again%n", topic, load.sent(), retries(producer.asKafkaProducer()));
            assertThat(load.failures()).isEmpty();
            load.assertLog(cluster.bootstrapServers());
        }
    }

    @Test
    void aNarrowLinkHoldsCallersBackAndLosesNothingThatWasAccepted() throws Exception {
        cluster.createTopic("narrow", 1, 1);
        int records = 100;
        try (ProducerSide sdk = sdk()) {
            GuardedProducer<String, String> producer = sdk.open(settings("narrow")
                    .topics("narrow")
                    .maxBlock(MAX_BLOCK)
                    .inFlight(new InFlightLimits(records, 1 << 20))
                    .kafkaProperty("compression.type", "none"));
            producer.send("narrow", "key", "first").get(20, TimeUnit.SECONDS);
            link.bandwidth(Direction.TO_BROKER, 64 << 10);
            var pending = new AtomicInteger();
            var delivered = new AtomicInteger();
            var refused = new AtomicInteger();
            int mostPending = 0;
            Duration longest = Duration.ZERO;
            for (int i = 0; refused.get() < 5 && i < 5_000; i++) {
                pending.incrementAndGet();
                long start = System.nanoTime();
                producer.send("narrow", "key", i + "x".repeat(2_000)).whenComplete((receipt, failure) -> {
                    pending.decrementAndGet();
                    if (failure == null) {
                        delivered.incrementAndGet();
                    } else {
                        assertRefused((SendFailedException) failure);
                        refused.incrementAndGet();
                    }
                });
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                longest = took.compareTo(longest) > 0 ? took : longest;
                mostPending = Math.max(mostPending, pending.get());
                if (i == 2 * records) {
                    // It kept pace until here by waiting; now so narrow that waiting is in vain.
                    link.bandwidth(Direction.TO_BROKER, 2 << 10);
                }
            }
            link.heal();
            await().atMost(PATIENCE).until(() -> pending.get() == 0);
            System.out.printf(
                    "narrow link: %d delivered, %d refused, longest send %s, at most %d under way%n",
                    delivered.get(), refused.get(), longest, mostPending);
            assertThat(refused.get()).isGreaterThanOrEqualTo(5);
            assertThat(mostPending).as("with the one at the door").isLessThanOrEqualTo(records + 1);
            assertThat(longest).isLessThan(MAX_BLOCK.plus(BusyMachine.ALLOWANCE));
            assertThat(end("narrow")).isEqualTo(delivered.get() + 1);
        }
    }

    private static void assertRefused(SendFailedException failure) {
        assertThat(failure.outcome()).isInstanceOf(SendOutcome.Rejected.class);
        assertThat(failure.kind()).isEqualTo(ErrorKind.OVERLOADED);
    }

    /** As a load balancer does with connections on which nothing happens. */
    @Test
    void connectionsThatAreCutWhileNothingIsSentFailNoSendAfterwards() throws Exception {
        cluster.createTopic("idle", 1, 1);
        try (ProducerSide sdk = sdk()) {
            GuardedProducer<String, String> producer =
                    sdk.open(settings("idle").topics("idle").deliveryTimeout(Duration.ofSeconds(10)));
            for (int i = 0; i < 6; i++) {
                producer.send("idle", "key", "" + i).get(20, TimeUnit.SECONDS);
                if (i % 2 == 0) {
                    link.reset();
                } else {
                    link.halfClose(Direction.TO_CLIENT);
                }
            }
            assertThat(end("idle")).isEqualTo(6);
        }
    }

    @Test
    void aDeadAddressAmongTheBootstrapServersCostsNothing() throws Exception {
        cluster.createTopic("one-of-two", 1, 1);
        try (ProducerSide sdk =
                new ProducerSide(ClusterSettings.of("localhost:1", cluster.bootstrapServers()), AcksRules.DEFAULT)) {
            GuardedProducer<String, String> producer =
                    sdk.open(settings("one-of-two").topics("one-of-two").maxBlock(Duration.ofSeconds(5)));
            assertThat(producer.send("one-of-two", "key", "value")
                            .get(10, TimeUnit.SECONDS)
                            .offset())
                    .isZero();
        }
    }

    private ProducerSide sdk() {
        return new ProducerSide(ClusterSettings.of(cluster.bootstrapServers()), AcksRules.DEFAULT);
    }

    private static void awaitMore(KeyedLoad load, int records) {
        long before = load.delivered();
        await().atMost(PATIENCE).until(() -> load.delivered() > before + records);
    }

    private static void end(KeyedLoad load) throws InterruptedException {
        load.stop();
        await().atMost(PATIENCE).until(() -> load.ended() == load.sent());
    }

    /** Returns where the log of the topic's first partition ends, asked past the link. */
    private long end(String topic) throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        return cluster.admin()
                .listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get(20, TimeUnit.SECONDS)
                .offset();
    }
}
