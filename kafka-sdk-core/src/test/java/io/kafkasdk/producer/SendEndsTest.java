package io.kafkasdk.producer;

import static io.kafkasdk.acks.GuardFixture.Partition.healthy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.BusyMachine;
import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.GuardFixture;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.settings.ProducerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How sends end when the producer closes, a listener throws or the look at a topic fails. */
class SendEndsTest {

    private static final String CLIENT_ID = "app.orders";
    private static final TimeoutException EXPIRED =
            new TimeoutException("Expiring 1 record(s) for orders-0: 10000 ms has passed since batch creation");

    private final MockProducer<Object, Object> kafka = ProducerParts.mock(false);
    private final GuardFixture fixture = new GuardFixture().topic("orders", 2, healthy(1, 2, 3));
    private final Events events = new Events();
    private final AtomicInteger closings = new AtomicInteger();
    private final KafkaGuardedProducer<String, String> producer = producer(fixture.guard(AcksRules.DEFAULT), events);

    @AfterEach
    void close() {
        producer.close(Duration.ZERO);
    }

    @Test
    void aClosedProducerRejectsAndSaysSo() {
        producer.close(Duration.ZERO);
        producer.close();
        SendFailedException failure = failureOf(producer.send("orders", "key", "value"));
        assertThat(failure.kind()).isEqualTo(ErrorKind.CLOSED);
        assertThat(failure).hasMessageContaining(CLIENT_ID);
        assertThat(closings).hasValue(1);
    }

    @Test
    void aClosedProducerDoesNotTellItsListenerABadNameEither() {
        producer.close(Duration.ZERO);
        assertThat(failureOf(producer.send("card 4711", "key", "value")).kind()).isEqualTo(ErrorKind.BAD_RECORD);
        assertThat(events.all).containsExactly("failed _invalid BAD_RECORD not accepted");
    }

    @Test
    void anyTimeoutCloses() {
        for (Duration timeout : List.of(
                Duration.ofMillis(Long.MAX_VALUE), Duration.ofSeconds(Long.MAX_VALUE), Duration.ofSeconds(-1))) {
            int before = closings.get();
            producer(fixture.guard(AcksRules.DEFAULT), events).close(timeout);
            assertThat(closings).hasValue(before + 1);
        }
    }

    @Test
    void aRecordThatClosingGaveUpIsUnknown() {
        CompletableFuture<SendReceipt> send = producer.send("orders", "key", "value");
        producer.close(Duration.ZERO);
        kafka.errorNext(new KafkaException("Producer is closed forcefully."));
        SendFailedException failure = failureOf(send);
        assertThat(failure.outcome()).isInstanceOf(SendOutcome.Unknown.class);
        assertThat(failure.kind()).isEqualTo(ErrorKind.CLOSED);
        assertThat(failure).hasMessageContaining("may be in the log").hasMessageNotContaining("was not sent");
    }

    @Test
    void closingFromTheDependentOfAFailureDoesNotWaitForItself() {
        CompletableFuture<Void> closing = producer.send("orders", "key", "value")
                .handle((receipt, failure) -> {
                    producer.close(Duration.ofMinutes(10));
                    return null;
                });
        kafka.errorNext(EXPIRED);
        assertThat(closing).succeedsWithin(Duration.ofSeconds(5));
        await().atMost(Duration.ofSeconds(5)).until(() -> closings.get() == 1);
    }

    @Test
    void aFailureThatComesAfterClosingStillEndsItsSend() {
        CompletableFuture<SendReceipt> send = producer.send("orders", "key", "value");
        producer.close(Duration.ZERO);
        kafka.errorNext(EXPIRED);
        assertThat(failureOf(send).outcome()).isInstanceOf(SendOutcome.Unknown.class);
    }

    @Test
    void aListenerThatThrowsDoesNotBreakSends() throws Exception {
        KafkaGuardedProducer<String, String> watched = producer(fixture.guard(AcksRules.DEFAULT), new SendListener() {
            @Override
            public void accepted(String clientId, String topic) {
                throw new IllegalStateException("planted");
            }

            @Override
            public void delivered(String clientId, SendReceipt receipt, int sizeBytes, long tookNanos) {
                throw new IllegalStateException("planted");
            }
        });
        CompletableFuture<SendReceipt> send = watched.send("orders", "key", "value");
        kafka.completeNext();
        assertThat(send.get(1, TimeUnit.SECONDS).topic()).isEqualTo("orders");
    }

    @Test
    void anErrorFromAListenerLosesNoFuture() {
        KafkaGuardedProducer<String, String> watched = producer(fixture.guard(AcksRules.DEFAULT), new SendListener() {
            @Override
            public void delivered(String clientId, SendReceipt receipt, int sizeBytes, long tookNanos) {
                throw new AssertionError("planted");
            }

            @Override
            public void failed(
                    String clientId, String topic, SendFailedException failure, boolean wasAccepted, long tookNanos) {
                throw new NoSuchMethodError("planted");
            }
        });
        CompletableFuture<SendReceipt> delivered = watched.send("orders", "key", "value");
        kafka.completeNext();
        assertThat(delivered).isCompleted();
        List<CompletableFuture<SendReceipt>> failed = List.of(
                watched.send("orders", "key", "value"),
                watched.send("orders", "key", "value"),
                watched.send("orders", "key", "value"));
        failed.forEach(send -> kafka.errorNext(EXPIRED));
        failed.forEach(send -> assertThat(failureOf(send).kind()).isEqualTo(ErrorKind.TIMED_OUT));
    }

    @Test
    void anErrorInTheLookEndsEverySendOfItsBatch() {
        fixture.onCall = () -> {
            throw new StackOverflowError("planted");
        };
        List<CompletableFuture<SendReceipt>> failed =
                List.of(producer.send("orders", "key", "value"), producer.send("orders", "key", "value"));
        failed.forEach(send -> kafka.errorNext(EXPIRED));
        failed.forEach(send -> assertThat(failureOf(send).outcome()).isInstanceOf(SendOutcome.Unknown.class));
    }

    @Test
    void theDiagnosisThreadIsNamedAndGoesWithTheProducer() {
        CompletableFuture<SendReceipt> send = producer.send("orders", "key", "value");
        CompletableFuture<String> endedOn = new CompletableFuture<>();
        CompletableFuture<Void> watched = send.handle((receipt, failure) -> {
            endedOn.complete(Thread.currentThread().getName());
            return null;
        });
        kafka.errorNext(EXPIRED);
        assertThat(watched).succeedsWithin(BusyMachine.ALLOWANCE);
        assertThat(endedOn).isCompletedWithValue("kafka-sdk-diagnosis-" + CLIENT_ID);
        producer.close(Duration.ZERO);
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("kafka-sdk-diagnosis-" + CLIENT_ID)));
    }

    private static void pending(CompletableFuture<SendReceipt> send) {
        assertThat(send).isNotDone();
    }

    private static SendFailedException failureOf(CompletableFuture<SendReceipt> send) {
        await().atMost(Duration.ofSeconds(2)).until(send::isDone);
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

    private static final class Events implements SendListener {

        private final List<String> all = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void accepted(String clientId, String topic) {
            all.add("accepted " + topic);
        }

        @Override
        public void delivered(String clientId, SendReceipt receipt, int sizeBytes, long tookNanos) {
            all.add("delivered " + receipt.topic() + " " + sizeBytes + " bytes");
        }

        @Override
        public void failed(
                String clientId, String topic, SendFailedException failure, boolean wasAccepted, long tookNanos) {
            all.add("failed " + topic + " " + failure.kind() + (wasAccepted ? " accepted" : " not accepted"));
        }
    }
}
