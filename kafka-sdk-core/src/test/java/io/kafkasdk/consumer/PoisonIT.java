package io.kafkasdk.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Retries;
import io.kafkasdk.test.KafkaCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of records that cannot be read or handled, among good ones. */
@Timeout(300)
@ShortSessions
class PoisonIT {

    private static final Duration SOON = Duration.ofSeconds(80);
    private static final Retries FEW = Retries.DEFAULT.attempts(3).delays(Duration.ofMillis(10), Duration.ofMillis(50));
    private static final int RECORDS = 100;
    private static final int KEYS = 5;
    /** Offsets: a key that cannot be read, a value that cannot be read, a number that the handler refuses. */
    private static final List<Integer> POISON = List.of(20, 41, 62);

    private static final byte[] BAD_KEY = {(byte) 0xFF, 0, 1};
    private static final String BAD_VALUE = "not a number";

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void poisonIsDeadLetteredOnceAsItWasAndAllOthersAreHandledInOrder(String protocol, KafkaCluster cluster)
            throws Exception {
        try (PoisonBench bench = PoisonBench.of(cluster, 1)) {
            bench.createDeadLetterTopic();
            write(bench);
            Handled handled = new Handled();
            ManagedConsumer consumer = bench.start(protocol, FailurePolicy.DEAD_LETTER.retries(FEW), handled);
            await().atMost(SOON).until(() -> bench.group().committed(0) == RECORDS);
            handled.allGoodOnesInOrder();
            assertThat(handled.refused).hasSize(FEW.attempts());
            assertThat(bench.heard().deadLettered).containsExactlyInAnyOrder(20L, 41L, 62L);
            Map<String, ConsumerRecord<byte[], byte[]>> letters = new ConcurrentHashMap<>();
            bench.deadLetters().forEach(letter -> letters.put(new String(letter.value(), UTF_8), letter));
            assertThat(bench.deadLetters()).hasSize(POISON.size());
            assertThat(letters.get("20").key()).isEqualTo(BAD_KEY);
            assertThat(letters.get(BAD_VALUE).key()).isEqualTo("k1".getBytes(UTF_8));
            assertThat(letters.get("62").key()).isEqualTo("k2".getBytes(UTF_8));
            assertThat(letters.values())
                    .allSatisfy(letter -> assertThat(
                                    letter.headers().lastHeader("trace").value())
                            .isEqualTo(new byte[] {7, 0, 9}));
            assertThat(consumer.state()).isEqualTo(ConsumerState.RUNNING);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void skippedPoisonIsCountedAndAllOthersAreHandledInOrder(String protocol, KafkaCluster cluster) throws Exception {
        try (PoisonBench bench = PoisonBench.of(cluster, 1)) {
            write(bench);
            Handled handled = new Handled();
            ManagedConsumer consumer = bench.start(protocol, FailurePolicy.SKIP.retries(FEW), handled);
            await().atMost(SOON).until(() -> bench.group().committed(0) == RECORDS);
            handled.allGoodOnesInOrder();
            assertThat(bench.heard().skipped).containsExactlyInAnyOrder(20L, 41L, 62L);
            assertThat(consumer.state()).isEqualTo(ConsumerState.RUNNING);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void poisonStopsTheConsumerInFrontOfIt(String protocol, KafkaCluster cluster) throws Exception {
        try (PoisonBench bench = PoisonBench.of(cluster, 1)) {
            write(bench);
            Handled before = new Handled();
            ManagedConsumer stopped = bench.start(protocol, FailurePolicy.STOP.retries(FEW), before);
            await().atMost(SOON).until(() -> stopped.state() == ConsumerState.FAILED);
            assertThat(stopped.failure()).isPresent();
            assertThat(bench.group().committed(0)).isLessThanOrEqualTo(20);
            stopped.close();
            Handled after = new Handled();
            bench.start(protocol, FailurePolicy.SKIP.retries(FEW), after);
            await().atMost(SOON).until(() -> bench.group().committed(0) == RECORDS);
            assertThat(bench.heard().skipped).contains(20L);
            assertThat(IntStream.range(0, RECORDS)
                            .filter(i -> !POISON.contains(i))
                            .boxed())
                    .allMatch(number -> before.saw(number) || after.saw(number));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whileTheDeadLetterTopicIsMissingTheKeyWaitsAndNothingIsCommittedPastIt(String protocol, KafkaCluster cluster)
            throws Exception {
        try (PoisonBench bench = PoisonBench.of(cluster, 1)) {
            write(bench);
            Handled handled = new Handled();
            ManagedConsumer consumer = bench.start(protocol, FailurePolicy.DEAD_LETTER.retries(FEW), handled);
            // k0, k1 and k2 have poison; the last ones of k3 and k4 come behind all of it.
            await().atMost(SOON).until(() -> handled.saw(98) && handled.saw(99));
            await().atMost(SOON).until(() -> bench.heard().deadLetterFailed.containsAll(List.of(20L, 41L, 62L)));
            assertThat(handled.of("k1")).doesNotContain(46);
            assertThat(handled.of("k2")).doesNotContain(67);
            assertThat(bench.group().committed(0)).isEqualTo(20);
            assertThat(consumer.state()).isEqualTo(ConsumerState.RUNNING);
            bench.createDeadLetterTopic();
            await().atMost(SOON).until(() -> bench.group().committed(0) == RECORDS);
            handled.allGoodOnesInOrder();
            assertThat(bench.deadLetters()).hasSize(POISON.size());
        }
    }

    private static void write(PoisonBench bench) {
        try (KafkaProducer<byte[], byte[]> producer = bench.producer()) {
            for (int i = 0; i < RECORDS; i++) {
                switch (i) {
                    case 20 -> producer.send(bench.record(BAD_KEY, "20"));
                    case 41 -> producer.send(bench.record("k1", BAD_VALUE));
                    default -> producer.send(bench.record("k" + i % KEYS, Integer.toString(i)));
                }
            }
        }
    }

    /** What the handler did; it refuses one number. */
    private static final class Handled implements RecordHandler<String, Integer> {

        final List<Integer> refused = new CopyOnWriteArrayList<>();
        private final Map<String, List<Integer>> byKey = new ConcurrentHashMap<>();

        @Override
        public void handle(ConsumerRecord<String, Integer> record) {
            if (record.value() == 62) {
                refused.add(62);
                throw new IllegalStateException("refused");
            }
            byKey.computeIfAbsent(record.key(), key -> new CopyOnWriteArrayList<>())
                    .add(record.value());
        }

        List<Integer> of(String key) {
            return byKey.getOrDefault(key, List.of());
        }

        boolean saw(int number) {
            return byKey.values().stream().anyMatch(numbers -> numbers.contains(number));
        }

        void allGoodOnesInOrder() {
            for (int key = 0; key < KEYS; key++) {
                int rest = key;
                assertThat(of("k" + key))
                        .isEqualTo(IntStream.range(0, RECORDS)
                                .filter(i -> i % KEYS == rest && !POISON.contains(i))
                                .boxed()
                                .toList());
            }
        }
    }
}
