package io.kafkasdk.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.BusyMachine;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Retries;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a share group does on real brokers. */
@Timeout(300)
@KafkaClusterTest(
        brokers = 1,
        properties = {
            "group.share.min.record.lock.duration.ms=1000",
            // A member gets its partitions with its second heartbeat.
            "group.share.min.heartbeat.interval.ms=500",
            "group.share.heartbeat.interval.ms=500"
        })
class ShareGroupIT {

    private static final Duration SOON = Duration.ofSeconds(80);
    private static final Retries QUICK =
            Retries.DEFAULT.attempts(3).delays(Duration.ofMillis(50), Duration.ofMillis(200));

    @Test
    void twoMembersHandleEveryRecordOnce(KafkaCluster cluster) throws Exception {
        try (ShareBench bench = new ShareBench(cluster, 2, Map.of())) {
            List<String> seen = new CopyOnWriteArrayList<>();
            bench.sdk()
                    .sharedConsumer(bench.settings(), r -> seen.add(r.value()))
                    .start();
            bench.sdk()
                    .sharedConsumer(bench.settings(), r -> seen.add(r.value()))
                    .start();
            bench.produce(0, 500);
            await().atMost(SOON).until(() -> seen.size() >= 500);
            bench.produce(500, 1);
            await().atMost(SOON).until(() -> seen.contains("500"));
            assertThat(seen).containsExactlyInAnyOrderElementsOf(numbers(501));
            assertThat(bench.sdk().sharedConsumers())
                    .extracting(SharedConsumer::clientId)
                    .containsExactly("bench." + bench.group + ".share", "bench." + bench.group + ".share-2");
        }
    }

    @Test
    void aPoisonRecordGoesToTheDeadLetterTopicAndTheOthersGoOn(KafkaCluster cluster) throws Exception {
        try (ShareBench bench = new ShareBench(cluster, 1, Map.of())) {
            String deadLetters = bench.topic + "." + bench.group + ".dlt";
            cluster.createTopic(deadLetters, 1, 1);
            List<String> seen = new CopyOnWriteArrayList<>();
            bench.produce(0, 20);
            bench.sdk()
                    .sharedConsumer(bench.settings().failures(FailurePolicy.DEAD_LETTER.retries(QUICK)), r -> {
                        if (r.value().equals("7")) {
                            throw new IllegalStateException("poison");
                        }
                        seen.add(r.value());
                    })
                    .start();
            await().atMost(SOON).until(() -> bench.events.contains("dead-lettered 7 3"));
            await().atMost(SOON).until(() -> seen.size() == 19);
            assertThat(bench.records(deadLetters)).isOne();
        }
    }

    @Test
    void aFailedRecordComesAgainWithARisingDeliveryCount(KafkaCluster cluster) throws Exception {
        try (ShareBench bench = new ShareBench(cluster, 1, Map.of())) {
            List<Short> deliveries = new CopyOnWriteArrayList<>();
            bench.produce(0, 1);
            SharedConsumer member = bench.sdk()
                    .sharedConsumer(bench.settings().failures(FailurePolicy.SKIP.retries(QUICK)), r -> {
                        deliveries.add(r.deliveryCount().orElseThrow());
                        if (deliveries.size() < 3) {
                            throw new IllegalStateException("not yet");
                        }
                    });
            member.start();
            await().atMost(SOON).until(() -> deliveries.size() == 3);
            await().atMost(SOON).until(() -> member.inFlight() == 0);
            assertThat(deliveries).containsExactly((short) 1, (short) 2, (short) 3);
            assertThat(bench.events).isEmpty();
        }
    }

    @Test
    void theBrokersLimitEndsRetryForEverAndThatIsTold(KafkaCluster cluster) throws Exception {
        try (ShareBench bench = new ShareBench(cluster, 1, Map.of("share.delivery.count.limit", "2"))) {
            List<String> seen = new CopyOnWriteArrayList<>();
            bench.produce(0, 1);
            bench.sdk()
                    .sharedConsumer(bench.settings(), r -> {
                        seen.add(r.value());
                        if (r.value().equals("0")) {
                            throw new IllegalStateException("never");
                        }
                    })
                    .start();
            await().atMost(SOON).until(() -> bench.events.contains("skipped 0 2"));
            bench.produce(1, 1);
            await().atMost(SOON).until(() -> seen.contains("1"));
            assertThat(seen).as("the brokers dropped it").containsExactly("0", "0", "1");
        }
    }

    @Test
    void aHandlerSlowerThanTheLockKeepsItsRecord(KafkaCluster cluster) throws Exception {
        try (ShareBench bench = new ShareBench(cluster, 1, Map.of("share.record.lock.duration.ms", "2000"))) {
            List<String> seen = new CopyOnWriteArrayList<>();
            CountDownLatch never = new CountDownLatch(1);
            for (int i = 0; i < 2; i++) {
                bench.sdk()
                        .sharedConsumer(bench.settings(), r -> {
                            seen.add(r.value() + " begun");
                            if (r.value().equals("0")) {
                                never.await(6, TimeUnit.SECONDS);
                            }
                            seen.add(r.value() + " ended");
                        })
                        .start();
            }
            bench.produce(0, 1);
            await().atMost(SOON).until(() -> seen.contains("0 ended"));
            bench.produce(1, 1);
            await().atMost(SOON).until(() -> seen.contains("1 ended"));
            await().during(Duration.ofSeconds(3)).atMost(SOON).until(() -> seen.size() == 4);
            assertThat(seen).containsExactly("0 begun", "0 ended", "1 begun", "1 ended");
        }
    }

    @Test
    void closingFinishesWhatRunsAndGivesTheRestToOthers(KafkaCluster cluster) throws Exception {
        try (ShareBench bench = new ShareBench(cluster, 1, Map.of())) {
            List<String> seen = new CopyOnWriteArrayList<>();
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            bench.produce(0, 10);
            SharedConsumer first = bench.sdk().sharedConsumer(bench.settings().concurrency(1), r -> {
                begun.countDown();
                release.await();
                seen.add(r.value());
            });
            first.start();
            assertThat(begun.await(40, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> first.close(Duration.ofSeconds(20)));
            await().atMost(SOON).until(() -> first.inFlight() == 1);
            release.countDown();
            closing.get(20, TimeUnit.SECONDS);
            assertThat(first.state()).isEqualTo(ConsumerState.CLOSED);
            assertThat(seen).containsExactly("0");
            bench.sdk()
                    .sharedConsumer(bench.settings(), r -> seen.add(r.value()))
                    .start();
            await().atMost(SOON).until(() -> seen.size() >= 10);
            assertThat(seen).containsExactlyInAnyOrderElementsOf(numbers(10));
        }
    }

    @Test
    void closingReturnsInTimeWithAHandlerThatDoesNotEnd(KafkaCluster cluster) throws Exception {
        try (ShareBench bench = new ShareBench(cluster, 1, Map.of())) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch never = new CountDownLatch(1);
            bench.produce(0, 1);
            SharedConsumer member = bench.sdk().sharedConsumer(bench.settings(), r -> {
                begun.countDown();
                never.await();
            });
            member.start();
            assertThat(begun.await(40, TimeUnit.SECONDS)).isTrue();
            long start = System.nanoTime();
            member.close(Duration.ofSeconds(3));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(3).plus(BusyMachine.ALLOWANCE));
            CountDownLatch again = new CountDownLatch(1);
            bench.sdk().sharedConsumer(bench.settings(), r -> again.countDown()).start();
            assertThat(again.await(40, TimeUnit.SECONDS)).as("given back").isTrue();
        }
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }
}
