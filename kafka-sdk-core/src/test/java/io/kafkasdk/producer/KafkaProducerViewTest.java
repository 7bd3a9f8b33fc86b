package io.kafkasdk.producer;

import static io.kafkasdk.acks.GuardFixture.Partition.healthy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.AcksPolicy;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.GuardFixture;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ProducerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaProducerViewTest {

    private static final String CLIENT_ID = "app.orders";
    private static final ProducerRecord<String, String> RECORD = new ProducerRecord<>("orders", "key", "value");
    private static final org.apache.kafka.common.errors.TimeoutException EXPIRED =
            new org.apache.kafka.common.errors.TimeoutException("Expiring 2 record(s) for orders-0");

    private final MockProducer<Object, Object> kafka = ProducerParts.mock(false);
    private final GuardFixture fixture = new GuardFixture().topic("orders", 2, healthy(1, 2, 3));
    private final AtomicInteger closings = new AtomicInteger();
    private final KafkaGuardedProducer<String, String> guarded = guarded(fixture.guard(AcksRules.DEFAULT));
    private final Producer<String, String> view = guarded.asKafkaProducer();
    private final Told told = new Told();

    @AfterEach
    void close() {
        guarded.close(Duration.ZERO);
    }

    @Test
    void aSuccessHasTheMetadataOfTheReceiptInFutureAndCallback() throws Exception {
        Future<RecordMetadata> sent = view.send(RECORD, told);
        assertThat(sent).isNotDone();
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> sent.get(1, TimeUnit.MILLISECONDS));
        kafka.completeNext();
        RecordMetadata metadata = sent.get(1, TimeUnit.SECONDS);
        assertThat(metadata.topic()).isEqualTo("orders");
        assertThat(metadata.partition()).isZero();
        assertThat(metadata.offset()).isZero();
        assertThat(metadata.serializedKeySize()).isEqualTo(-1);
        assertThat(metadata.serializedValueSize()).isEqualTo(-1);
        assertThat(told.metadata).containsExactly(metadata);
        assertThat(told.exceptions).containsExactly((Exception) null);
    }

    @Test
    void aSendCannotBeCancelled() {
        Future<RecordMetadata> sent = view.send(RECORD);
        assertThat(sent.cancel(true)).isFalse();
        assertThat(sent.isCancelled()).isFalse();
        kafka.completeNext();
        assertThat(sent).isDone();
    }

    @Test
    void theCallbackHasRunBeforeTheFutureIsDone() {
        List<Boolean> done = new ArrayList<>();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        sent.add(view.send(RECORD, (metadata, exception) -> done.add(sent.get(0).isDone())));
        kafka.completeNext();
        assertThat(done).containsExactly(false);
        assertThat(sent.get(0)).isDone();
    }

    @Test
    void recordsOfOneBatchFailWithExceptionsOfTheirOwn() {
        Future<RecordMetadata> first = view.send(RECORD, told);
        Future<RecordMetadata> second = view.send(RECORD, told);
        kafka.errorNext(EXPIRED);
        kafka.errorNext(EXPIRED);
        Throwable one = causeOf(first);
        Throwable other = causeOf(second);
        assertThat(one)
                .isExactlyInstanceOf(EXPIRED.getClass())
                .hasMessageContaining("Cure: ")
                .hasCauseInstanceOf(SendFailedException.class)
                .hasRootCause(EXPIRED)
                .isNotSameAs(other);
        assertThat(told.exceptions).containsExactlyInAnyOrder((Exception) one, (Exception) other);
        assertThat(told.metadata).hasSize(2).allSatisfy(metadata -> {
            assertThat(metadata.topic()).isEqualTo("orders");
            assertThat(metadata.hasOffset()).isFalse();
            assertThat(metadata.hasTimestamp()).isFalse();
            assertThat(metadata.partition()).isEqualTo(RecordMetadata.UNKNOWN_PARTITION);
        });
        assertThat(EXPIRED).hasNoSuppressedExceptions();
    }

    @Test
    void anUnsafeTopicViolatesAPolicyAndIsToldWithinTheSend() {
        GuardFixture unsafe = new GuardFixture().topic("orders", 2, healthy(1, 2));
        Producer<String, String> strict = guarded(unsafe.guard(AcksRules.DEFAULT.withPolicy(AcksPolicy.FAIL)))
                .asKafkaProducer();
        assertThat(strict.send(RECORD)).isNotDone();
        unsafe.runBackground();
        Future<RecordMetadata> refused = strict.send(RECORD, told);
        assertThat(refused).isDone();
        assertThat(causeOf(refused))
                .isInstanceOf(PolicyViolationException.class)
                .hasMessageContaining("NO_HEADROOM");
        assertThat(told.exceptions).hasSize(1);
    }

    @Test
    void aRecordLargerThanItsTopicTakesIsTooLargeForCodeToo() {
        assertThat(view.send(RECORD)).isNotDone();
        fixture.runBackground();
        assertThat(causeOf(view.send(new ProducerRecord<>("orders", "x".repeat(2_000)), told)))
                .isInstanceOf(RecordTooLargeException.class)
                .hasMessageContaining("max.message.bytes is 1000");
    }

    @Test
    void aClosedProducerThrowsAndCallsNothingBack() {
        view.close();
        assertThat(closings).hasValue(1);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> view.send(RECORD, told))
                .withMessageContaining("producer 'app.orders' is closed");
        assertThat(told.exceptions).isEmpty();
    }

    @Test
    void aNegativeTimeoutIsRefusedAsByKafka() {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> view.close(Duration.ofMillis(-1)));
        assertThat(closings).hasValue(0);
        view.close(Duration.ZERO);
        assertThat(closings).hasValue(1);
    }

    @Test
    void aCallbackThatThrowsHarmsNothing() throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Throwable planted : List.of(new IllegalStateException("planted"), new AssertionError("planted"))) {
            sent.add(view.send(RECORD, (metadata, exception) -> sneakyThrow(planted)));
        }
        Future<RecordMetadata> last = view.send(RECORD, told);
        while (kafka.completeNext()) {
            assertThat(kafka.history()).hasSize(3);
        }
        for (Future<RecordMetadata> one : sent) {
            assertThat(one.get(1, TimeUnit.SECONDS).topic()).isEqualTo("orders");
        }
        assertThat(last).isDone();
        assertThat(told.metadata).hasSize(1);
    }

    @Test
    void flushWaitsForTheCallbackOfAFailureThatIsStillExplained() {
        Scripted late = new Scripted();
        SendFailedException expired = SendFailedException.unknown(
                new Diagnosis(ErrorKind.TIMED_OUT, "A record expired", "it is planted", "pull it out"), EXPIRED);
        Executor later = CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS);
        late.onFlush = () -> later.execute(() -> late.send.completeExceptionally(expired));
        Future<RecordMetadata> sent = late.view.send(RECORD, told);
        assertThat(sent).isNotDone();
        late.view.flush();
        assertThat(sent).isDone();
        assertThat(told.exceptions).hasSize(1);
    }

    @Test
    void anInterruptedFlushSaysSoAndStaysInterrupted() {
        Producer<String, String> stuck = new Scripted().view;
        assertThat(stuck.send(RECORD)).isNotDone();
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptException.class).isThrownBy(stuck::flush);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void flushInsideACallbackIsRefusedAlsoAfterANestedOne() {
        List<Throwable> thrown = new ArrayList<>();
        view.send(RECORD, (metadata, exception) -> {
            // Refused at once, so that its callback runs inside this one.
            view.send(new ProducerRecord<>("a b", "value"), told);
            thrown.add(catchThrowable(view::flush));
        });
        kafka.completeNext();
        assertThat(told.exceptions).hasSize(1);
        assertThat(thrown)
                .hasSize(1)
                .allSatisfy(refused -> assertThat(refused)
                        .isInstanceOf(KafkaException.class)
                        .hasMessageContaining("inside a callback"));
        view.flush();
    }

    @Test
    void flushReachesTheClient() {
        Future<RecordMetadata> sent = view.send(RECORD);
        view.flush();
        assertThat(kafka.flushed()).isTrue();
        assertThat(sent).isDone();
    }

    @Test
    void transactionsNameTheProducerForThem() {
        List<Runnable> methods = List.of(
                view::initTransactions,
                view::beginTransaction,
                () -> view.sendOffsetsToTransaction(Map.of(), new MockConsumer<>("earliest").groupMetadata()),
                view::commitTransaction,
                view::abortTransaction);
        for (Runnable method : methods) {
            assertThatThrownBy(method::run)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("KafkaSdk.transactionalProducer(...)");
        }
    }

    private static Throwable causeOf(Future<RecordMetadata> failed) {
        await().atMost(Duration.ofSeconds(2)).until(failed::isDone);
        try {
            failed.get();
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("The send did not fail");
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneakyThrow(Throwable planted) throws E {
        throw (E) planted;
    }

    private KafkaGuardedProducer<String, String> guarded(AcksGuard guard) {
        SendContext context = ProducerParts.context(CLIENT_ID, guard, new SendListener() {});
        ProducerSettings<String, String> settings =
                ProducerSettings.named("orders", new StringSerializer(), new StringSerializer());
        return new KafkaGuardedProducer<>(
                new WriteClients(CLIENT_ID, settings.maxBlock(), kafka, null),
                settings,
                ProducerParts.config(),
                context,
                closings::incrementAndGet);
    }

    /** Remembers what it is told. */
    private static final class Told implements Callback {

        private final List<RecordMetadata> metadata = new ArrayList<>();
        private final List<@Nullable Exception> exceptions = new ArrayList<>();

        @Override
        public synchronized void onCompletion(RecordMetadata where, @Nullable Exception exception) {
            metadata.add(where);
            exceptions.add(exception);
        }
    }

    /** A producer whose one send ends when the test says so. */
    private static final class Scripted implements GuardedProducer<String, String>, PlainCalls {

        @Override
        public int inFlight() {
            return 0;
        }

        @Override
        public ConfigExplanation explain() {
            return new ConfigExplanation(CLIENT_ID, List.of());
        }

        private final CompletableFuture<SendReceipt> send = new CompletableFuture<>();
        private final Producer<String, String> view = new KafkaProducerView<>(this, this);
        private Runnable onFlush = () -> {};

        @Override
        public CompletableFuture<SendReceipt> send(String topic, @Nullable String key, @Nullable String value) {
            return send;
        }

        @Override
        public CompletableFuture<SendReceipt> send(ProducerRecord<String, String> record) {
            return send;
        }

        @Override
        public CompletableFuture<SendReceipt> tombstone(String topic, String key) {
            return send;
        }

        @Override
        public String clientId() {
            return CLIENT_ID;
        }

        @Override
        public Map<MetricName, ? extends Metric> kafkaMetrics() {
            return Map.of();
        }

        @Override
        public Producer<String, String> asKafkaProducer() {
            return view;
        }

        @Override
        public void flush() {
            onFlush.run();
        }

        @Override
        public List<PartitionInfo> partitionsFor(String topic) {
            return List.of();
        }

        @Override
        public Map<MetricName, ? extends Metric> metrics() {
            return Map.of();
        }

        @Override
        public void registerMetricForSubscription(KafkaMetric metric) {}

        @Override
        public void unregisterMetricFromSubscription(KafkaMetric metric) {}

        @Override
        public Uuid clientInstanceId(Duration timeout) {
            return Uuid.ZERO_UUID;
        }

        @Override
        public void close() {}

        @Override
        public void close(Duration timeout) {}
    }
}
