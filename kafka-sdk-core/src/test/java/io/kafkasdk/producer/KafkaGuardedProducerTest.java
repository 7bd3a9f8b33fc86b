package io.kafkasdk.producer;

import static io.kafkasdk.acks.GuardFixture.Partition.healthy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.BusyMachine;
import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.AcksPolicy;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.acks.Durability;
import io.kafkasdk.acks.GuardFixture;
import io.kafkasdk.acks.GuardFixture.Partition;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.settings.ProducerSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaGuardedProducerTest {

    private static final String CLIENT_ID = "app.orders";
    private static final TimeoutException EXPIRED =
            new TimeoutException("Expiring 1 record(s) for orders-0: 10000 ms has passed since batch creation");

    private final List<byte[]> bytes = new ArrayList<>();
    private final MockProducer<Object, Object> kafka =
            new MockProducer<>(false, null, noted(BytesInTransit.KEY), noted(BytesInTransit.VALUE));
    private final GuardFixture fixture = new GuardFixture().topic("orders", 2, healthy(1, 2, 3));
    private final ToldSends events = new ToldSends();
    private final AtomicInteger closings = new AtomicInteger();
    private final KafkaGuardedProducer<String, String> producer = producer(fixture.guard(AcksRules.DEFAULT), events);

    @AfterEach
    void close() {
        producer.close(Duration.ZERO);
    }

    @Test
    void aSendThatHeldItsCallerUpIsToldWithItsTimeAndAQuickOneIsNot() {
        List<Long> blocked = new ArrayList<>();
        SendListener listener = new SendListener() {
            @Override
            public void blocked(String clientId, long nanos) {
                blocked.add(nanos);
            }
        };
        long[] slowness = {0};
        StringSerializer slow = new StringSerializer() {
            @Override
            public byte[] serialize(String topic, String data) {
                long until = System.nanoTime() + slowness[0];
                while (System.nanoTime() - until < 0) {
                    Thread.onSpinWait();
                }
                return super.serialize(topic, data);
            }
        };
        KafkaGuardedProducer<String, String> slowProducer = new KafkaGuardedProducer<>(
                new WriteClients(CLIENT_ID, Duration.ofSeconds(1), kafka, null),
                ProducerSettings.named("orders", slow, new StringSerializer()),
                ProducerParts.config(),
                ProducerParts.context(CLIENT_ID, fixture.guard(AcksRules.DEFAULT), listener),
                () -> {});
        for (int i = 0; i < 200; i++) {
            assertThat(slowProducer.send("orders", "key", "value")).isNotCompletedExceptionally();
        }
        assertThat(blocked).as("a pause of the machine counts too").hasSizeLessThan(200);
        assertThat(blocked).allSatisfy(nanos -> assertThat(nanos).isGreaterThanOrEqualTo(1_000_000));
        blocked.clear();
        slowness[0] = 3_000_000;
        assertThat(slowProducer.send("orders", "key", "value")).isNotCompletedExceptionally();
        assertThat(blocked).singleElement().satisfies(nanos -> assertThat(nanos).isGreaterThanOrEqualTo(3_000_000));
        blocked.clear();
        slowProducer.close(Duration.ZERO);
        assertThat(slowProducer.send("orders", "key", "value")).isCompletedExceptionally();
        assertThat(blocked).allSatisfy(nanos -> assertThat(nanos).isGreaterThanOrEqualTo(1_000_000));
    }

    @Test
    void aDeliveredRecordHasAReceiptWithTheVerdict() throws Exception {
        CompletableFuture<SendReceipt> first = producer.send("orders", "key", "value");
        fixture.runBackground();
        assertThat(first).isNotDone();
        kafka.completeNext();
        assertThat(first.get(1, TimeUnit.SECONDS))
                .isEqualTo(new SendReceipt(
                        "orders",
                        0,
                        0,
                        first.get().timestampMillis(),
                        AcksVerdict.Kind.SAFE,
                        Durability.ALL,
                        Visibility.VISIBLE));
        assertThat(events.all).containsExactly("accepted orders", "delivered orders 8 bytes");
    }

    @Test
    void keyValueHeadersPartitionAndTimestampReachKafka() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {7});
        pending(producer.send(new ProducerRecord<>("orders", 0, 42L, "key", null, headers)));
        assertThat(bytes).containsExactly("key".getBytes(StandardCharsets.UTF_8), null);
        ProducerRecord<Object, Object> sent = kafka.history().get(0);
        assertThat(sent.partition()).isZero();
        assertThat(sent.timestamp()).isEqualTo(42L);
        assertThat(sent.headers().lastHeader("trace").value()).containsExactly(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "a/b", "tópico"})
    void aBadTopicNameIsRejectedWithTheRule(String name) {
        SendFailedException failure = failureOf(producer.send(name, "key", "value"));
        assertThat(failure.outcome()).isInstanceOf(SendOutcome.Rejected.class);
        assertThat(failure.kind()).isEqualTo(ErrorKind.BAD_RECORD);
        assertThat(failure).hasMessageContaining("'" + name + "'").hasMessageContaining("1 to 249");
        assertThat(kafka.history()).isEmpty();
        assertThat(events.all).containsExactly("failed _invalid BAD_RECORD not accepted");
    }

    @Test
    void anUnserializableValueIsRejectedWithoutItsPayload() {
        KafkaGuardedProducer<String, String> broken = producer(
                ProducerSettings.named("orders", new StringSerializer(), (topic, data) -> {
                    throw new IllegalArgumentException("cannot write " + data);
                }),
                fixture.guard(AcksRules.DEFAULT),
                events);
        SendFailedException failure = failureOf(broken.send("orders", "key", "card 4711"));
        assertThat(failure.outcome()).isInstanceOf(SendOutcome.Rejected.class);
        assertThat(failure.kind()).isEqualTo(ErrorKind.BAD_RECORD);
        assertThat(failure)
                .hasMessageContaining("The value of a record for topic 'orders' cannot be serialized")
                .hasMessageContaining("KafkaGuardedProducerTest")
                .hasMessageNotContaining("4711")
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anErrorOfASerializerIsOneRecordsTrouble() {
        KafkaGuardedProducer<String, String> broken = producer(
                ProducerSettings.named("orders", new StringSerializer(), (topic, data) -> {
                    throw new StackOverflowError("cyclic");
                }),
                fixture.guard(AcksRules.DEFAULT),
                events);
        SendFailedException failure = failureOf(broken.send("orders", "key", "value"));
        assertThat(failure.outcome()).isInstanceOf(SendOutcome.Rejected.class);
        assertThat(failure).hasMessageContaining("threw java.lang.StackOverflowError");
        assertThat(events.all).containsExactly("failed orders BAD_RECORD not accepted");
    }

    @Test
    void anUnsafeTopicIsRefusedOnceItsVerdictIsKnown() {
        GuardFixture unsafe = new GuardFixture().topic("orders", 2, healthy(1, 2));
        KafkaGuardedProducer<String, String> strict =
                producer(unsafe.guard(AcksRules.DEFAULT.withPolicy(AcksPolicy.FAIL)), events);
        pending(strict.send("orders", "key", "value"));
        unsafe.runBackground();
        SendFailedException failure = failureOf(strict.send("orders", "key", "value"));
        assertThat(failure.outcome()).isInstanceOf(SendOutcome.Rejected.class);
        assertThat(failure.kind()).isEqualTo(ErrorKind.UNSAFE_TOPIC);
        assertThat(failure).hasMessageContaining("NO_HEADROOM").hasMessageContaining("Cure: raise");
        assertThat(kafka.history()).hasSize(1);
    }

    @Test
    void aRecordLargerThanTheTopicTakesIsRefusedWithBothNumbers() {
        pending(producer.send("orders", "key", "value"));
        fixture.runBackground();
        SendFailedException failure = failureOf(producer.send("orders", "key", "x".repeat(2_000)));
        assertThat(failure.outcome()).isInstanceOf(SendOutcome.Rejected.class);
        assertThat(failure)
                .hasMessageContaining("key and value have 2003 bytes, the topic's max.message.bytes is 1000");
        assertThat(kafka.history()).hasSize(1);
    }

    @Test
    void aRecordThatTheBrokerFindsTooLargeNamesTheTopicsLimit() {
        CompletableFuture<SendReceipt> send = producer.send("orders", "key", "value");
        kafka.errorNext(new RecordTooLargeException("The request included a message larger than the max message size"));
        SendFailedException failure = failureOf(send);
        assertThat(failure.outcome()).isInstanceOf(SendOutcome.Rejected.class);
        assertThat(failure).hasMessageContaining("topic's max.message.bytes is 1000");
        assertThat(failure).hasMessageContaining("with its headers").hasMessageContaining("alone have 8 bytes");
    }

    @Test
    void anExpiredRecordIsUnknownAndNamesTheShortIsr() {
        fixture.topic("orders", 2, new Partition(List.of(3, 1), List.of(1)));
        CompletableFuture<SendReceipt> send = producer.send("orders", "key", "value");
        kafka.errorNext(EXPIRED);
        SendFailedException failure = failureOf(send);
        assertThat(failure.outcome()).isInstanceOf(SendOutcome.Unknown.class);
        assertThat(failure.kind()).isEqualTo(ErrorKind.SHORT_ISR);
        assertThat(failure)
                .hasMessageContaining("partition orders-0 has 1 of 2 in-sync replicas [1]")
                .hasCause(EXPIRED);
        assertThat(events.all).containsExactly("accepted orders", "failed orders SHORT_ISR accepted");
    }

    @Test
    void aThousandExpiredRecordsCostOneLookAndOneExplanation() {
        // The look lasts until all have failed: without that, it depends on the threads how many share it.
        CountDownLatch allFailed = new CountDownLatch(1);
        fixture.onCall = () -> awaitQuietly(allFailed);
        List<CompletableFuture<SendReceipt>> sends = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            sends.add(producer.send("orders", "key", "value"));
        }
        while (kafka.errorNext(EXPIRED)) {
            assertThat(kafka.history()).hasSize(1_000);
        }
        allFailed.countDown();
        await().atMost(BusyMachine.ALLOWANCE).until(() -> sends.stream().allMatch(CompletableFuture::isDone));
        assertThat(sends).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(fixture.calls).hasSize(1);
        Set<Object> diagnoses = Collections.newSetFromMap(new IdentityHashMap<>());
        for (CompletableFuture<SendReceipt> send : sends) {
            assertThat(send.handle((receipt, thrown) -> thrown).join())
                    .isInstanceOfSatisfying(SendFailedException.class, e -> diagnoses.add(e.diagnosis()));
        }
        assertThat(diagnoses).as("one per second of age").hasSizeLessThan(10);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatTheClientRefusesToTakeIsRejected() {
        kafka.sendException = new BufferExhaustedException("Failed to allocate 16384 bytes within 1000 ms");
        SendFailedException full = failureOf(producer.send("orders", "key", "value"));
        assertThat(full.outcome()).isInstanceOf(SendOutcome.Rejected.class);
        assertThat(full.kind()).isEqualTo(ErrorKind.OVERLOADED);
        kafka.sendException = new TimeoutException("Topic orders not present in metadata after 1000 ms.");
        assertThat(failureOf(producer.send("orders", "key", "value")).outcome())
                .isInstanceOf(SendOutcome.Rejected.class);
        kafka.sendException = new KafkaException("Producer closed while send in progress");
        assertThat(failureOf(producer.send("orders", "key", "value")).outcome())
                .isInstanceOf(SendOutcome.Rejected.class);
        kafka.sendException = new IllegalStateException("Cannot perform operation after producer has been closed");
        assertThat(failureOf(producer.send("orders", "key", "value")).outcome())
                .isInstanceOf(SendOutcome.Rejected.class);
    }

    @Test
    void whatTheClientThrowsBehindTheAppendIsUnknown() {
        for (RuntimeException behind : List.of(
                new KafkaException("Cannot execute transactional method because we are in an error state"),
                new IllegalStateException("cannot execute transactional method because of previous invalid state"
                        + " transition attempt"),
                new KafkaException("planted"))) {
            kafka.sendException = behind;
            assertThat(failureOf(producer.send("orders", "key", "value")).outcome())
                    .as(behind.getMessage())
                    .isInstanceOf(SendOutcome.Unknown.class);
        }
    }

    @Test
    void aFullBufferOfATopicThatTakesNoWritesNamesTheShortIsr() {
        fixture.topic("orders", 2, new Partition(List.of(3, 1), List.of(1)));
        kafka.sendException = new BufferExhaustedException("Failed to allocate 16384 bytes within 1000 ms");
        SendFailedException full = failureOf(producer.send("orders", "key", "value"));
        assertThat(full.outcome()).isInstanceOf(SendOutcome.Rejected.class);
        assertThat(full.kind()).isEqualTo(ErrorKind.SHORT_ISR);
        assertThat(full)
                .hasMessageContaining("buffer is full")
                .hasMessageContaining("partition orders-0 has 1 of 2 in-sync replicas")
                .hasMessageContaining("bring broker 3 back")
                .hasMessageNotContaining("buffer.memory");
    }

    @Test
    void aFullBufferNamesTheOtherTopicThatTakesNoWrites() {
        fixture.topic("blocked", 2, new Partition(List.of(3, 1), List.of(1)));
        pending(producer.send("blocked", "key", "value"));
        fixture.runBackground();
        kafka.sendException = new BufferExhaustedException("Failed to allocate 16384 bytes within 1000 ms");
        SendFailedException full = failureOf(producer.send("orders", "key", "value"));
        assertThat(full.kind()).isEqualTo(ErrorKind.OVERLOADED);
        assertThat(full)
                .hasMessageContaining("probably of records for topic 'blocked'")
                .hasMessageContaining("bring broker 3 back");
    }

    @Test
    void aFailureReportedFromInsideTheClientsSendIsRejected() {
        TimeoutException noMetadata = new TimeoutException("Topic orders not present in metadata after 1000 ms.");
        MockProducer<Object, Object> refusing =
                new MockProducer<>(true, null, BytesInTransit.KEY, BytesInTransit.VALUE) {
                    @Override
                    public synchronized Future<RecordMetadata> send(
                            ProducerRecord<Object, Object> record, Callback callback) {
                        callback.onCompletion(null, noMetadata);
                        return CompletableFuture.failedFuture(noMetadata);
                    }
                };
        AcksGuard guard = fixture.guard(AcksRules.DEFAULT);
        SendContext context = ProducerParts.context(CLIENT_ID, guard, events);
        ProducerSettings<String, String> settings =
                ProducerSettings.named("orders", new StringSerializer(), new StringSerializer());
        GuardedProducer<String, String> held = new KafkaGuardedProducer<>(
                new WriteClients(CLIENT_ID, settings.maxBlock(), refusing, null),
                settings,
                ProducerParts.config(),
                context,
                () -> {});
        assertThat(failureOf(held.send("orders", "key", "value")).outcome()).isInstanceOf(SendOutcome.Rejected.class);
    }

    @Test
    void theFirstRecordOfATopicThatIsToBeLedDoesNotGetStuckWithAcksAll() {
        fixture.topic("led", 2, new Partition(List.of(3, 1), List.of(1)));
        MockProducer<Object, Object> leader = ProducerParts.mock(true);
        AcksGuard guard = fixture.guard(AcksRules.DEFAULT.withPolicy(AcksPolicy.LEADER_ACK));
        ProducerSettings<String, String> settings =
                ProducerSettings.named("orders", new StringSerializer(), new StringSerializer());
        KafkaGuardedProducer<String, String> both = new KafkaGuardedProducer<>(
                new WriteClients(CLIENT_ID, settings.maxBlock(), kafka, leader),
                settings,
                ProducerParts.config(),
                ProducerParts.context(CLIENT_ID, guard, events),
                closings::incrementAndGet);
        SendReceipt receipt =
                both.send("led", "key", "value").orTimeout(5, TimeUnit.SECONDS).join();
        assertThat(receipt.durability()).isEqualTo(Durability.LEADER);
        assertThat(receipt.visibility()).isEqualTo(Visibility.NOT_UNTIL_REPLICA_IS_BACK);
        assertThat(kafka.history()).isEmpty();
        both.close(Duration.ZERO);
    }

    private Serializer<Object> noted(Serializer<Object> serializer) {
        return (topic, data) -> {
            byte[] made = serializer.serialize(topic, data);
            bytes.add(made);
            return made;
        };
    }

    private static void pending(CompletableFuture<SendReceipt> send) {
        assertThat(send).isNotDone();
    }

    private static SendFailedException failureOf(CompletableFuture<SendReceipt> send) {
        await().atMost(BusyMachine.ALLOWANCE).until(send::isDone);
        Throwable failure = send.handle((receipt, thrown) -> thrown).join();
        assertThat(failure).isInstanceOf(SendFailedException.class);
        return (SendFailedException) failure;
    }

    private KafkaGuardedProducer<String, String> producer(AcksGuard guard, SendListener listener) {
        return producer(
                ProducerSettings.named("orders", new StringSerializer(), new StringSerializer()), guard, listener);
    }

    private KafkaGuardedProducer<String, String> producer(
            ProducerSettings<String, String> settings, AcksGuard guard, SendListener listener) {
        SendContext context = ProducerParts.context(CLIENT_ID, guard, listener);
        return new KafkaGuardedProducer<>(
                new WriteClients(CLIENT_ID, settings.maxBlock(), kafka, null),
                settings,
                ProducerParts.config(),
                context,
                closings::incrementAndGet);
    }
}
