package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.BusyMachine;
import io.kafkasdk.consumer.GroupBench.Seen;
import io.kafkasdk.settings.ConsumerLimits;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.Sharing;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumers at their limits: lives that are very short, and very much in work at once. */
@Timeout(300)
@KafkaClusterTest(sharing = Sharing.JVM)
class ConsumerLifeIT {

    private static final Duration SOON = Duration.ofSeconds(80);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final int LIVES = 6;
    private static final int KEYS = 10_000;
    private static final int MOST_IN_FLIGHT = 4_000;

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void consumersThatAreStoppedRightAfterTheirStartHangNowhereAndLeaveNothing(String protocol, KafkaCluster cluster)
            throws Exception {
        Random random = new Random(20_261_122);
        try (GroupBench bench = new GroupBench(cluster, 2)) {
            bench.produce(2, 0, 10);
            bench.start(bench.settings(protocol), new Seen()).close();
            Set<String> threads = threads();
            for (int life = 0; life < LIVES; life++) {
                ManagedConsumer consumer = bench.start(bench.settings(protocol), new Seen());
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(300)).toNanos());
                long start = System.nanoTime();
                consumer.close(CLOSE);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(CLOSE.plus(BusyMachine.ALLOWANCE));
                assertThat(consumer.state()).isEqualTo(ConsumerState.CLOSED);
            }
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(threads()).isSubsetOf(threads);
                assertThat(beans(bench)).isEmpty();
            });
        }
    }

    /** One record of each partition stays unfinished, and all others finish in no order. */
    @Test
    void tenThousandKeysInWorkStayWithinTheirLimitsAndFitIntoTheCommits(KafkaCluster cluster) throws Exception {
        int partitions = 2;
        try (GroupBench bench = new GroupBench(cluster, partitions)) {
            try (KafkaProducer<String, String> producer = bench.producer(Map.of())) {
                for (int i = 0; i < KEYS; i++) {
                    producer.send(new ProducerRecord<>(bench.topic, i % partitions, "k" + i, "" + i));
                }
            }
            Queue<CompletableFuture<Void>> open = new ConcurrentLinkedQueue<>();
            Map<Integer, CompletableFuture<Void>> first = new ConcurrentHashMap<>();
            Set<String> handled = ConcurrentHashMap.newKeySet();
            ManagedConsumer consumer = bench.pool()
                    .openAsync(
                            bench.settings("consumer")
                                    .limits(ConsumerLimits.DEFAULT
                                            .concurrency(1_024)
                                            .inFlight(MOST_IN_FLIGHT, 64L << 20)
                                            .commits(Duration.ofMillis(100), 20_000)),
                            record -> {
                                CompletableFuture<Void> end = new CompletableFuture<>();
                                end.thenRun(() -> handled.add(record.value()));
                                if (record.offset() == 0) {
                                    first.put(record.partition(), end);
                                } else {
                                    open.add(end);
                                }
                                return end;
                            },
                            GroupBench.NO_TUNING);
            consumer.start();
            await().atMost(SOON).until(() -> consumer.inFlight() > MOST_IN_FLIGHT / 2);
            int most = 0;
            int longest = 0;
            long end = System.nanoTime() + SOON.toNanos();
            Random random = new Random(7);
            while (handled.size() < KEYS - partitions && System.nanoTime() < end) {
                most = Math.max(most, consumer.inFlight());
                finishSome(open, random);
                longest = Math.max(longest, longestNote(cluster, bench));
            }
            assertThat(handled).hasSize(KEYS - partitions);
            System.out.printf(
                    "%d keys: at most %d in flight, longest note of a commit %d bytes%n", KEYS, most, longest);
            assertThat(most).isLessThanOrEqualTo(MOST_IN_FLIGHT);
            assertThat(longest).isBetween(1, 4_096);
            assertThat(bench.committed().values()).allMatch(offset -> offset == 0);
            first.values().forEach(held -> held.complete(null));
            await().atMost(SOON)
                    .until(() -> bench.committed().values().stream().allMatch(offset -> offset == KEYS / partitions));
        }
    }

    /** Completes half of what is open now, in any order. */
    private static void finishSome(Queue<CompletableFuture<Void>> open, Random random) {
        List<CompletableFuture<Void>> some = new ArrayList<>();
        for (CompletableFuture<Void> one = open.poll(); one != null; one = open.poll()) {
            some.add(one);
        }
        Collections.shuffle(some, random);
        open.addAll(some.subList(some.size() / 2, some.size()));
        some.subList(0, Math.max(some.size() / 2, Math.min(1, some.size()))).forEach(one -> one.complete(null));
    }

    private static int longestNote(KafkaCluster cluster, GroupBench bench) throws Exception {
        return cluster
                .admin()
                .listConsumerGroupOffsets(bench.group)
                .partitionsToOffsetAndMetadata()
                .get()
                .values()
                .stream()
                .map(OffsetAndMetadata::metadata)
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("kafka-"))
                .collect(Collectors.toSet());
    }

    private static Set<ObjectName> beans(GroupBench bench) throws MalformedObjectNameException {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("kafka.consumer:client-id=bench." + bench.group + "*,*"), null);
    }
}
