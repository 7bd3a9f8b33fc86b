package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.AcksPolicy;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.AcksVerdict.Kind;
import io.kafkasdk.acks.Durability;
import io.kafkasdk.consumer.LogCapture;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.producer.SendFailedException;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.producer.Visibility;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One broker of a topic with RF 2 and min.insync.replicas 2 is killed while records are sent. */
@KafkaClusterTest(brokers = 3)
class MissingReplicaFaultIT {

    private static final Map<Integer, List<Integer>> LAYOUT =
            Map.of(0, List.of(1, 3), 1, List.of(2, 3), 2, List.of(1, 2));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger sent = new AtomicInteger();
    private final Queue<SendReceipt> receipts = new ConcurrentLinkedQueue<>();
    private final Queue<SendFailedException> failures = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stopLoad() {
        load.shutdownNow();
    }

    @Test
    void withAcksAllItIsWarnedOfWithinFiveSecondsAndFailuresNameIt(KafkaCluster cluster) {
        cluster.createTopic("fragile", LAYOUT, Map.of("min.insync.replicas", "2"));
        try (LogCapture log = new LogCapture(AcksGuard.class);
                KafkaSdk sdk = sdk(cluster, AcksRules.DEFAULT)) {
            sendSteadily(sdk, "fragile");
            await().until(() -> receipts.size() > 20 && headroom("fragile") == 0);

            long killed = System.nanoTime();
            cluster.broker(3).kill();
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> headroom("fragile") < 0 && log.text().contains("acks=all writes now"));
            System.out.println("acks=all: WARN and meter " + millisSince(killed) + " ms after the kill");
            System.out.println("WARN: "
                    + log.text()
                            .lines()
                            .filter(line -> line.contains("acks=all writes now"))
                            .findFirst()
                            .orElse(""));
            assertThat(failures).as("sends that failed by then").isEmpty();

            await().atMost(Duration.ofSeconds(30)).until(() -> !failures.isEmpty());
            System.out.println("first failure " + millisSince(killed) + " ms after the kill: "
                    + failures.element().getMessage());
            assertThat(failures).allSatisfy(failure -> {
                assertThat(failure.kind()).isEqualTo(ErrorKind.SHORT_ISR);
                assertThat(failure)
                        .hasMessageContaining("topic 'fragile', partition")
                        .hasMessageContaining("in-sync replicas [")
                        .hasMessageContaining("broker 3")
                        .hasMessageContaining("bring broker 3 back")
                        .hasMessageContaining("raise the replication factor of 'fragile' from 2 to 3");
            });
            cluster.broker(3).start();
            await().atMost(Duration.ofSeconds(60)).until(() -> headroom("fragile") == 0);
        }
    }

    @Test
    void withLeaderAckReceiptsSayThatTheRecordIsInvisibleAndTheMeterCountsItUntilTheBrokerIsBack(KafkaCluster cluster)
            throws Exception {
        cluster.restore();
        cluster.createTopic("led", LAYOUT, Map.of("min.insync.replicas", "2"));
        AcksRules rules = AcksRules.DEFAULT.withPolicy(Kind.NO_HEADROOM, AcksPolicy.LEADER_ACK);
        try (KafkaSdk sdk = sdk(cluster, rules)) {
            sendSteadily(sdk, "led");
            await().until(() -> receipts.stream().anyMatch(receipt -> receipt.durability() == Durability.LEADER));

            long killed = System.nanoTime();
            cluster.broker(3).kill();
            await().atMost(Duration.ofSeconds(30)).until(() -> invisible("led") > 0 && hidden().size() > 10);
            System.out.println("acks=1: hidden records are counted " + millisSince(killed) + " ms after the kill");
            SendReceipt receipt = hidden().get(0);
            System.out.println(
                    "receipt: " + receipt + ": " + receipt.visibility().text());
            assertThat(receipt.visibility().text()).isEqualTo("not visible until the replica is back");
            assertThat(hidden()).allSatisfy(one -> assertThat(one.partition()).isNotEqualTo(2));

            load.shutdown();
            assertThat(load.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            await().until(() -> receipts.size() + failures.size() == sent.get());
            assertThat(failures).isEmpty();
            assertThat(visibleRecords(cluster, "led")).as("of " + sent.get()).isLessThan(sent.get());

            cluster.broker(3).start();
            await().atMost(Duration.ofSeconds(60)).until(() -> invisible("led") == 0);
            assertThat(visibleRecords(cluster, "led")).isEqualTo(sent.get());
            assertThat(offsetsInOrderOfSends())
                    .allSatisfy((partition, offsets) -> assertThat(offsets).isSorted());
        }
    }

    private KafkaSdk sdk(KafkaCluster cluster, AcksRules rules) {
        return KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application("app")
                .acksRules(rules)
                .meterRegistry(registry)
                .build();
    }

    private void sendSteadily(KafkaSdk sdk, String topic) {
        GuardedProducer<String, String> producer =
                sdk.producer(ProducerSettings.named(topic, new StringSerializer(), new StringSerializer())
                        .topics(topic)
                        .deliveryTimeout(Duration.ofSeconds(12)));
        load.scheduleWithFixedDelay(
                () -> {
                    int number = sent.incrementAndGet();
                    CompletableFuture<SendReceipt> send = producer.send(topic, "key-" + number % 30, "value-" + number);
                    send.whenComplete((receipt, failure) -> {
                        if (failure == null) {
                            receipts.add(receipt);
                        } else {
                            failures.add((SendFailedException) failure);
                        }
                    });
                },
                0,
                10,
                TimeUnit.MILLISECONDS);
    }

    private double headroom(String topic) {
        Gauge gauge =
                registry.find("kafka.sdk.acks.headroom").tag("topic", topic).gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }

    private double invisible(String topic) {
        Gauge gauge = registry.find("kafka.sdk.producer.invisible")
                .tag("topic", topic)
                .gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }

    private List<SendReceipt> hidden() {
        return receipts.stream()
                .filter(receipt -> receipt.visibility() == Visibility.NOT_UNTIL_REPLICA_IS_BACK)
                .toList();
    }

    /** The receipts come in the order of the acknowledgements, which is that of the sends to each partition. */
    private Map<Integer, List<Long>> offsetsInOrderOfSends() {
        return receipts.stream()
                .collect(Collectors.groupingBy(
                        SendReceipt::partition, Collectors.mapping(SendReceipt::offset, Collectors.toList())));
    }

    private static long visibleRecords(KafkaCluster cluster, String topic) throws Exception {
        Map<TopicPartition, OffsetSpec> ends = LAYOUT.keySet().stream()
                .collect(Collectors.toMap(number -> new TopicPartition(topic, number), number -> OffsetSpec.latest()));
        return cluster.admin().listOffsets(ends).all().get(10, TimeUnit.SECONDS).values().stream()
                .mapToLong(end -> end.offset())
                .sum();
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
