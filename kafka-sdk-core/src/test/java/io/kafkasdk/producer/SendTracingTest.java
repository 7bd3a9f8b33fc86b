package io.kafkasdk.producer;

import static io.kafkasdk.acks.GuardFixture.Partition.healthy;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.GuardFixture;
import io.kafkasdk.settings.ProducerSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a tracer is told of sends. */
class SendTracingTest {

    private static final String CLIENT_ID = "app.orders";

    private final MockProducer<Object, Object> kafka = ProducerParts.mock(false);
    private final RecordingTraces traces = new RecordingTraces();
    private final GuardFixture fixture = new GuardFixture().topic("orders", 2, healthy(1, 2, 3));
    private final KafkaGuardedProducer<String, String> producer = producer();

    @AfterEach
    void close() {
        producer.close(Duration.ZERO);
    }

    @Test
    void aDeliveredSendEndsItsTraceWithItsPlace() {
        CompletableFuture<SendReceipt> sent = producer.send("orders", "key", "value");
        assertThat(traces.told).containsExactly("begin app.orders orders#0");
        kafka.completeNext();
        assertThat(sent).isCompleted();
        assertThat(traces.told).last().isEqualTo("delivered orders#0 at 0:0");
        assertThat(header(0)).isEqualTo("orders#0");
    }

    @Test
    void aFailedSendEndsItsTraceAndFailsWithTheSameException() {
        CompletableFuture<SendReceipt> sent = producer.send("orders", "key", "value");
        kafka.errorNext(new RecordTooLargeException("too large"));
        assertThat(sent.handle((receipt, failure) -> failure))
                .succeedsWithin(Duration.ofSeconds(5))
                .isInstanceOf(SendFailedException.class);
        assertThat(traces.told).containsExactly("begin app.orders orders#0", "failed orders#0 SendFailedException");
    }

    @Test
    void aRefusedSendIsTracedToo() {
        producer.close(Duration.ZERO);
        assertThat(producer.send("orders", "key", "value")).isCompletedExceptionally();
        assertThat(traces.told).containsExactly("begin app.orders orders#0", "failed orders#0 SendFailedException");
    }

    @Test
    void aTopicNameThatMayBePayloadIsNotTraced() {
        assertThat(producer.send("no topic {}", "key", "value")).isCompletedExceptionally();
        assertThat(traces.told).isEmpty();
    }

    @Test
    void tombstonesAndKafkasOwnInterfaceAreTracedOnce() {
        producer.tombstone("orders", "key");
        producer.asKafkaProducer().send(new ProducerRecord<>("orders", "key", "value"));
        assertThat(traces.told).containsExactly("begin app.orders orders#0", "begin app.orders orders#1");
        assertThat(header(0)).isEqualTo("orders#0");
        assertThat(header(1)).isEqualTo("orders#1");
    }

    private String header(int index) {
        return new String(
                kafka.history().get(index).headers().lastHeader("trace").value(), StandardCharsets.UTF_8);
    }

    private KafkaGuardedProducer<String, String> producer() {
        ProducerSettings<String, String> settings =
                ProducerSettings.named("orders", new StringSerializer(), new StringSerializer());
        return new KafkaGuardedProducer<>(
                new WriteClients(CLIENT_ID, settings.maxBlock(), kafka, null),
                settings,
                ProducerParts.config(),
                ProducerParts.traced(CLIENT_ID, fixture.guard(AcksRules.DEFAULT), traces),
                () -> {});
    }
}
