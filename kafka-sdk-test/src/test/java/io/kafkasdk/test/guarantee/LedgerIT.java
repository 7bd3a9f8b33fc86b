package io.kafkasdk.test.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.ledger.CommitWatch;
import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.FaultLog;
import io.kafkasdk.test.ledger.HandlingLog;
import io.kafkasdk.test.ledger.Ledger;
import io.kafkasdk.test.ledger.LogScan;
import io.kafkasdk.test.ledger.Logged;
import io.kafkasdk.test.ledger.RecordId;
import io.kafkasdk.test.ledger.SendLog;
import io.kafkasdk.test.ledger.Stamp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Plain clients on real brokers write the ledger, and the referee finds what is planted. */
@KafkaClusterTest(brokers = 1)
class LedgerIT {

    private static final int RECORDS = 1_000;
    private static final int FIRST_MEMBER = 400;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final KafkaCluster cluster;
    private final String topic;
    private final GroupDuty duty;

    LedgerIT(KafkaCluster cluster, TestInfo test) {
        this.cluster = cluster;
        this.topic = test.getTestMethod().orElseThrow().getName();
        this.duty = new GroupDuty(topic + "-group", Set.of(topic), Optional.of(topic + ".dead"));
    }

    @Test
    void whatPlainClientsDoOnAHealthyClusterHolds() throws Exception {
        Ledger ledger = sentAndHandled();

        Judgement judgement = Referee.of(duty).judge(evidence(ledger)).orFail();

        assertThat(judgement.unproven()).isEmpty();
        assertThat(judgement.result("NothingLost").figures()).containsEntry("acked", (long) RECORDS);
        Map<String, Object> again = judgement.result("DuplicatesBounded").figures();
        assertThat((long) again.get(duty.group() + " redelivered")).isPositive();
        assertThat(judgement.result("OneTerminalFate").figures())
                .containsEntry(duty.group() + " deadLettered", RECORDS / 100);
    }

    @Test
    void aRecordThatTheLogDoesNotHaveIsFound() throws Exception {
        Evidence whole = evidence(sentAndHandled());
        List<Logged> logs = whole.logs().stream()
                .filter(logged -> !logged.stamp().orElseThrow().id().equals(new RecordId("plain", 0, 77)))
                .toList();

        Judgement judgement = Referee.of(duty).judge(with(whole, logs));

        assertThat(judgement.broken()).extracting(CheckResult::check).containsExactly("NothingLost");
        assertThat(judgement.result("NothingLost").violations()).isEqualTo(1);
        assertThat(judgement.text()).contains("plain.0.77 was acknowledged at " + topic);
    }

    @Test
    void aRecordThatIsSentTwiceIsFound() throws Exception {
        Ledger ledger = sentAndHandled();
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(record(77)).get();
        }

        Judgement judgement = Referee.of(duty).judge(evidence(ledger));

        assertThat(judgement.broken())
                .extracting(CheckResult::check)
                .contains("NoDuplicatesInLog", "SendOrder")
                .as("nobody handled the second one")
                .contains("NothingLost");
    }

    @Test
    void aRecordThatWasRemovedIsLostUnlessTheLedgerSaysSo() throws Exception {
        Ledger ledger = sentAndHandled();
        cluster.admin()
                .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(3)))
                .all()
                .get();

        assertThat(Referee.of(duty)
                        .judge(evidence(ledger))
                        .result("NothingLost")
                        .violations())
                .isEqualTo(3);

        try (FaultLog faults = ledger.faults()) {
            faults.removed(topic, 0, 3);
        }
        Judgement judgement = Referee.of(duty).judge(evidence(ledger)).orFail();
        assertThat(judgement.result("NothingLost").figures()).containsEntry("removed", 3L);
    }

    private static Evidence with(Evidence evidence, List<Logged> logs) {
        return new Evidence(
                evidence.sent(),
                logs,
                evidence.handlings(),
                evidence.commits(),
                evidence.ownerships(),
                evidence.faults(),
                evidence.removals(),
                evidence.skips(),
                evidence.claims(),
                evidence.samples());
    }

    private Evidence evidence(Ledger ledger) {
        return ledger.evidence(LogScan.of(Map.of("bootstrap.servers", cluster.bootstrapServers()))
                .read(List.of(topic, topic + ".dead")));
    }

    /** The first member ends without the commit of what it handled last, the second one works off all. */
    private Ledger sentAndHandled() throws Exception {
        cluster.createTopic(topic, 3, 1);
        cluster.createTopic(topic + ".dead", 1, 1);
        Ledger ledger = Ledger.in(directory.resolve(topic));
        try (CommitWatch watch = ledger.watchCommits(cluster.admin(), List.of(duty.group()), Duration.ofMillis(50))) {
            send(ledger);
            handle(ledger, "m-0", FIRST_MEMBER);
            handle(ledger, "m-1", RECORDS);
            assertThat(watch.look()).isTrue();
        }
        return ledger;
    }

    private void send(Ledger ledger) {
        try (SendLog sends = ledger.sends("plain", 0)) {
            try (KafkaProducer<byte[], byte[]> producer = producer()) {
                for (int i = 0; i < RECORDS; i++) {
                    ProducerRecord<byte[], byte[]> record = record(i);
                    Stamp stamp = Stamp.read(record.headers()).orElseThrow();
                    sends.intent(stamp);
                    producer.send(record, (metadata, error) -> {
                        if (error == null) {
                            sends.acked(
                                    stamp.id(),
                                    new TopicPartition(metadata.topic(), metadata.partition()),
                                    metadata.offset());
                        } else {
                            sends.unknown(stamp.id(), error.toString());
                        }
                    });
                }
            }
            sends.claim(CountsAgree.ACKED, RECORDS);
        }
    }

    private ProducerRecord<byte[], byte[]> record(int number) {
        byte[] key = ("key " + number % 20).getBytes(StandardCharsets.UTF_8);
        byte[] value = ("value " + number).getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, value);
        Stamp.of(new RecordId("plain", 0, number), topic, "key " + number % 20, number / 20, value)
                .putInto(record.headers());
        return record;
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                cluster.bootstrapServers(),
                "group.id",
                duty.group(),
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest",
                "max.poll.records",
                50);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Handles until so many of all records have ended, and commits each poll but the last of a member that stops early. */
    private void handle(Ledger ledger, String member, int until) throws Exception {
        try (HandlingLog log = ledger.handling(duty.group(), member);
                KafkaProducer<byte[], byte[]> deadLetters = producer();
                KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.subscribe(List.of(topic), listener(log));
            long start = System.nanoTime();
            long ended = 0;
            while (ended < until) {
                assertThat(System.nanoTime() - start).isLessThan(LIMIT.toNanos());
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    handle(log, deadLetters, record);
                }
                ended = consumer.assignment().stream()
                        .mapToLong(consumer::position)
                        .sum();
                if (ended < until || until == RECORDS) {
                    consumer.commitSync();
                }
            }
        }
    }

    private void handle(
            HandlingLog log, KafkaProducer<byte[], byte[]> deadLetters, ConsumerRecord<byte[], byte[]> record)
            throws Exception {
        log.began(record);
        if (Stamp.read(record.headers()).orElseThrow().id().number() % 100 == 99) {
            log.failed(record);
            deadLetters
                    .send(new ProducerRecord<>(topic + ".dead", null, record.key(), record.value(), record.headers()))
                    .get();
        } else {
            log.done(record);
        }
    }

    private static ConsumerRebalanceListener listener(HandlingLog log) {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                log.assigned(partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                log.revoked(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                log.lost(partitions);
            }
        };
    }
}
