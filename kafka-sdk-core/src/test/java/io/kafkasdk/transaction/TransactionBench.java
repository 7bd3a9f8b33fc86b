package io.kafkasdk.transaction;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.GuardFixture;
import io.kafkasdk.internal.ExplainedConfig;
import io.kafkasdk.producer.SendTracing;
import io.kafkasdk.settings.TransactionSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortedException;
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
    Runnable whilePausing = () -> {};
    final KafkaTransactionalProducer<String, String> producer;
    final ToldRecords told = new ToldRecords();
    int closedEvents;

    TransactionBench() {
        this(AcksRules.DEFAULT);
    }

    TransactionBench(AcksRules rules) {
        this(rules, SendTracing.NONE);
    }

    TransactionBench(AcksRules rules, SendTracing tracing) {
        AcksGuard guard = topics.guard(rules);
        TransactionContext context = new TransactionContext(
                "app.orders.tx",
                "app.orders.0",
                SETTINGS.transactionTimeout(),
                guard,
                new QuietTransactions(told),
                nanos::get,
                this::pause,
                tracing);
        Recovery recovery = new Recovery(nanos::get);
        TransactionClient.Bounds bounds =
                new TransactionClient.Bounds(SETTINGS.maxBlock(), SETTINGS.finishTimeout(), nanos::get);
        ClientSlot slot = new ClientSlot(
                () -> new TransactionClient(make(), context.clientId(), bounds),
                recovery,
                context,
                () -> closedEvents++);
        FailureTexts texts = new FailureTexts(context, recovery, slot::isStopped);
        producer = new KafkaTransactionalProducer<>(
                SETTINGS, context, slot, texts, ExplainedConfig.of(ProducerConfig.configDef()));
    }

    /** Returns the client that the next one to be made will be. */
    MockKafka next() {
        return prepare(new MockKafka(true));
    }

    /** Returns the client that the next one to be made will be; its records are never acknowledged. */
    MockKafka nextSilent() {
        return prepare(new MockKafka(false));
    }

    private MockKafka prepare(MockKafka next) {
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
        MockKafka client = prepared.isEmpty() ? new MockKafka(true) : prepared.remove();
        made.add(client);
        return client;
    }

    private boolean pause(CountDownLatch latch, Duration time) {
        pauses.add(time);
        whilePausing.run();
        pass(time);
        return latch.getCount() == 0;
    }

    /** Kafka's mock, with calls that time out as the real ones do: after max.block.ms. */
    final class MockKafka extends MockProducer<byte[], byte[]> {

        int commitTimeouts;
        int abortTimeouts;
        int initTimeouts;
        int commits;
        int aborts;
        int inits;
        private final boolean acknowledges;
        private final CountDownLatch settled = new CountDownLatch(1);

        MockKafka(boolean acknowledges) {
            super(acknowledges, null, new ByteArraySerializer(), new ByteArraySerializer());
            this.acknowledges = acknowledges;
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
            settled.countDown();
            super.commitTransaction();
        }

        @Override
        public void abortTransaction() {
            if (aborts++ < abortTimeouts) {
                throw timeOut();
            }
            failWhatLingers();
            super.abortTransaction();
        }

        /** Like Kafka's: waits, and minds an interrupt, only where a record is not acknowledged. */
        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // not while it waits
        public void flush() {
            if (!acknowledges) {
                try {
                    settled.await();
                } catch (InterruptedException e) {
                    throw new InterruptException(e);
                }
            }
            super.flush();
        }

        @Override
        public void close(Duration timeout) {
            failWhatLingers();
            super.close(timeout);
        }

        void countRetries(String topic, double count) {
            MetricName name =
                    new MetricName("record-retry-total", "producer-topic-metrics", "", Map.of("topic", topic));
            setMockMetrics(name, new Metric() {
                @Override
                public MetricName metricName() {
                    return name;
                }

                @Override
                public Object metricValue() {
                    return count;
                }
            });
        }

        private void failWhatLingers() {
            boolean more = !acknowledges;
            while (more) {
                more = errorNext(new TransactionAbortedException());
            }
            settled.countDown();
        }

        private TimeoutException timeOut() {
            pass(SETTINGS.maxBlock());
            return new TimeoutException("Timeout expired after 5000ms while awaiting EndTxn");
        }
    }
}
