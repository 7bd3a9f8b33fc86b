package io.kafkasdk.producer;

import static io.kafkasdk.acks.GuardFixture.Partition.healthy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.GuardFixture;
import io.kafkasdk.settings.ProducerSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class ReplaceableClientTest {

    private static final String CLIENT_ID = "app.orders";

    private final List<String> events = new ArrayList<>();
    private final List<FakeKafka> made = new ArrayList<>();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final AtomicLong nanos = new AtomicLong();
    private final FakeKafka first = new FakeKafka();
    private Supplier<Producer<Object, Object>> maker = FakeKafka::new;
    private final ReplaceableClient client =
            new ReplaceableClient(CLIENT_ID, first, () -> maker.get(), tasks::add, nanos::get);

    @Test
    void aClientWhoseFirstLoginWasLostIsReplacedOnceLoginsAreTaken() {
        first.failedLogins = 1;
        lookFor(Duration.ofMinutes(5));
        assertThat(tasks).as("no other client could log in either").isEmpty();
        first.logins = 1;
        lookFor(Duration.ofSeconds(3));
        runTasks();
        assertThat(made).hasSize(2);
        assertThat(client.current()).isSameAs(made.get(1));
        assertThat(events).containsExactly("make 1", "close 1", "make 2");
    }

    @Test
    void aClientThatSentSomethingHasItsProducerId() {
        first.failedLogins = 1;
        first.logins = 1;
        first.sent = 1;
        lookFor(Duration.ofMinutes(5));
        assertThat(tasks).isEmpty();
    }

    @Test
    void aClientInAFatalStateIsReplaced() {
        first.sent = 1_000;
        client.note(new UnsupportedVersionException("planted"));
        lookFor(Duration.ofSeconds(3));
        runTasks();
        assertThat(client.current()).isSameAs(made.get(1));
        lookFor(Duration.ofMinutes(5));
        assertThat(tasks).as("the sign was of the old one").isEmpty();
    }

    @Test
    void aClientThatGoesOnSendingIsNotInAFatalState() {
        client.note(new KafkaException("Cannot execute transactional method because we are in an error state"));
        client.look();
        first.sent = 1;
        lookFor(Duration.ofMinutes(5));
        assertThat(tasks).isEmpty();
    }

    @Test
    void otherFailuresAreNoReason() {
        client.note(new TimeoutException("Expiring 1 record(s)"));
        lookFor(Duration.ofMinutes(5));
        assertThat(tasks).isEmpty();
    }

    @Test
    void whatDoesNotHelpIsDoneMoreAndMoreSeldom() {
        first.failedLogins = 1;
        first.logins = 1;
        maker = () -> {
            FakeKafka next = new FakeKafka();
            next.failedLogins = 1;
            next.logins = 1;
            return next;
        };
        for (int second = 0; second < 600; second++) {
            lookFor(Duration.ofSeconds(1));
            runTasks();
        }
        // 1, 2, 4, 8, 16 s and 30 s from then on, each up to a quarter more or less.
        assertThat(made.size()).isBetween(18, 30);
    }

    @Test
    void aClientThatCannotBeMadeIsTriedAgainAndSendersAreToldInTime() {
        maker = () -> {
            throw new KafkaException("planted");
        };
        loseFirst();
        runTasks();
        assertThat(client.current()).isNull();
        assertThatThrownBy(() -> client.ready(System.nanoTime()))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("'app.orders' is being replaced");
        maker = FakeKafka::new;
        client.look();
        assertThat(tasks).as("at once again").isEmpty();
        lookFor(Duration.ofSeconds(4));
        runTasks();
        assertThat(client.current()).isSameAs(made.get(1));
    }

    @Test
    void withoutAThreadTheOldOneStays() {
        ReplaceableClient poor = new ReplaceableClient(
                CLIENT_ID,
                first,
                FakeKafka::new,
                task -> {
                    throw new RejectedExecutionException("planted");
                },
                nanos::get);
        first.failedLogins = 1;
        first.logins = 1;
        poor.look();
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThatThrownBy(poor::look).isInstanceOf(RejectedExecutionException.class);
        assertThat(poor.current()).isSameAs(first);
        poor.close(Duration.ZERO);
        assertThat(first.closed()).isTrue();
    }

    @Test
    void aSenderWaitsForTheNextClient() throws Exception {
        loseFirst();
        CompletableFuture<Producer<Object, Object>> sender = CompletableFuture.supplyAsync(
                () -> client.ready(System.nanoTime() + Duration.ofSeconds(20).toNanos()));
        runTasks();
        assertThat(sender.get()).isSameAs(made.get(1));
    }

    @Test
    void aSenderWhoseClientIsReplacedUnderItsHandsGoesToTheNextOne() {
        first.beforeSend = () -> {
            loseFirst();
            runTasks();
        };
        GuardFixture fixture = new GuardFixture().topic("orders", 2, healthy(1, 2, 3));
        SendContext context = ProducerParts.context(CLIENT_ID, fixture.guard(AcksRules.DEFAULT), new SendListener() {});
        ProducerSettings<String, String> settings =
                ProducerSettings.named("orders", new StringSerializer(), new StringSerializer());
        KafkaGuardedProducer<String, String> producer = new KafkaGuardedProducer<>(
                new WriteClients(CLIENT_ID, settings.maxBlock(), client, null),
                settings,
                ProducerParts.config(),
                context,
                () -> {});
        assertThat(producer.send("orders", "key", "value")).isNotDone();
        assertThat(made.get(1).history()).hasSize(1);
        producer.close(Duration.ZERO);
        assertThat(made).allMatch(MockProducer::closed);
    }

    @Test
    void aCloseBeforeTheNextClientIsMadeLeavesNone() {
        loseFirst();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> client.close(Duration.ZERO));
        awaitClosed();
        assertThat(closing).as("waits for the old one").isNotDone();
        runTasks();
        assertThat(closing).succeedsWithin(Duration.ofSeconds(10));
        assertThat(made).containsExactly(first).allMatch(MockProducer::closed);
    }

    @Test
    void aCloseWhileTheNextClientIsMadeLeavesNone() {
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        maker = () -> {
            closing.add(CompletableFuture.runAsync(() -> client.close(Duration.ZERO)));
            awaitClosed();
            return new FakeKafka();
        };
        loseFirst();
        runTasks();
        assertThat(closing).singleElement().satisfies(it -> assertThat(it).succeedsWithin(Duration.ofSeconds(10)));
        assertThat(made).hasSize(2).allMatch(MockProducer::closed);
    }

    @Test
    void aClosedPlaceReplacesNothing() {
        client.close(Duration.ZERO);
        first.failedLogins = 1;
        first.logins = 1;
        lookFor(Duration.ofMinutes(1));
        assertThat(tasks).isEmpty();
    }

    private void loseFirst() {
        first.failedLogins = 1;
        first.logins = 1;
        client.look();
        for (int second = 0; second < 2 && tasks.isEmpty(); second++) {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            client.look();
        }
        assertThat(tasks).hasSize(1);
        assertThat(client.current()).isNull();
    }

    private void awaitClosed() {
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            try {
                return client.ready(System.nanoTime()) == null;
            } catch (IllegalStateException closed) {
                return true;
            } catch (TimeoutException notYet) {
                return false;
            }
        });
    }

    private void lookFor(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            client.look();
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    /** Kafka's mock with the meters that are looked at. */
    private final class FakeKafka extends MockProducer<Object, Object> {

        private final int number;
        private double failedLogins;
        private double logins;
        private double sent;
        private Runnable beforeSend = () -> {};

        FakeKafka() {
            super(false, null, BytesInTransit.KEY, BytesInTransit.VALUE);
            made.add(this);
            number = made.size();
            events.add("make " + number);
            meter("failed-authentication-total", () -> failedLogins);
            meter("successful-authentication-total", () -> logins);
            meter("record-send-total", () -> sent);
        }

        private void meter(String name, Supplier<Double> value) {
            MetricName metricName = new MetricName(name, "producer-metrics", "", Map.of());
            addMetric(this, metricName, value);
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<Object, Object> record, Callback callback) {
            Runnable before = beforeSend;
            beforeSend = () -> {};
            before.run();
            return super.send(record, callback);
        }

        @Override
        public void close(Duration timeout) {
            events.add("close " + number);
            super.close(timeout);
        }
    }

    private static void addMetric(MockProducer<Object, Object> kafka, MetricName name, Supplier<Double> value) {
        kafka.setMockMetrics(name, new Metric() {
            @Override
            public MetricName metricName() {
                return name;
            }

            @Override
            public Object metricValue() {
                return value.get();
            }
        });
    }
}
