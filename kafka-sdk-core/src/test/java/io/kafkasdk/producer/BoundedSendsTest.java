package io.kafkasdk.producer;

import static io.kafkasdk.acks.GuardFixture.Partition.healthy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.GuardFixture;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.resilience.BreakerState;
import io.kafkasdk.settings.InFlightLimits;
import io.kafkasdk.settings.ProducerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a guarded producer does where the Kafka client has no room, no metadata or no answer. */
class BoundedSendsTest {

    private static final String CLIENT_ID = "app.orders";
    private static final Duration MAX_BLOCK = Duration.ofMillis(300);
    private static final Duration SLICE = CallerTime.sliceOf(MAX_BLOCK);

    private final GuardFixture fixture = new GuardFixture().topic("orders", 2, healthy(1, 2, 3));
    private final Client kafka = new Client();
    private final AtomicInteger serialized = new AtomicInteger();
    private final Serializer<String> values = (topic, data) -> {
        serialized.incrementAndGet();
        return data == null ? "null".getBytes(java.nio.charset.StandardCharsets.UTF_8) : new byte[data.length()];
    };
    private final SendContext context =
            ProducerParts.context(CLIENT_ID, fixture.guard(AcksRules.DEFAULT), new SendListener() {}, limits(2));
    private final GuardedProducer<String, String> producer = producer(context);

    @AfterEach
    void close() {
        producer.close(Duration.ZERO);
    }

