package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.GroupBench.Seen.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.consumer.GroupBench.Seen;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.lag.AskedEnds;
import io.kafkasdk.lag.PartitionLag;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.Sharing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guarantees of a consumer on a healthy cluster. */
@Timeout(300)
@KafkaClusterTest(sharing = Sharing.JVM)
class ConsumerIT {

    private static final Duration SOON = Duration.ofSeconds(80);

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void handlesEveryRecordInTheOrderOfItsPartition(String protocol, KafkaCluster cluster) {
        try (GroupBench bench = new GroupBench(cluster, 4)) {
            bench.produce(4, 0, 500);
            Seen seen = new Seen();
            bench.start(bench.settings(protocol), seen);
            await().atMost(SOON).until(() -> seen.count() >= 2_000);
            for (int partition = 0; partition < 4; partition++) {
                assertThat(seen.of(partition)).isEqualTo(numbers(0, 500));
            }
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(bench.committed()).isEqualTo(Map.of(0, 500L, 1, 500L, 2, 500L, 3, 500L)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void commitsNothingAtOrAboveAnUnfinishedRecord(String protocol, KafkaCluster cluster) throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 2)) {
            bench.produce(2, 0, 20);
            CountDownLatch release = new CountDownLatch(1);
            Seen seen = new Seen();
            bench.start(bench.settings(protocol), record -> {
                if (record.partition() == 0 && record.offset() == 5) {
                    release.await();
                }
                seen.handle(record);
            });
            await().atMost(SOON).until(() -> bench.committed(1) == 20);
            await().atMost(SOON).until(() -> bench.committed(0) == 5);
            bench.produce(2, 20, 20);
            await().atMost(SOON).until(() -> bench.committed(1) == 40);
            assertThat(bench.committed(0)).isEqualTo(5);
            release.countDown();
            await().atMost(SOON).until(() -> bench.committed(0) == 40);
            assertThat(seen.of(0)).isEqualTo(numbers(0, 40));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aHandlerSlowerThanThePollIntervalKeepsThePartition(String protocol, KafkaCluster cluster) throws Exception {
        AtomicInteger went = new AtomicInteger();
        ConsumerListener listener = new ConsumerListener() {
            @Override
            public void revoked(String group, Collection<TopicPartition> partitions, boolean lost) {
                went.incrementAndGet();
            }
        };
        try (GroupBench bench = new GroupBench(cluster, 1, listener)) {
            bench.produce(1, 0, 3);
            Seen seen = new Seen();
            ConsumerSettings<String, String> settings =
                    bench.settings(protocol).kafkaProperty("max.poll.interval.ms", "2000");
            bench.start(settings, record -> {
                if (record.offset() == 0) {
                    // Longer than twice the interval: a handler that only waits for time to pass.
                    new CountDownLatch(1).await(5, TimeUnit.SECONDS);
                }
                seen.handle(record);
            });
            await().atMost(SOON).until(() -> bench.committed(0) == 3);
            assertThat(seen.of(0)).isEqualTo(numbers(0, 3));
            assertThat(went).hasValue(0);
        }
    }

    @Test
    void aRecordThatCannotBeReadHoldsUpOnlyItsPartition(KafkaCluster cluster) throws Exception {
        AtomicInteger failures = new AtomicInteger();
        ConsumerListener listener = new ConsumerListener() {
            @Override
            public void handlerFailed(
                    String group, TopicPartition partition, long offset, int attempt, Throwable failure) {
                assertThat(offset).isEqualTo(7);
                failures.incrementAndGet();
            }
        };
        try (GroupBench bench = new GroupBench(cluster, 3, listener)) {
            bench.produce(3, 0, 20);
            Set<Integer> healed = ConcurrentHashMap.newKeySet();
            ConsumerSettings<String, Integer> settings = ConsumerSettings.group(
                            bench.group, new StringDeserializer(), (String topic, byte[] data) -> {
                                int number = Integer.parseInt(new String(data, StandardCharsets.UTF_8));
                                if (number == 7
                                        && healed.isEmpty()
                                        && Thread.currentThread().getName().contains("worker")) {
                                    throw new IllegalStateException("poison");
                                }
                                return number;
                            })
                    .topics(bench.topic)
                    .limits(GroupBench.limits(5_000, Duration.ofSeconds(5)));
            Map<Integer, AtomicInteger> counts = new ConcurrentHashMap<>();
            bench.pool()
                    .open(
                            settings,
                            record -> counts.computeIfAbsent(record.partition(), p -> new AtomicInteger())
                                    .incrementAndGet(),
                            GroupBench.NO_TUNING)
                    .start();
            await().atMost(SOON).until(() -> failures.get() > 6);
            assertThat(bench.committed(0)).isLessThanOrEqualTo(7);
            healed.add(1);
            await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 20L, 1, 20L, 2, 20L)));
            assertThat(counts.get(0)).hasValue(20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aSecondMemberTakesOverWithoutLossAndWithoutRepeats(String protocol, KafkaCluster cluster) throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 4)) {
            Seen seen = new Seen();
            bench.start(bench.settings(protocol), seen);
            bench.produce(4, 0, 200);
            await().atMost(SOON).until(() -> seen.count() >= 400);
            ManagedConsumer second = bench.start(bench.settings(protocol), seen);
            await().atMost(SOON).until(() -> !second.lag().partitions().isEmpty());
            bench.produce(4, 200, 200);
            await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 400L, 1, 400L, 2, 400L, 3, 400L)));
            for (int partition = 0; partition < 4; partition++) {
                assertThat(seen.of(partition)).isEqualTo(numbers(0, 400));
            }
            assertThat(second.clientId()).isEqualTo("bench." + bench.group + "-2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void transactionMarkersAreNoLag(String protocol, KafkaCluster cluster) throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 1);
                KafkaProducer<String, String> producer = bench.producer(Map.of("transactional.id", bench.group))) {
            producer.initTransactions();
            for (int i = 0; i < 3; i++) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(bench.topic, 0, "k", Integer.toString(i)))
                        .get();
                if (i == 1) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
            Seen seen = new Seen();
            ManagedConsumer consumer =
                    bench.start(bench.settings(protocol).kafkaProperty("isolation.level", "read_committed"), seen);
            await().atMost(SOON).until(() -> bench.committed(0) == 6);
            await().atMost(SOON).until(() -> records(consumer, bench).equals(OptionalLong.of(0)));
            assertThat(seen.of(0)).containsExactly("0", "2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void theLagIsTrueWhileAHandlerIsStuck(String protocol, KafkaCluster cluster) throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 1)) {
            bench.produce(1, 0, 10);
            CountDownLatch release = new CountDownLatch(1);
            ManagedConsumer consumer = bench.start(
                    bench.settings(protocol).limits(GroupBench.limits(1, Duration.ofSeconds(5))), record -> {
                        if (record.offset() == 3) {
                            release.await();
                        }
                    });
            await().atMost(SOON).until(() -> records(consumer, bench).equals(OptionalLong.of(7)));
            bench.produce(1, 10, 20);
            // Paused by the budget, so fetching tells nothing; the monitor's question does.
            await().atMost(SOON).until(() -> {
                bench.pool().refreshLag(new AskedEnds((stale, isolation) -> ends(cluster, stale, isolation)));
                return records(consumer, bench).equals(OptionalLong.of(27));
            });
            assertThat(consumer.inFlight()).isEqualTo(1);
            assertThat(consumer.lag().topics())
                    .allSatisfy(topic -> assertThat(consumer.inFlight(topic)).isEqualTo(1));
            release.countDown();
            await().atMost(SOON).until(() -> records(consumer, bench).equals(OptionalLong.of(0)));
        }
    }

    @Test
    void pauseSurvivesARebalance(KafkaCluster cluster) throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 4)) {
            Seen seen = new Seen();
            ManagedConsumer first = bench.start(bench.settings("classic"), seen);
            await().atMost(SOON).until(() -> first.lag().partitions().size() == 4);
            first.pause();
            ManagedConsumer second = bench.start(bench.settings("classic"), seen);
            await().atMost(SOON).until(() -> second.lag().partitions().size() == 2);
            second.close();
            await().atMost(SOON).until(() -> first.lag().partitions().size() == 4);
            bench.produce(4, 0, 5);
            await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(10)).until(() -> seen.count() == 0);
            assertThat(first.state()).isEqualTo(ConsumerState.PAUSED);
            first.resume();
            await().atMost(SOON).until(() -> seen.count() == 20);
            assertThat(first.state()).isEqualTo(ConsumerState.RUNNING);
        }
    }

    @Test
    void settingsThatKafkaRefusesFailTheStartWithTheReason(KafkaCluster cluster) {
        try (GroupBench bench = new GroupBench(cluster, 1)) {
            ManagedConsumer consumer = bench.pool()
                    .open(
                            bench.settings("classic").kafkaProperty("fetch.min.bytes", "-1"),
                            record -> {},
                            GroupBench.NO_TUNING);
            assertThat(catchThrowable(consumer::start)).hasMessageContaining("fetch.min.bytes");
            assertThat(consumer.state()).isEqualTo(ConsumerState.FAILED);
            assertThat(consumer.failure().orElseThrow().kind()).isEqualTo(ErrorKind.MISCONFIGURED);
            consumer.close();
            assertThat(consumer.state()).isEqualTo(ConsumerState.CLOSED);
        }
    }

    private static OptionalLong records(ManagedConsumer consumer, GroupBench bench) {
        List<PartitionLag> lags = consumer.lag().partitions();
        return lags.isEmpty() ? OptionalLong.empty() : consumer.lag().records(bench.topic);
    }

    private static Map<TopicPartition, Long> ends(
            KafkaCluster cluster, Collection<TopicPartition> partitions, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
        partitions.forEach(partition -> specs.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        var answers = cluster.admin().listOffsets(specs, new ListOffsetsOptions(isolation));
        specs.keySet()
                .forEach(partition -> ends.put(
                        partition,
                        answers.partitionResult(partition)
                                .toCompletionStage()
                                .toCompletableFuture()
                                .join()
                                .offset()));
        return ends;
    }
}
