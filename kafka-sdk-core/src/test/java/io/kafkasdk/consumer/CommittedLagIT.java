package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.HeldHandler;
import io.kafkasdk.cluster.GroupSnapshot.GroupPartition;
import io.kafkasdk.cluster.GroupSnapshot.Offsets;
import io.kafkasdk.consumer.ConsumerGroupsTool.Row;
import io.kafkasdk.lag.PartitionLag;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.test.KafkaCluster;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The committed lag is the one of {@code kafka-consumer-groups.sh} at a quiet point, partition by partition. That tool always
 * counts to the high watermark: transaction markers behind the commit count with both, records of an open transaction, which
 * a {@code read_committed} group cannot read yet, with the tool only.
 */
@Timeout(180)
@ShortSessions
class CommittedLagIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String STOP = "stop";

    /** What is in the partitions. */
    private static final int BEHIND = 0;

    private static final int TRANSACTIONS = 1;
    private static final int LEVEL = 2;
    private static final int OPEN = 3;
    private static final int EMPTY = 4;

    @Test
    void isTheOneOfKafkasOwnTool(KafkaCluster cluster) throws Exception {
        BothProtocols.atOnce(protocol -> {
            HeldHandler held = new HeldHandler();
            try (GroupBench bench = new GroupBench(cluster, 5);
                    KafkaProducer<String, String> open = transactional(bench, "open")) {
                GroupLookup group = new GroupLookup(cluster, bench);
                long firstHeld = fill(bench);
                open.beginTransaction();
                send(open, bench, OPEN, 7, "open");
                open.flush();
                ConsumerSettings<String, String> settings =
                        bench.settings(protocol).kafkaProperty("isolation.level", "read_committed");
                ManagedConsumer consumer = bench.start(settings, record -> {
                    if (record.value().equals(STOP)) {
                        held.hold();
                    }
                });
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(bench.committed())
                                .containsEntry(BEHIND, 20L)
                                .containsEntry(TRANSACTIONS, firstHeld)
                                .containsEntry(OPEN, 5L)
                                .hasEntrySatisfying(
                                        LEVEL, offset -> assertThat(offset).isBetween(10L, 11L)));
                sameAsTheTool(cluster, bench, Map.of(OPEN, 7L));
                await().atMost(SOON).untilAsserted(() -> knowsTheSame(consumer, group));
                open.abortTransaction();
                await().atMost(SOON).untilAsserted(() -> sameAsTheTool(cluster, bench, Map.of()));
                await().atMost(SOON).untilAsserted(() -> knowsTheSame(consumer, group));
                assertThat(lags(group))
                        .as("the tool says the same, see above")
                        .containsEntry(BEHIND, 10L)
                        .hasEntrySatisfying(TRANSACTIONS, lag -> assertThat(lag).isGreaterThan(10));
                held.letGo();
                consumer.close();
                send(bench, BEHIND, 3, "late");
                sameAsTheTool(cluster, bench, Map.of());
            } finally {
                held.letGo();
            }
        });
    }

    /** Compares all partitions; some have records that only the tool counts. */
    private static void sameAsTheTool(KafkaCluster cluster, GroupBench bench, Map<Integer, Long> notReadableYet)
            throws Exception {
        GroupLookup group = new GroupLookup(cluster, bench);
        Map<Integer, Row> tool = ConsumerGroupsTool.describe(cluster, bench);
        System.out.println("kafka-consumer-groups | " + tool);
        for (IsolationLevel isolation : IsolationLevel.values()) {
            Map<Integer, Row> ours = new TreeMap<>();
            for (GroupPartition partition :
                    group.now(isolation).topic(bench.topic).orElseThrow().partitions()) {
                boolean isCommitted = partition.offsets().committed() != Offsets.NONE;
                if (tool.containsKey(partition.partition())) {
                    long open = isolation == IsolationLevel.READ_COMMITTED
                            ? notReadableYet.getOrDefault(partition.partition(), 0L)
                            : 0;
                    ours.put(
                            partition.partition(),
                            new Row(
                                    isCommitted ? partition.offsets().committed() : -1,
                                    partition.offsets().end() + open,
                                    isCommitted ? partition.lag().orElseThrow() + open : -1));
                }
            }
            System.out.println("group view, " + isolation + " | " + ours);
            assertThat(ours).isEqualTo(tool);
        }
        assertThat(tool).containsKeys(BEHIND, TRANSACTIONS, LEVEL, OPEN);
        assertThat(lags(group).get(EMPTY)).isZero();
    }

    /** What the member knows by itself is what the brokers say of the group, which is what the tool says. */
    private static void knowsTheSame(ManagedConsumer consumer, GroupLookup group) {
        Map<Integer, Row> own = new TreeMap<>();
        for (PartitionLag lag : consumer.lag().partitions()) {
            own.put(
                    lag.partition().partition(),
                    new Row(
                            lag.offsets().committed(),
                            lag.offsets().end(),
                            lag.committedRecords().orElse(-1)));
        }
        Map<Integer, Row> seen = new TreeMap<>();
        for (GroupPartition partition : group.topic().partitions()) {
            seen.put(
                    partition.partition(),
                    new Row(
                            partition.offsets().committed(),
                            partition.offsets().end(),
                            partition.lag().orElseThrow()));
        }
        System.out.println("member | " + own);
        assertThat(own).isEqualTo(seen);
        assertThat(consumer.lag().committedRecords(group.topic().topic()))
                .isEqualTo(group.topic().lag());
    }

    private static Map<Integer, Long> lags(GroupLookup group) {
        Map<Integer, Long> lags = new TreeMap<>();
        group.topic()
                .partitions()
                .forEach(partition ->
                        lags.put(partition.partition(), partition.lag().orElseThrow()));
        return lags;
    }

    /** Returns where the first record is in {@link #TRANSACTIONS} that is held up: how many markers are before it is Kafka's. */
    private static long fill(GroupBench bench) throws Exception {
        send(bench, BEHIND, 20, "fine");
        send(bench, BEHIND, 10, STOP);
        send(bench, OPEN, 5, "fine");
        try (KafkaProducer<String, String> producer = transactional(bench, "done")) {
            producer.beginTransaction();
            send(producer, bench, TRANSACTIONS, 10, "fine");
            send(producer, bench, LEVEL, 10, "fine");
            producer.commitTransaction();
            producer.beginTransaction();
            send(producer, bench, TRANSACTIONS, 5, "aborted");
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            long firstHeld = producer.send(new ProducerRecord<>(bench.topic, TRANSACTIONS, "k" + TRANSACTIONS, STOP))
                    .get()
                    .offset();
            send(producer, bench, TRANSACTIONS, 9, STOP);
            producer.commitTransaction();
            return firstHeld;
        }
    }

    private static void send(GroupBench bench, int partition, int count, String value) {
        try (KafkaProducer<String, String> producer = bench.producer(Map.of())) {
            send(producer, bench, partition, count, value);
        }
    }

    private static void send(
            KafkaProducer<String, String> producer, GroupBench bench, int partition, int count, String value) {
        for (int i = 0; i < count; i++) {
            producer.send(new ProducerRecord<>(bench.topic, partition, "k" + partition, value));
        }
    }

    private static KafkaProducer<String, String> transactional(GroupBench bench, String name) {
        KafkaProducer<String, String> producer = bench.producer(Map.of("transactional.id", bench.group + name));
        producer.initTransactions();
        return producer;
    }
}
