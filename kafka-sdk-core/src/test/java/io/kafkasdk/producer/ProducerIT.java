package io.kafkasdk.producer;

import static io.kafkasdk.producer.ProducerSide.failureOf;
import static io.kafkasdk.producer.ProducerSide.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.BusyMachine;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@KafkaClusterTest(brokers = 3)
class ProducerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> MIN_ISR_2 = Map.of("min.insync.replicas", "2");

    private final KafkaCluster cluster;
    private final ProducerSide sdk;

    ProducerIT(KafkaCluster cluster) {
        this.cluster = cluster;
        this.sdk = new ProducerSide(ClusterSettings.of(cluster.bootstrapServers()), AcksRules.DEFAULT);
    }

    @BeforeEach
    void createTopicOnce() throws Exception {
        if (!cluster.admin().listTopics().names().get(10, TimeUnit.SECONDS).contains("orders")) {
            cluster.createTopic("orders", 3, 3, MIN_ISR_2);
        }
    }

    @AfterEach
    void close() {
        sdk.close();
    }

    @Test
    void aReceiptSaysWhereTheRecordLandedAndUnderWhichVerdict() throws Exception {
        GuardedProducer<String, String> producer = sdk.open(settings("receipts").topics("orders"));
        SendReceipt first =
                producer.send(new ProducerRecord<>("orders", 1, "key", "one")).get(20, TimeUnit.SECONDS);
        SendReceipt second =
                producer.send(new ProducerRecord<>("orders", 1, "key", "two")).get(20, TimeUnit.SECONDS);
        assertThat(first.verdict()).isEqualTo(AcksVerdict.Kind.SAFE);
        assertThat(first.partition()).isEqualTo(1);
        assertThat(second.offset()).isEqualTo(first.offset() + 1);
        assertThat(first.timestampMillis()).isCloseTo(System.currentTimeMillis(), offset(60_000L));
    }

    @Test
    void theFirstSendToAnUndeclaredTopicIsLookedAtBehindIt() throws Exception {
        GuardedProducer<String, String> producer = sdk.open(settings("undeclared"));
        SendReceipt receipt = producer.send("orders", "key", "value").get(20, TimeUnit.SECONDS);
        assertThat(receipt.verdict()).isIn(AcksVerdict.Kind.UNKNOWN, AcksVerdict.Kind.SAFE);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                sdk.guard().safetyOf("orders").verdict().kind())
                        .isEqualTo(AcksVerdict.Kind.SAFE));
    }

    @Test
    void closingFlushesWhatWasAccepted() {
        GuardedProducer<String, String> producer =
                sdk.open(settings("flush").topics("orders").kafkaProperty("linger.ms", "5000"));
        List<CompletableFuture<SendReceipt>> sends = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sends.add(producer.send("orders", "key-" + i, "value"));
        }
        producer.close(PATIENCE);
        assertThat(sends).allMatch(send -> send.isDone() && !send.isCompletedExceptionally());
    }

    @Test
    void aMissingTopicIsNamedWithTheNearestOneWithinTheCallersBound() {
        GuardedProducer<String, String> producer = sdk.open(settings("missing").maxBlock(Duration.ofMillis(500)));
        long start = System.nanoTime();
        CompletableFuture<SendReceipt> send = producer.send("ordres", "key", "value");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isLessThan(Duration.ofMillis(500).plus(BusyMachine.ALLOWANCE));
        SendFailedException failure = failureOf(send, PATIENCE);
        assertThat(failure.kind()).isEqualTo(ErrorKind.TOPIC_MISSING);
        assertThat(failure.outcome()).isInstanceOf(SendOutcome.Rejected.class);
        assertThat(failure)
                .hasMessageContaining("topic 'ordres' does not exist")
                .hasMessageContaining("did you mean 'orders'?");
    }

    @Test
    void aRecordLargerThanTheClientSendsNamesBothNumbersAndTheSetting() {
        GuardedProducer<String, String> producer = sdk.open(settings("oversize-client")
                .topics("orders")
                .kafkaProperty("max.request.size", "20000")
                .kafkaProperty("compression.type", "lz4"));
        SendFailedException failure = failureOf(producer.send("orders", "key", "x".repeat(30_000)), PATIENCE);
        assertThat(failure.outcome()).isInstanceOf(SendOutcome.Rejected.class);
        assertThat(failure.kind()).isEqualTo(ErrorKind.BAD_RECORD);
        assertThat(failure)
                .hasMessageContaining("topic 'orders'")
                .hasMessageContaining("20000")
                .hasMessageContaining("max.request.size");
    }

    @Test
    void aRecordLargerThanTheTopicTakesNamesBothNumbersBeforeOrAfterTheBrokerSaw() {
        cluster.createTopic("small", 1, 3, Map.of("min.insync.replicas", "2", "max.message.bytes", "5000"));
        ProducerSettings<String, String> plain = settings("oversize-plain").topics("small");
        // What is compressed may still fit, so the broker decides; random letters do not compress enough.
        ProducerSettings<String, String> compressed =
                settings("oversize-lz4").topics("small").kafkaProperty("compression.type", "lz4");
        for (ProducerSettings<String, String> settings : List.of(plain, compressed)) {
            SendFailedException failure = failureOf(sdk.open(settings).send("small", "key", noise(20_000)), PATIENCE);
            assertThat(failure.outcome()).isInstanceOf(SendOutcome.Rejected.class);
            assertThat(failure.kind()).isEqualTo(ErrorKind.BAD_RECORD);
            assertThat(failure)
                    .hasMessageContaining("topic 'small'")
                    .hasMessageContaining("20003 bytes, the topic's max.message.bytes is 5000");
        }
    }

    @Test
    void headersCountAsPartOfARecordThatIsTooLarge() {
        cluster.createTopic("headers", 1, 3, Map.of("min.insync.replicas", "2", "max.message.bytes", "5000"));
        GuardedProducer<String, String> producer = sdk.open(settings("headers").topics("headers"));
        ProducerRecord<String, String> record = new ProducerRecord<>("headers", "key", "value");
        for (int i = 0; i < 3_000; i++) {
            record.headers().add("h" + i, new byte[10]);
        }
        SendFailedException failure = failureOf(producer.send(record), PATIENCE);
        System.out.println("huge headers | " + failure.getMessage());
        assertThat(failure.outcome()).isInstanceOf(SendOutcome.Rejected.class);
        assertThat(failure.kind()).isEqualTo(ErrorKind.BAD_RECORD);
        assertThat(failure).hasMessageContaining("topic 'headers'").hasMessageContaining("max.message.bytes");
    }

    @Test
    void aPartitionThatDoesNotExistNamesHowManyThereAre() {
        GuardedProducer<String, String> producer =
                sdk.open(settings("partition").topics("orders").maxBlock(Duration.ofMillis(300)));
        SendFailedException failure =
                failureOf(producer.send(new ProducerRecord<>("orders", 99, "key", "value")), PATIENCE);
        assertThat(failure.outcome()).isInstanceOf(SendOutcome.Rejected.class);
        assertThat(failure).hasMessageContaining("99").hasMessageContaining("has 3 partitions");
    }

    @Test
    void whatTheBrokerRefusesInTheRecordItselfIsRejected() {
        cluster.createTopic("compacted", 1, 3, Map.of("min.insync.replicas", "2", "cleanup.policy", "compact"));
        GuardedProducer<String, String> producer = sdk.open(settings("refused").topics("orders", "compacted"));
        long tomorrow = Instant.now().plus(Duration.ofDays(1)).toEpochMilli();
        SendFailedException early =
                failureOf(producer.send(new ProducerRecord<>("orders", null, tomorrow, "key", "value")), PATIENCE);
        assertThat(early.kind()).isEqualTo(ErrorKind.BAD_RECORD);
        assertThat(early.outcome()).isInstanceOf(SendOutcome.Rejected.class);
        SendFailedException keyless = failureOf(producer.send("compacted", null, "value"), PATIENCE);
        assertThat(keyless.kind()).isEqualTo(ErrorKind.BAD_RECORD);
        assertThat(keyless.outcome()).isInstanceOf(SendOutcome.Rejected.class);
    }

    private static String noise(int length) {
        Random random = new Random(7);
        StringBuilder letters = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            letters.append((char) ('!' + random.nextInt(90)));
        }
        return letters.toString();
    }
}
