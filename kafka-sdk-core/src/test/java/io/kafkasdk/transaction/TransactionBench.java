package io.kafkasdk.transaction;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.GuardFixture;
import io.kafkasdk.settings.TransactionSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A transactional producer over Kafka's mock: no threads, and no clock but this one. */
final class TransactionBench {

    static final ConsumerGroupMetadata GROUP = new MockConsumer<>("earliest").groupMetadata();
    static final TransactionSettings<String, String> SETTINGS =
            TransactionSettings.named("orders", "0", new StringSerializer(), new StringSerializer());

    final GuardFixture topics = new GuardFixture();
    final AtomicLong nanos = new AtomicLong();
    final List<MockKafka> made = new ArrayList<>();
    final Deque<MockKafka> prepared = new ArrayDeque<>();
    final List<Duration> pauses = new ArrayList<>();
    final KafkaTransactionalProducer<String, String> producer;
    int closedEvents;

    TransactionBench() {
        this(AcksRules.DEFAULT);
    }

    TransactionBench(AcksRules rules) {
        AcksGuard guard = topics.guard(rules);
        TransactionContext context =
                new TransactionContext("app.orders", "app.orders.0", SETTINGS.transactionTimeout(), guard, nanos::get);
        Recovery recovery = new Recovery(nanos::get);
        TransactionClient.Bounds bounds =
                new TransactionClient.Bounds(SETTINGS.maxBlock(), SETTINGS.finishTimeout(), nanos::get);
        ClientSlot slot = new ClientSlot(() -> new TransactionClient(make(), bounds), recovery, this::pause);
        FailureTexts texts = new FailureTexts(context, recovery, slot::isStopped);
        producer = new KafkaTransactionalProducer<>(SETTINGS, context, slot, texts, () -> closedEvents++);
    }

    /** Returns the client that the next one to be made will be. */
    MockKafka next() {
        MockKafka next = new MockKafka();
        prepared.add(next);
        return next;
    }

    MockKafka last() {
        return made.get(made.size() - 1);
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Sends one record in a transaction. */
    void runOne() {
        runOne("orders");
    }

    void runOne(String topic) {
        producer.run(transaction -> {
            transaction.send(topic, "key", "value");
            return 1;
        });
    }

    TransactionFailedException failureOf(TransactionBlock<String, String, ?, RuntimeException> block) {
        TransactionFailedException failure =
                catchThrowableOfType(TransactionFailedException.class, () -> producer.run(block));
        if (failure == null) {
            throw new AssertionError("The transaction did not fail");
        }
        return failure;
    }

    private MockKafka make() {
        MockKafka client = prepared.isEmpty() ? new MockKafka() : prepared.remove();
        made.add(client);
        return client;
    }

    private boolean pause(CountDownLatch stopped, Duration time) {
        pauses.add(time);
        pass(time);
        return stopped.getCount() == 0;
    }

    /** Kafka's mock, with calls that time out as the real ones do: after max.block.ms. */
    final class MockKafka extends MockProducer<byte[], byte[]> {

        int commitTimeouts;
        int abortTimeouts;
        int initTimeouts;
        int commits;
        int aborts;
        int inits;

        MockKafka() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void initTransactions() {
            if (inits++ < initTimeouts) {
                throw timeOut();
            }
            super.initTransactions();
        }

        @Override
        public void commitTransaction() {
            if (commits++ < commitTimeouts) {
                throw timeOut();
            }
            super.commitTransaction();
        }

        @Override
        public void abortTransaction() {
            if (aborts++ < abortTimeouts) {
                throw timeOut();
            }
            super.abortTransaction();
        }

        @Override
        public synchronized void flush() {
            if (Thread.interrupted()) {
                throw new InterruptException("stop");
            }
            super.flush();
        }

        private TimeoutException timeOut() {
            pass(SETTINGS.maxBlock());
            return new TimeoutException("Timeout expired after 5000ms while awaiting EndTxn");
        }
    }
}
