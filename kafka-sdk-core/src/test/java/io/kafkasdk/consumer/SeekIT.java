package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.GroupBench.Seen.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.consumer.GroupBench.Seen;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.Sharing;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeks of a running consumer on a real cluster. */
@Timeout(180)
@KafkaClusterTest(sharing = Sharing.JVM)
class SeekIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void goesBackAndForwardWhileAHandlerRuns(String protocol, KafkaCluster cluster) throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 2)) {
            Seen seen = new Seen();
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            ManagedConsumer consumer = bench.start(bench.settings(protocol), record -> {
                if (record.value().equals("49") && record.partition() == 0) {
                    entered.countDown();
                    release.await();
                }
                seen.handle(record);
            });
            bench.produce(2, 0, 50);
            await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 49L, 1, 50L)));
            assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
            var back = consumer.seek(Map.of(bench.partition(0), 40L)).toCompletableFuture();
            bench.produce(2, 50, 10);
            await().atMost(SOON).until(() -> bench.committed(1) == 60);
            assertThat(back).as("the handler runs, the other partition flows").isNotDone();
            release.countDown();
            assertThat(back.get(30, TimeUnit.SECONDS)).isEqualTo(Map.of(bench.partition(0), 40L));
            await().atMost(SOON).until(() -> bench.committed(0) == 60);
            assertThat(seen.of(0).subList(50, 70)).isEqualTo(numbers(40, 20));
            assertThat(seen.of(1)).isEqualTo(numbers(0, 60));
            consumer.pause();
            // A poll that is under way may still bring records; a seek is behind it.
            consumer.seek(Map.of(bench.partition(0), 60L)).toCompletableFuture().get(30, TimeUnit.SECONDS);
            bench.produce(2, 60, 20);
            assertThat(consumer.seek(Map.of(bench.partition(0), 75L, bench.partition(1), 9_999L))
                            .toCompletableFuture()
                            .get(30, TimeUnit.SECONDS))
                    .isEqualTo(Map.of(bench.partition(0), 75L, bench.partition(1), 80L));
            assertThat(bench.committed()).isEqualTo(Map.of(0, 75L, 1, 80L));
            consumer.resume();
            await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 80L, 1, 80L)));
            assertThat(seen.of(0).subList(70, seen.of(0).size())).isEqualTo(numbers(75, 5));
            assertThat(seen.of(1)).hasSize(60);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void goesToATimeAndToTheEndWhereThereIsNothingSince(String protocol, KafkaCluster cluster) throws Exception {
        try (GroupBench bench = new GroupBench(cluster, 2)) {
            Instant start = Instant.parse("2026-01-01T00:00:00Z");
            try (KafkaProducer<String, String> producer = bench.producer(Map.of())) {
                for (int i = 0; i < 20; i++) {
                    long time = start.plusSeconds(i).toEpochMilli();
                    producer.send(new ProducerRecord<>(bench.topic, 0, time, "k", Integer.toString(i)));
                }
                producer.send(new ProducerRecord<>(bench.topic, 1, start.toEpochMilli(), "k", "0"));
            }
            Seen seen = new Seen();
            ManagedConsumer consumer = bench.start(bench.settings(protocol), seen);
            await().atMost(SOON).until(() -> bench.committed().equals(Map.of(0, 20L, 1, 1L)));
            Map<TopicPartition, Long> went =
                    consumer.seek(start.plusSeconds(15)).toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertThat(went).isEqualTo(Map.of(bench.partition(0), 15L, bench.partition(1), 1L));
            await().atMost(SOON).until(() -> seen.of(0).size() == 25);
            assertThat(seen.of(0).subList(20, 25)).isEqualTo(numbers(15, 5));
            assertThat(seen.of(1)).hasSize(1);
        }
    }
}
