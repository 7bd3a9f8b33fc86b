package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Code written against Kafka's interface, run with Kafka's own producer and with the view, side by side. */
@KafkaClusterTest(brokers = 1)
class KafkaProducerViewIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration MAX_BLOCK = Duration.ofMillis(500);

    private final KafkaCluster cluster;
    private final ProducerSide sdk;
    private final Producer<String, String> plain;
    private final Producer<String, String> view;

    KafkaProducerViewIT(KafkaCluster cluster) {
        this.cluster = cluster;
        this.sdk = new ProducerSide(ClusterSettings.of(cluster.bootstrapServers()), AcksRules.DEFAULT);
        this.plain = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        cluster.bootstrapServers(),
                        "max.block.ms",
                        MAX_BLOCK.toMillis(),
                        "max.request.size",
                        20_000),
                new StringSerializer(),
                new Picky());
        this.view = sdk.open(ProducerSettings.named("view", new StringSerializer(), new Picky())
                        .maxBlock(MAX_BLOCK)
                        .kafkaProperty("max.request.size", "20000"))
                .asKafkaProducer();
    }

    @BeforeEach
    void createTopicsOnce() throws Exception {
        if (!cluster.admin().listTopics().names().get(10, TimeUnit.SECONDS).contains("orders")) {
            cluster.createTopic("orders", 1, 1);
            cluster.createTopic("small", 1, 1, Map.of("max.message.bytes", "5000"));
            cluster.createTopic("compacted", 1, 1, Map.of("cleanup.policy", "compact"));
        }
    }

    @AfterEach
    void close() {
        plain.close(Duration.ZERO);
        sdk.close();
    }

    @Test
    void whatIsSentIsToldInOrderAndIsThere() throws Exception {
        for (Producer<String, String> producer : List.of(plain, view)) {
            List<RecordMetadata> told = Collections.synchronizedList(new ArrayList<>());
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            long now = System.currentTimeMillis();
            for (int i = 0; i < 200; i++) {
                sent.add(producer.send(
                        new ProducerRecord<>("orders", 0, now, "key", "value-" + i),
                        (metadata, exception) -> told.add(metadata)));
            }
            RecordMetadata last = sent.get(199).get(20, TimeUnit.SECONDS);
            assertThat(told).as("callbacks run before their future is done").hasSize(200);
            assertThat(told).extracting(RecordMetadata::offset).isSorted().doesNotHaveDuplicates();
            assertThat(told.get(199).offset()).isEqualTo(last.offset());
            assertThat(told.get(0).offset()).isEqualTo(last.offset() - 199);
            assertThat(last.timestamp()).isEqualTo(now);
            assertThat(last.partition()).isZero();
        }
    }

    @Test
    void afterFlushEverythingIsToldWhateverItsEnd() {
        for (Producer<String, String> producer : List.of(plain, view)) {
            List<Boolean> told = Collections.synchronizedList(new ArrayList<>());
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            long tomorrow = Instant.now().plus(Duration.ofDays(1)).toEpochMilli();
            for (int i = 0; i < 50; i++) {
                sent.add(producer.send(
                        new ProducerRecord<>("orders", "key", "value"),
                        (metadata, exception) -> told.add(exception == null)));
            }
            producer.flush();
            sent.add(producer.send(
                    new ProducerRecord<>("orders", null, tomorrow, "key", "value"),
                    (metadata, exception) -> told.add(exception == null)));
            sent.add(producer.send(
                    new ProducerRecord<>("ordres", "key", "value"),
                    (metadata, exception) -> told.add(exception == null)));
            producer.flush();
            assertThat(sent).allMatch(Future::isDone);
            assertThat(told).hasSize(52).endsWith(false, false);
            assertThat(told.subList(0, 50)).containsOnly(true);
        }
    }

    @Test
    void aTopicThatDoesNotExistTimesOut() {
        assertBothGive(TimeoutException.class, new ProducerRecord<>("ordres", "key", "value"));
    }

    @Test
    void aPartitionThatDoesNotExistTimesOut() {
        assertBothGive(TimeoutException.class, new ProducerRecord<>("orders", 99, "key", "value"));
    }

    @Test
    void aBadTopicNameIsAnInvalidTopic() {
        assertBothGive(InvalidTopicException.class, new ProducerRecord<>("a b", "key", "value"));
    }

    @Test
    void aRecordTooLargeForTheClientOrTheTopicIsTooLarge() {
        assertBothGive(RecordTooLargeException.class, new ProducerRecord<>("orders", "key", "x".repeat(30_000)));
        ProducerRecord<String, String> tooLargeForTopic = new ProducerRecord<>("small", 0, "key", "x".repeat(10_000));
        assertBothGive(RecordTooLargeException.class, tooLargeForTopic);
    }

    @Test
    void whatTheBrokerRefusesInTheRecordHasItsClass() {
        long tomorrow = Instant.now().plus(Duration.ofDays(1)).toEpochMilli();
        assertBothGive(InvalidTimestampException.class, new ProducerRecord<>("orders", 0, tomorrow, "key", "value"));
        assertBothGive(InvalidRecordException.class, new ProducerRecord<>("compacted", 0, null, "value"));
    }

    @Test
    void whatCannotBeSerializedIsThrown() {
        assertBothThrow(SerializationException.class, new ProducerRecord<>("orders", "key", "unwritable"));
        assertBothThrow(IllegalArgumentException.class, new ProducerRecord<>("orders", "key", "illegal"));
        assertBothThrow(SerializationException.class, ofAnotherType());
    }

    @Test
    void anInterruptionIsThrownAndKept() {
        for (Producer<String, String> producer : List.of(plain, view)) {
            Thread.currentThread().interrupt();
            Throwable thrown = catchThrowable(() -> producer.send(new ProducerRecord<>("not-there", "value")));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(thrown).isExactlyInstanceOf(InterruptException.class);
        }
    }

    @Test
    void sendingAfterClosingIsThrown() {
        plain.close();
        view.close();
        assertBothThrow(IllegalStateException.class, new ProducerRecord<>("orders", "key", "value"));
    }

    @Test
    void theRestOfTheInterfaceReachesTheClient() {
        for (Producer<String, String> producer : List.of(plain, view)) {
            assertThat(producer.partitionsFor("orders"))
                    .extracting(PartitionInfo::partition)
                    .containsExactly(0);
            assertThat(producer.metrics().keySet()).anyMatch(name -> name.name().equals("record-send-total"));
            assertThat(catchThrowable(() -> producer.partitionsFor("ordres"))).isInstanceOf(TimeoutException.class);
            assertThat(catchThrowable(() -> producer.close(Duration.ofMillis(-1))))
                    .isExactlyInstanceOf(IllegalArgumentException.class);
        }
    }

    private void assertBothGive(Class<? extends Exception> expected, ProducerRecord<String, String> record) {
        for (Producer<String, String> producer : List.of(plain, view)) {
            Answer answer = Answer.of(producer, record);
            assertThat(answer.thrown()).isNull();
            assertThat(answer.given()).isExactlyInstanceOf(expected);
            assertThat(answer.calledBackWith()).isSameAs(answer.given());
            assertThat(answer.metadata().topic()).isEqualTo(record.topic());
            assertThat(answer.metadata().offset()).isEqualTo(-1);
            assertThat(answer.metadata().timestamp()).isEqualTo(-1);
            assertThat(answer.metadata().partition()).isEqualTo(record.partition() == null ? -1 : record.partition());
            if (producer == view) {
                assertThat(answer.given()).hasMessageContaining("Cure: ").hasCauseInstanceOf(SendFailedException.class);
            }
        }
    }

    private void assertBothThrow(Class<? extends Exception> expected, ProducerRecord<String, String> record) {
        for (Producer<String, String> producer : List.of(plain, view)) {
            Answer answer = Answer.of(producer, record);
            assertThat(answer.thrown()).isExactlyInstanceOf(expected);
            assertThat(answer.calledBackWith()).isNull();
        }
    }

    /** What only raw types let through. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static ProducerRecord<String, String> ofAnotherType() {
        return new ProducerRecord("orders", "key", 4711);
    }

    /** How a send that must fail is answered. */
    private record Answer(
            @Nullable Throwable thrown,
            @Nullable Throwable given,
            @Nullable RecordMetadata metadata,
            @Nullable Exception calledBackWith) {

        static Answer of(Producer<String, String> producer, ProducerRecord<String, String> record) {
            CompletableFuture<RecordMetadata> metadata = new CompletableFuture<>();
            CompletableFuture<Exception> calledBackWith = new CompletableFuture<>();
            Future<RecordMetadata> sent;
            try {
                sent = producer.send(record, (where, exception) -> {
                    metadata.complete(where);
                    calledBackWith.complete(exception);
                });
            } catch (RuntimeException e) {
                return new Answer(e, null, null, calledBackWith.getNow(null));
            }
            try {
                throw new AssertionError("Sent to " + sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            } catch (ExecutionException e) {
                return new Answer(null, e.getCause(), metadata.getNow(null), calledBackWith.getNow(null));
            } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Writes strings, with two exceptions. */
    private static final class Picky implements Serializer<String> {

        @Override
        public byte[] serialize(String topic, String data) {
            if (data.equals("unwritable")) {
                throw new SerializationException("planted");
            }
            if (data.equals("illegal")) {
                throw new IllegalArgumentException("planted");
            }
            return data.getBytes(StandardCharsets.UTF_8);
        }
    }
}
