package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Retries;
import io.kafkasdk.test.KafkaCluster;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When every record fails, it is not the records. */
@Timeout(300)
@ShortSessions
class CircuitIT {

    private static final Duration SOON = Duration.ofSeconds(80);
    private static final int RECORDS = 500;
    private static final int CIRCUIT = 20;

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whenEveryRecordFailsTheTopicIsNotDrainedIntoTheDeadLetterTopic(String protocol, KafkaCluster cluster)
            throws Exception {
        try (PoisonBench bench = PoisonBench.of(cluster, 1)) {
            bench.createDeadLetterTopic();
            try (KafkaProducer<byte[], byte[]> producer = bench.producer()) {
                for (int i = 0; i < RECORDS; i++) {
                    producer.send(bench.record("k" + i, Integer.toString(i)));
                }
            }
            AtomicBoolean broken = new AtomicBoolean(true);
            Set<Long> handled = ConcurrentHashMap.newKeySet();
            FailurePolicy failures = FailurePolicy.DEAD_LETTER
                    .retries(Retries.DEFAULT.attempts(2).delays(Duration.ofMillis(5), Duration.ofMillis(10)))
                    .circuit(CIRCUIT);
            ManagedConsumer consumer = bench.start(protocol, failures, record -> {
                if (broken.get()) {
                    throw new IllegalStateException("the database is gone");
                }
                handled.add(record.offset());
            });
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(bench.heard().circuit).containsExactly("opened"));
            // What was on its way to the dead letter topic when the circuit opened may still get there, nothing else.
            int most = CIRCUIT + PoisonBench.CONCURRENCY;
            await().during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(8))
                    .until(() -> bench.deadLetters().size() <= most
                            && bench.heard().deadLettered.size() <= most);
            assertThat(bench.deadLetters()).hasSizeGreaterThanOrEqualTo(CIRCUIT);
            assertThat(consumer.state()).isNotIn(ConsumerState.FAILED, ConsumerState.CLOSED);
            broken.set(false);
            await().atMost(SOON).until(() -> bench.group().committed(0) == RECORDS);
            assertThat(bench.heard().circuit).containsExactly("opened", "closed");
            assertThat(handled.size() + bench.deadLetters().size()).isEqualTo(RECORDS);
            assertThat(handled).doesNotContainAnyElementsOf(bench.heard().deadLettered);
            assertThat(consumer.state()).isEqualTo(ConsumerState.RUNNING);
        }
    }
}
