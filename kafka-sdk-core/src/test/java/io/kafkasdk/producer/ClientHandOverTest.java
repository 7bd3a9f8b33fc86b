package io.kafkasdk.producer;

import static io.kafkasdk.acks.GuardFixture.Partition.healthy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.GuardFixture;
import io.kafkasdk.producer.HandOver.Result;
import io.kafkasdk.settings.ProducerSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class ClientHandOverTest {

    private static final String CLIENT_ID = "app.orders";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Runnable NOTHING = () -> {};

    private final List<FakeKafka> made = new ArrayList<>();
    private final Deque<Runnable> replacements = new ArrayDeque<>();
    private final AtomicLong nanos = new AtomicLong();
    private final FakeKafka first = new FakeKafka();
    private final Supplier<Producer<Object, Object>> later = () -> {
        throw new IllegalStateException("nothing is lost here");
    };
    private Supplier<Producer<Object, Object>> maker = FakeKafka::new;
    private Runnable onPause = NOTHING;
    private final ReplaceableClient client =
            new ReplaceableClient(CLIENT_ID, first, FakeKafka::new, replacements::add, nanos::get);
    private final SendContext context = ProducerParts.context(
            CLIENT_ID,
            new GuardFixture().topic("orders", 2, healthy(1, 2, 3)).guard(AcksRules.DEFAULT),
            new SendListener() {});
    private final InFlightBudget budget = context.gate().budget();
    private final KafkaGuardedProducer<String, String> producer = producer();

    private KafkaGuardedProducer<String, String> producer() {
        ProducerSettings<String, String> settings =
                ProducerSettings.named("orders", new StringSerializer(), new StringSerializer());
        return new KafkaGuardedProducer<>(
                new WriteClients(CLIENT_ID, settings.maxBlock(), client, null),
                settings,
                ProducerParts.config(),
                context,
                NOTHING);
    }

    @Test
    void theNextClientGetsItsFirstRecordWhenTheOldOneHasEndedAllItsOwn() {
        List<CompletableFuture<SendReceipt>> before = List.of(send("1"), send("2"), send("3"));
        first.beforeFlush = () -> assertThat(made.get(1).history()).isEmpty();
        assertThat(handOver()).isEqualTo(new HandOver(Result.DONE, handOverNanos(), ""));
        assertThat(before).allMatch(send -> send.isDone() && !send.isCompletedExceptionally());
        send("4");
        assertThat(first.values()).containsExactly("1", "2", "3");
        assertThat(made.get(1).values()).containsExactly("4");
        assertThat(first.closed()).isTrue();
        assertThat(made.get(1).closed()).isFalse();
    }

    @Test
    void whatMakesTheNextClientsIsTheNewOneToo() {
        assertThat(handOver().isDone()).isTrue();
        assertThat(client.place().maker()).isSameAs(later);
    }

    @Test
    void whereNoClientCanBeMadeTheOldOneGoesOn() {
        maker = () -> {
            throw new KafkaException("planted");
        };
        HandOver came = handOver();
        assertThat(came.result()).isEqualTo(Result.NO_CLIENT);
        assertThat(came.why()).contains("planted");
        assertGoesOnWithTheFirst();
    }

    @Test
    void aClientThatDoesNotLearnTheTopicsIsNotTaken() {
        first.knowsTopics = true;
        HandOver came = handOver();
        assertThat(came.result()).isEqualTo(Result.NO_CLIENT);
        assertThat(came.why()).contains("'orders'");
        assertThat(Duration.ofNanos(nanos.get())).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
        assertGoesOnWithTheFirst();
    }

    @Test
    void aTopicThatTheOldClientDoesNotKnowHoldsNothingUp() {
        assertThat(handOver().isDone()).isTrue();
    }

    @Test
    void whereTheOldClientDoesNotEmptyInTimeItGoesOn() {
        send("1");
        first.flushes = false;
        HandOver came = handOver();
        assertThat(came.result()).isEqualTo(Result.NOT_DRAINED);
        assertThat(Duration.ofNanos(came.heldNanos()))
                .as("half of maxBlock")
                .isBetween(Duration.ofMillis(500), Duration.ofMillis(510));
        assertGoesOnWithTheFirst();
        assertThat(budget.records()).isEqualTo(2);
    }

    @Test
    void aSenderThatIsInsideTheOldClientIsWaitedForThoughItsRecordIsNotThereYet() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        first.beforeSend = () -> {
            inside.countDown();
            pass(goOn);
        };
        CompletableFuture<Void> late = run(() -> send("late"));
        pass(inside);
        AtomicLong looks = new AtomicLong();
        onPause = () -> {
            if (looks.incrementAndGet() == 3) {
                goOn.countDown();
                assertThat(late).succeedsWithin(PATIENCE);
            }
        };
        assertThat(handOver().isDone()).isTrue();
        assertThat(looks).hasValueGreaterThanOrEqualTo(3);
        assertThat(first.values()).containsExactly("late");
        assertThat(made.get(1).history()).isEmpty();
        assertThat(budget.records()).isZero();
    }

    @Test
    void sendersWaitAndGoOnWithTheNextClient() {
        List<CompletableFuture<Void>> held = new ArrayList<>();
        first.beforeFlush = () -> {
            if (held.isEmpty()) {
                held.add(run(() -> send("held")));
                await().atMost(PATIENCE)
                        .until(() -> budget.records() == 1 && client.place().drained(budget) >= 0);
                assertThat(first.history()).isEmpty();
            }
        };
        assertThat(handOver().isDone()).isTrue();
        assertThat(held).singleElement().satisfies(it -> assertThat(it).succeedsWithin(PATIENCE));
        assertThat(made.get(1).values()).containsExactly("held");
        assertThat(first.history()).isEmpty();
    }

    @Test
    void theClientsOwnThreadDoesNotWaitForItselfAndItsRecordsCountAsTheOldClients() {
        List<CompletableFuture<SendReceipt>> answers = new ArrayList<>();
        first.beforeFlush = () -> {
            if (answers.size() < 2) {
                asIoThread(() -> answers.add(send("answer")));
            }
        };
        assertThat(handOver().isDone()).isTrue();
        assertThat(first.values()).containsExactly("answer", "answer");
        assertThat(answers).allMatch(send -> send.isDone() && !send.isCompletedExceptionally());
        assertThat(made.get(1).history()).isEmpty();
    }

    @Test
    void whatIsNoSendGoesToTheOldClientMeanwhile() {
        first.beforeFlush = () -> {
            assertThat(client.current()).isSameAs(first);
            assertThat(client.ready(System.nanoTime())).isSameAs(first);
        };
        assertThat(handOver().isDone()).isTrue();
        assertThat(client.current()).isSameAs(made.get(1));
    }

    @Test
    void afterARecordWithoutAnAnswerNothingIsHandedOver() {
        client.note(new TimeoutException("Expiring 1 record(s)"));
        HandOver came = handOver();
        assertThat(came.result()).isEqualTo(Result.NOT_DRAINED);
        assertThat(came.why()).contains("without an answer");
        assertThat(made).containsExactly(first);
    }

    @Test
    void aRecordThatEndsWithoutAnAnswerMeanwhileKeepsTheOldClient() {
        first.beforeFlush = () -> client.note(new TimeoutException("Expiring 1 record(s)"));
        assertThat(handOver().result()).isEqualTo(Result.NOT_DRAINED);
        assertGoesOnWithTheFirst();
    }

    @Test
    void aClosedProducerHandsNothingOver() {
        producer.close(Duration.ZERO);
        assertThat(handOver().result()).isEqualTo(Result.NOT_POSSIBLE);
        assertThat(made).containsExactly(first);
    }

    @Test
    void aCloseWhileTheNextClientIsMadeLeavesNone() {
        maker = () -> {
            producer.close(Duration.ZERO);
            return new FakeKafka();
        };
        assertThat(handOver().result()).isEqualTo(Result.NOT_POSSIBLE);
        assertThat(made).hasSize(2).allMatch(MockProducer::closed);
    }

    @Test
    void aCloseWhileSendersAreHeldLeavesNone() {
        first.beforeFlush = () -> client.close(Duration.ZERO);
        assertThat(handOver().result()).isEqualTo(Result.NOT_POSSIBLE);
        assertThat(made).hasSize(2).allMatch(MockProducer::closed);
    }

    @Test
    void aCloseWithTimeWaitsForTheHandOver() {
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        first.beforeFlush = () -> {
            if (closing.isEmpty()) {
                closing.add(run(() -> client.close(PATIENCE)));
                await().atMost(PATIENCE).until(client.place()::isClosed);
                assertThat(closing.get(0)).isNotDone();
            }
        };
        assertThat(handOver().result()).isEqualTo(Result.NOT_POSSIBLE);
        assertThat(closing).singleElement().satisfies(it -> assertThat(it).succeedsWithin(PATIENCE));
        assertThat(made).hasSize(2).allMatch(MockProducer::closed);
    }

    @Test
    void nothingIsReplacedWhileAClientHandsOver() {
        first.beforeFlush = () -> {
            nanos.addAndGet(Duration.ofMinutes(10).toNanos());
            client.look();
            nanos.addAndGet(-Duration.ofMinutes(10).toNanos());
            assertThat(client.place().beginHandOver()).isFalse();
        };
        assertThat(handOver().isDone()).isTrue();
        assertThat(replacements).isEmpty();
    }

    @Test
    void aLookAtTheOldClientDoesNotTakeTheNextOneAway() {
        assertThat(handOver().isDone()).isTrue();
        assertThat(client.place().takeAway(first)).isFalse();
        assertThat(client.current()).isSameAs(made.get(1));
    }

    private HandOver handOver() {
        ClientHandOver.Ways ways = new ClientHandOver.Ways(Runnable::run, nanos::get, pause -> {
            nanos.addAndGet(pause);
            onPause.run();
        });
        return new ClientHandOver(CLIENT_ID, client, budget, Duration.ofSeconds(1), ways)
                .run(maker, later, List.of("orders"));
    }

    /** One look. */
    private static long handOverNanos() {
        return Duration.ofNanos(200_000).toNanos();
    }

    private void assertGoesOnWithTheFirst() {
        assertThat(client.current()).isSameAs(first);
        assertThat(made).filteredOn(one -> one != first).allMatch(MockProducer::closed);
        send("next");
        assertThat(first.values()).endsWith("next");
        assertThat(client.place().beginHandOver()).as("another try is possible").isTrue();
    }

    private CompletableFuture<SendReceipt> send(String value) {
        return producer.send("orders", "key", value);
    }

    private static void asIoThread(Runnable task) {
        Thread self = Thread.currentThread();
        String name = self.getName();
        self.setName(KafkaProducer.NETWORK_THREAD_PREFIX + " | " + CLIENT_ID);
        try {
            task.run();
        } finally {
            self.setName(name);
        }
    }

    private static CompletableFuture<Void> run(Runnable task) {
        return CompletableFuture.runAsync(task, runnable -> new Thread(runnable).start());
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private final class FakeKafka extends MockProducer<Object, Object> {

        private Runnable beforeSend = NOTHING;
        private Runnable beforeFlush = NOTHING;
        private boolean flushes = true;
        private boolean knowsTopics;

        FakeKafka() {
            super(false, null, BytesInTransit.KEY, BytesInTransit.VALUE);
            made.add(this);
        }

        List<Object> values() {
            return history().stream().map(ProducerRecord::value).toList();
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<Object, Object> record, Callback callback) {
            beforeSend.run();
            return super.send(record, callback);
        }

        @Override
        public void flush() {
            beforeFlush.run();
            if (flushes) {
                super.flush();
            }
        }

        @Override
        public List<PartitionInfo> partitionsFor(String topic) {
            if (!knowsTopics) {
                nanos.addAndGet(Duration.ofMillis(50).toNanos());
                throw new TimeoutException("planted");
            }
            return List.of(new PartitionInfo(topic, 0, null, null, null));
        }
    }
}
