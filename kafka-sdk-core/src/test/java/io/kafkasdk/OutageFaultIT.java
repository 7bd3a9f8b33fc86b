package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.SendLoad.Call;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.producer.SendFailedException;
import io.kafkasdk.producer.SendListener;
import io.kafkasdk.producer.SendOutcome;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.resilience.BreakerState;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.test.Broker;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** All brokers die at once under load and come back 20 s later. */
@KafkaClusterTest(brokers = 3)
class OutageFaultIT {

    private static final Duration OUTAGE = Duration.ofSeconds(20);
    private static final Duration MAX_BLOCK = Duration.ofSeconds(1);
    private static final Duration OUTCOME_SLACK = Duration.ofSeconds(1);
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final int PARTITIONS = 6;

    private final KafkaCluster cluster;
    private final Tally tally = new Tally();

    OutageFaultIT(KafkaCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void anOutageShorterThanTheDeliveryTimeoutBlocksNobodyAndLosesNothing() throws Exception {
        outage("short-outage", Duration.ofSeconds(60));
    }

    @Test
    void anOutageLongerThanTheDeliveryTimeoutBlocksNobodyAndLosesNothing() throws Exception {
        outage("long-outage", Duration.ofSeconds(8));
    }

    private void outage(String topic, Duration deliveryTimeout) throws Exception {
        cluster.createTopic(topic, PARTITIONS, 3, Map.of("min.insync.replicas", "2"));
        List<Call> calls;
        Duration latestBeat;
        try (KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application("outage")
                .sendListener(tally)
                .build()) {
            GuardedProducer<String, String> producer =
                    sdk.producer(ProducerSettings.named(topic, new StringSerializer(), new StringSerializer())
                            .topics(topic)
                            .maxBlock(MAX_BLOCK)
                            .deliveryTimeout(deliveryTimeout));
            SendLoad load = new SendLoad(producer, topic);
            load.start();
            breakAndRepair();
            load.stop();
            calls = load.calls();
            latestBeat = load.latestBeat();
            await().atMost(deliveryTimeout.plus(OUTCOME_SLACK).plus(MAX_BLOCK).plus(BusyMachine.ALLOWANCE))
                    .until(() -> calls.stream().allMatch(call -> call.ends.get() > 0));
        }
        print(topic, calls, latestBeat);
        assertThat(tally.states()).contains(BreakerState.OPEN).endsWith(BreakerState.CLOSED);
        assertOutcomes(calls, deliveryTimeout);
        assertLog(calls, readLog(topic));
        assertThat(SendLoad.longest(calls, 1))
                .as("longest send, while a sleep of 1 ms took up to %s more", latestBeat)
                .isLessThanOrEqualTo(MAX_BLOCK.plus(BusyMachine.ALLOWANCE));
    }

    private void breakAndRepair() {
        await().atMost(RECOVERY).until(() -> tally.delivered.get() > 3_000);
        tally.zeroNanos = System.nanoTime();
        cluster.brokers().forEach(Broker::kill);
        await().pollDelay(OUTAGE).atMost(OUTAGE.plus(BusyMachine.ALLOWANCE)).until(() -> true);
        assertThat(tally.states()).as("in the outage").contains(BreakerState.OPEN);
        cluster.startAll();
        int before = tally.delivered.get();
        await().atMost(RECOVERY)
                .until(() -> tally.delivered.get() > before + 3_000 && tally.lastState() == BreakerState.CLOSED);
    }

    private void assertOutcomes(List<Call> calls, Duration deliveryTimeout) {
        assertThat(calls).as("exactly one outcome").allMatch(call -> call.ends.get() == 1 && call.outcome != null);
        assertThat(tally.delivered.get() + tally.failedAccepted.get())
                .as("every accepted send ended once for the listener")
                .isEqualTo(tally.accepted.get());
        assertThat(tally.accepted.get() + tally.refused.get())
                .as("every send was told")
                .isEqualTo(calls.size());
        assertThat(with(SendOutcome.Delivered.class, calls)).hasSize(tally.delivered.get());
        assertThat(calls)
                .as("in time")
                .allSatisfy(call -> assertThat(call.endedAfter())
                        .isLessThanOrEqualTo(deliveryTimeout
                                .plus(Duration.ofNanos(call.tookNanos))
                                .plus(OUTCOME_SLACK)
                                .plus(BusyMachine.ALLOWANCE)));
    }

    private void assertLog(List<Call> calls, List<String> log) {
        Set<String> landed = new HashSet<>(log);
        assertThat(landed).as("no duplicates").hasSameSizeAs(log);
        assertThat(landed).as("nothing lost").containsAll(with(SendOutcome.Delivered.class, calls));
        assertThat(with(SendOutcome.Rejected.class, calls))
                .as("rejected means: not in the log")
                .doesNotContainAnyElementsOf(landed);
        Map<String, Integer> lastOfKey = new HashMap<>();
        for (String value : log) {
            String key = value.substring(0, value.indexOf(':'));
            int number = Integer.parseInt(value.substring(key.length() + 1));
            Integer last = lastOfKey.put(key, number);
            assertThat(last == null || last < number)
                    .as("%s behind %s of %s", number, last, key)
                    .isTrue();
        }
    }

    private static Set<String> with(Class<? extends SendOutcome> kind, List<Call> calls) {
        return calls.stream()
                .filter(call -> kind.isInstance(call.outcome))
                .map(Call::value)
                .collect(Collectors.toSet());
    }

    private void print(String topic, List<Call> calls, Duration latestBeat) {
        List<Call> byBreaker =
                calls.stream().filter(call -> call.refusedByBreaker).toList();
        Duration slowestEnd =
                calls.stream().map(Call::endedAfter).max(Duration::compareTo).orElse(Duration.ZERO);
        System.out.printf(
                "%s: %d sends: %d delivered, %d unknown, %d rejected (%d by the breaker)%n"
                        + "  longest send %.3f ms, 99.9th percentile %.3f ms, a sleep of 1 ms was late by up to %.3f ms%n"
                        + "  a send while the breaker is open: median %.1f us; last outcome after %.3f s%n  breaker: %s%n",
                topic,
                calls.size(),
                with(SendOutcome.Delivered.class, calls).size(),
                with(SendOutcome.Unknown.class, calls).size(),
                with(SendOutcome.Rejected.class, calls).size(),
                byBreaker.size(),
                SendLoad.longest(calls, 1).toNanos() / 1e6,
                SendLoad.longest(calls, 0.999).toNanos() / 1e6,
                latestBeat.toNanos() / 1e6,
                SendLoad.longest(byBreaker, 0.5).toNanos() / 1e3,
                slowestEnd.toNanos() / 1e9,
                tally.changes);
    }

    /** Returns the values of all partitions, one partition behind the other. */
    private List<String> readLog(String topic) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "auto.offset.reset", "earliest");
        Map<Integer, List<String>> log = new HashMap<>();
        try (KafkaConsumer<String, String> reader =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                partitions.add(new TopicPartition(topic, partition));
            }
            reader.assign(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> reader.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<String, String> record : reader.poll(Duration.ofMillis(200))) {
                    log.computeIfAbsent(record.partition(), p -> new ArrayList<>())
                            .add(record.value());
                }
            }
        }
        return log.values().stream().flatMap(List::stream).toList();
    }

    /** What the listener was told. */
    private static final class Tally implements SendListener {

        private final AtomicInteger accepted = new AtomicInteger();
        private final AtomicInteger delivered = new AtomicInteger();
        private final AtomicInteger failedAccepted = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private final List<Change> changes = new CopyOnWriteArrayList<>();
        private volatile long zeroNanos = System.nanoTime();

        record Change(BreakerState state, long afterMillis) {

            @Override
            public String toString() {
                return state + " at " + afterMillis / 1e3 + " s";
            }
        }

        List<BreakerState> states() {
            return changes.stream().map(Change::state).toList();
        }

        BreakerState lastState() {
            return changes.isEmpty()
                    ? BreakerState.CLOSED
                    : changes.get(changes.size() - 1).state();
        }

        @Override
        public void accepted(String clientId, String topic) {
            accepted.incrementAndGet();
        }

        @Override
        public void delivered(String clientId, SendReceipt receipt, int sizeBytes, long tookNanos) {
            delivered.incrementAndGet();
        }

        @Override
        public void failed(
                String clientId, String topic, SendFailedException failure, boolean wasAccepted, long tookNanos) {
            (wasAccepted ? failedAccepted : refused).incrementAndGet();
        }

        @Override
        public void breakerChanged(String clientId, BreakerState state) {
            changes.add(new Change(state, (System.nanoTime() - zeroNanos) / 1_000_000));
        }
    }
}