    @Test
    void beyondTheBudgetTheCallerWaitsAndThenTheRecordIsRejected() {
        CompletableFuture<SendReceipt> first = producer.send("orders", "key", "value");
        producer.send("orders", "key", "value").isDone();
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            SendFailedException full = failureOf(producer.send("orders", "key", "value"));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(CallerTime.patienceOf(MAX_BLOCK));
            assertThat(full.outcome()).isInstanceOf(SendOutcome.Rejected.class);
            assertThat(full.kind()).isEqualTo(ErrorKind.OVERLOADED);
            assertThat(full).hasMessageContaining("2 records (16 bytes of keys and values) are in flight");
        }
        assertThat(kafka.history()).as("what the client holds").hasSize(2);
        kafka.completeNext();
        assertThat(first).isCompleted();
        assertThat(producer.send("orders", "key", "value")).as("room again").isNotDone();
        kafka.completeNext();
        kafka.completeNext();
        assertThat(context.gate().budget().records()).isZero();
        assertThat(context.gate().budget().bytes()).isZero();
    }

    @Test
    void whoWaitsForRoomGoesOnAsSoonAsARecordEnds() {
        SendContext patient = context("patient", limits(1));
        GuardedProducer<String, String> slow = producer(patient, settings().maxBlock(Duration.ofSeconds(60)));
        assertThat(slow.send("orders", "key", "first")).isNotDone();
        CompletableFuture<CompletableFuture<SendReceipt>> second = CompletableFuture.supplyAsync(
                () -> slow.send("orders", "key", "second"), task -> new Thread(task).start());
        await().until(() -> patient.gate().budget().hasWaiting());
        assertThat(second).isNotDone();
        kafka.completeNext();
        await().until(second::isDone);
        kafka.completeNext();
        assertThat(second.join()).isCompleted();
    }

    @Test
    void whateverARecordEndsInItGivesItsRoomBack() {
        SendContext roomy = context("roomy", limits(100));
        GuardedProducer<String, String> sender = producer(roomy);
        List<CompletableFuture<SendReceipt>> sends = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            sends.add(sender.send("orders", "key", "value"));
        }
        kafka.completeNext();
        kafka.errorNext(new NetworkException("planted"));
        kafka.errorNext(new KafkaException("planted"));
        assertThat(sends.get(3).cancel(true)).isTrue();
        kafka.completeNext();
        kafka.sendException = new KafkaException("planted");
        sends.add(sender.send("orders", "key", "value"));
        sends.add(sender.send("orders", "key", "x".repeat(2_000)));
        await().until(() -> sends.stream().allMatch(CompletableFuture::isDone));
        assertThat(roomy.gate().budget().records()).isZero();
        assertThat(roomy.gate().budget().bytes()).isZero();
    }

    @Test
    void anErrorOutOfTheClientEndsItsSendOnceAlsoIfTheClientTellsAResultLater() {
        kafka.thrownBehindTheAppend = new StackOverflowError("planted");
        CompletableFuture<SendReceipt> send = producer.send("orders", "key", "value");
        SendFailedException failure = failureOf(send);
        assertThat(failure.outcome()).isInstanceOf(SendOutcome.Unknown.class);
        kafka.completeNext();
        assertThat(context.gate().budget().records()).isZero();
        kafka.thrownBehindTheAppend = null;
        assertThat(producer.send("orders", "key", "value")).isNotDone();
        assertThat(context.gate().budget().records()).isEqualTo(1);
    }

    @Test
    void aClientWithoutMetadataIsAskedAgainUntilTheCallersTimeIsOver() {
        kafka.sliceOfSilence = SLICE;
        long start = System.nanoTime();
        CompletableFuture<SendReceipt> send = producer.send("orders", "key", "value");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(took).isGreaterThanOrEqualTo(CallerTime.patienceOf(MAX_BLOCK));
        // 18 whole slices fit in before the last one must have begun, however late this machine wakes the thread.
        assertThat(kafka.asked).hasValueBetween(1, 19);
        SendFailedException failure = failureOf(send);
        assertThat(failure.outcome()).isInstanceOf(SendOutcome.Rejected.class);
        assertThat(failure.getCause()).hasMessageContaining("ms (of maxBlock 300 ms)");
        assertThat(context.gate().budget().records()).isZero();
    }

    @Test
    void metadataThatComesInTimeLetsTheRecordThrough() {
        ProducerSettings<String, String> patient = settings().maxBlock(Duration.ofSeconds(60));
        kafka.sliceOfSilence = CallerTime.sliceOf(patient.maxBlock());
        kafka.silentSlices = 3;
        assertThat(producer(context, patient).send("orders", "key", "value")).isNotDone();
        assertThat(kafka.asked).hasValue(4);
        assertThat(kafka.history()).hasSize(1);
        assertThat(serialized).as("serialized once").hasValue(1);
    }

    @Test
    void anOpenBreakerRefusesWithoutSerializing() {
        failFiveTimes();
        assertThat(context.gate().breakerState()).isEqualTo(BreakerState.OPEN);
        int before = serialized.get();
        SendFailedException refused = failureOf(producer.send("orders", "key", "value"));
        assertThat(refused.outcome()).isInstanceOf(SendOutcome.Rejected.class);
        assertThat(refused.kind()).isEqualTo(ErrorKind.TIMED_OUT);
        assertThat(refused).hasMessageContaining("circuit breaker of producer 'app.orders' is open");
        assertThat(serialized).hasValue(before);
        assertThat(kafka.history()).hasSize(5);
    }

    @Test
    void recordsThatAreTheirOwnFaultNeverOpenTheBreaker() {
        assertThat(producer.send("orders", "key", "value")).isNotDone();
        fixture.runBackground();
        for (int i = 0; i < 100; i++) {
            assertThat(failureOf(producer.send("orders", "key", "x".repeat(2_000)))
                            .kind())
                    .isEqualTo(ErrorKind.BAD_RECORD);
        }
        assertThat(context.gate().breakerState()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void aTombstoneHasAKeyAndNoValueWhateverTheSerializerMakesOfNull() {
        assertThat(producer.tombstone("orders", "key")).isNotDone();
        assertThat(kafka.values).containsExactly((byte[]) null);
        assertThat(kafka.history().get(0).key()).isEqualTo("key");
        assertThat(serialized).hasValue(0);
        kafka.completeNext();
    }

    @Test
    void aTombstoneWithHeadersIsARecordWithANullValue() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("reason", new byte[] {7});
        GuardedProducer<String, String> plain = producer(
                context("plain", limits(9)),
                ProducerSettings.named("plain", new StringSerializer(), new StringSerializer()));
        assertThat(plain.send(new ProducerRecord<>("orders", null, null, "key", null, headers)))
                .isNotDone();
        assertThat(kafka.values).containsExactly((byte[]) null);
        assertThat(kafka.history().get(0).headers().lastHeader("reason").value())
                .containsExactly(7);
    }

    @Test
    @SuppressWarnings("NullAway") // the point of the test
    void aTombstoneWithoutAKeyIsRejectedAndNeverThrown() {
        assertThatCode(() -> {
                    SendFailedException keyless = failureOf(producer.tombstone("orders", null));
                    assertThat(keyless.outcome()).isInstanceOf(SendOutcome.Rejected.class);
                    assertThat(keyless.kind()).isEqualTo(ErrorKind.BAD_RECORD);
                    assertThat(keyless).hasMessageContaining("has no key");
                    assertThat(failureOf(producer.tombstone("no topic", null)).kind())
                            .isEqualTo(ErrorKind.BAD_RECORD);
                })
                .doesNotThrowAnyException();
        assertThat(kafka.history()).isEmpty();
    }

    private void failFiveTimes() {
        for (int i = 0; i < 5; i++) {
            CompletableFuture<SendReceipt> send = producer.send("orders", "key", "value");
            kafka.errorNext(new TimeoutException("Expiring 1 record(s) for orders-0: planted"));
            failureOf(send);
        }
    }

    private static InFlightLimits limits(int records) {
        return new InFlightLimits(records, 1 << 20);
    }

    private SendContext context(String clientId, InFlightLimits limits) {
        return ProducerParts.context(clientId, fixture.guard(AcksRules.DEFAULT), new SendListener() {}, limits);
    }

    private ProducerSettings<String, String> settings() {
        return ProducerSettings.named("orders", new StringSerializer(), values).maxBlock(MAX_BLOCK);
    }

    private GuardedProducer<String, String> producer(SendContext with) {
        return producer(with, settings());
    }

    private GuardedProducer<String, String> producer(SendContext with, ProducerSettings<String, String> settings) {
        return new KafkaGuardedProducer<>(
                new WriteClients(with.clientId(), settings.maxBlock(), kafka, null),
                settings,
                ProducerParts.config(),
                with,
                () -> {});
    }

    private static SendFailedException failureOf(CompletableFuture<SendReceipt> send) {
        return ProducerSide.failureOf(send, Duration.ofSeconds(5));
    }

    /** A client that waits for metadata first, as Kafka's does: each call of it for one slice. */
    private static final class Client extends MockProducer<Object, Object> {

        private final AtomicInteger asked = new AtomicInteger();
        private final List<byte @Nullable []> values;
        private Duration sliceOfSilence = Duration.ZERO;
        private int silentSlices = Integer.MAX_VALUE;
        private @Nullable Error thrownBehindTheAppend;

        Client() {
            this(new ArrayList<>());
        }

        private Client(List<byte @Nullable []> values) {
            super(false, null, BytesInTransit.KEY, (topic, data) -> {
                byte[] value = BytesInTransit.VALUE.serialize(topic, data);
                values.add(value);
                return value;
            });
            this.values = values;
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<Object, Object> record, Callback callback) {
            boolean silent = !sliceOfSilence.isZero() && asked.getAndIncrement() < silentSlices;
            if (silent) {
                waitFor(sliceOfSilence);
                TimeoutException none = new TimeoutException(
                        "Topic orders not present in metadata after " + sliceOfSilence.toMillis() + " ms.");
                callback.onCompletion(new RecordMetadata(null, -1, -1, -1, -1, -1), none);
                return CompletableFuture.failedFuture(none);
            }
            Future<RecordMetadata> sent = super.send(record, callback);
            if (thrownBehindTheAppend != null) {
                throw thrownBehindTheAppend;
            }
            return sent;
        }

        private static void waitFor(Duration time) {
            long end = System.nanoTime() + time.toNanos();
            for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }
}
