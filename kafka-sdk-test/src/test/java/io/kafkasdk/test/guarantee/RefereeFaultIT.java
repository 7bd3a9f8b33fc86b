package io.kafkasdk.test.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.test.Direction;
import io.kafkasdk.test.FaultyLink;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Ledger;
import io.kafkasdk.test.ledger.LogScan;
import io.kafkasdk.test.ledger.RecordId;
import io.kafkasdk.test.ledger.SendLog;
import io.kafkasdk.test.ledger.Stamp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that really lose and repeat records, which they do when they are told that they may: the checks must see it. */
@Timeout(120)
@KafkaClusterTest(brokers = 3, faultyLinks = true, properties = "broker.session.timeout.ms=4000")
class RefereeFaultIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RECORDS = 100;

    private final KafkaCluster cluster;
    private final AtomicInteger acks = new AtomicInteger();

    RefereeFaultIT(KafkaCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void recordsThatAnUncleanElectionDropsAreCountedAsLost(@TempDir Path directory) {
        cluster.createTopic(
                "unclean",
                Map.of(0, List.of(1, 2)),
                Map.of("unclean.leader.election.enable", "true", "min.insync.replicas", "1"));
        Ledger ledger = Ledger.in(directory);
        try (Producer<String, byte[]> producer = producer(Map.of("acks", "1"));
                SendLog sends = ledger.sends("plain", 0)) {
            send(producer, sends, "unclean", 0, 1);
            await().atMost(PATIENCE).until(() -> acks.get() == 1);
            cluster.broker(2).pause();
            // The fetch that was under way takes this one to the follower; nothing asks for those behind it.
            send(producer, sends, "unclean", 1, 2);
            await().atMost(PATIENCE).until(() -> acks.get() == 2);
            send(producer, sends, "unclean", 2, RECORDS);
            await().atMost(PATIENCE).until(() -> acks.get() == RECORDS);
            cluster.broker(1).kill();
            cluster.broker(2).resume();
            await().atMost(PATIENCE).ignoreExceptions().until(() -> leader("unclean") == 2);
        }
        // What the first leader has beyond that it drops when it comes back.
        cluster.restore();
        Evidence evidence = evidence(ledger, "unclean");
        CheckResult result = new NothingLost().check(evidence);
        System.out.printf(
                "unclean election: %d of %d acknowledged records are left, lost %d%n",
                evidence.logs().size(), RECORDS, result.violations());
        assertThat(result.violations())
                .isPositive()
                .isEqualTo(RECORDS - evidence.logs().size());
    }

    @Test
    void recordsThatAreSentAgainWithoutIdempotenceAreCountedAsDuplicates(@TempDir Path directory) throws Exception {
        cluster.createTopic("repeated", Map.of(0, List.of(3)), Map.of());
        FaultyLink link = cluster.broker(3).link();
        Ledger ledger = Ledger.in(directory);
        try (Producer<String, byte[]> producer = producer(Map.of("request.timeout.ms", 1_000));
                SendLog sends = ledger.sends("plain", 0)) {
            send(producer, sends, "repeated", 0, 1);
            await().atMost(PATIENCE).until(() -> acks.get() == 1);
            // The broker appends what it gets, and its answers get lost.
            link.blackHole(Direction.TO_CLIENT);
            send(producer, sends, "repeated", 1, RECORDS);
            await().atMost(PATIENCE).until(() -> end("repeated") > 1 && retries(producer) > 0);
            link.heal();
            await().atMost(PATIENCE).until(() -> acks.get() == RECORDS);
        }
        Evidence evidence = evidence(ledger, "repeated");
        CheckResult result = new NoDuplicatesInLog(Set.of()).check(evidence);
        System.out.printf(
                "no idempotence: %d records are there %d times%n",
                RECORDS, evidence.logs().size());
        assertThat(result.violations()).isPositive();
        assertThat(new NothingLost().check(evidence).holds()).isTrue();
    }

    private Producer<String, byte[]> producer(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", cluster.bootstrapServers());
        config.put("enable.idempotence", false);
        config.put("delivery.timeout.ms", 60_000);
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    private void send(Producer<String, byte[]> producer, SendLog sends, String topic, int from, int to) {
        for (int number = from; number < to; number++) {
            byte[] value = ("value " + number).getBytes(StandardCharsets.UTF_8);
            RecordId id = new RecordId("plain", 0, number);
            Stamp stamp = Stamp.of(id, topic, "key", number, value);
            ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, 0, "key", value);
            stamp.putInto(record.headers());
            sends.intent(stamp);
            producer.send(record, (place, error) -> {
                if (error == null) {
                    sends.acked(id, new TopicPartition(topic, 0), place.offset());
                    acks.incrementAndGet();
                } else {
                    sends.unknown(id, error.toString());
                }
            });
        }
    }

    private Evidence evidence(Ledger ledger, String topic) {
        return ledger.evidence(LogScan.of(Map.of("bootstrap.servers", cluster.bootstrapServers()))
                .read(List.of(topic)));
    }

    private int leader(String topic) throws Exception {
        Node leader = cluster.admin()
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .get(0)
                .leader();
        return leader == null ? -1 : leader.id();
    }

    private long end(String topic) throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        return cluster.admin()
                .listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    private static double retries(Producer<?, ?> producer) {
        return producer.metrics().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals("record-retry-total"))
                .mapToDouble(entry -> (double) entry.getValue().metricValue())
                .sum();
    }
}
