package io.kafkasdk.spring.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.spring.boot.KafkaSdkAutoConfiguration;
import io.kafkasdk.spring.boot.RecordFormatsAutoConfiguration;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Methods of beans that handle records, on real brokers. */
@KafkaClusterTest(brokers = 1)
class HandlerMethodsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final KafkaCluster cluster;
    private final Observed observed = new Observed();
    private final ApplicationContextRunner application;
    private KafkaProducer<String, String> producer;

    HandlerMethodsIT(KafkaCluster cluster) {
        this.cluster = cluster;
        this.application = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        JacksonAutoConfiguration.class,
                        KafkaSdkAutoConfiguration.class,
                        RecordFormatsAutoConfiguration.class,
                        KafkaSdkHandlerAutoConfiguration.class))
                .withBean(Observed.class, () -> observed)
                .withPropertyValues(
                        "spring.application.name=shop", "kafka-sdk.bootstrap-servers=" + cluster.bootstrapServers());
    }

    @BeforeEach
    void produce() {
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer());
    }

    @AfterEach
    void close() {
        producer.close(Duration.ofSeconds(5));
    }

    @Test
    void handsOverValueKeyHeadersAndTombstones() {
        cluster.createTopic("notes", 1, 1);
        run(Notes.class, context -> {
            send(new ProducerRecord<>(
                    "notes",
                    null,
                    "customer",
                    "hello",
                    List.of(new RecordHeader("channel", "web".getBytes(StandardCharsets.UTF_8)))));
            send(new ProducerRecord<>("notes", "customer", null));
            awaitSeen("customer hello Optional[web] notes-0", "customer null Optional.empty notes-0");
        });
    }

    @Test
    void readsJsonIntoTheTypeOfTheParameter() {
        cluster.createTopic("orders", 1, 1);
        run(Orders.class, context -> {
            send(new ProducerRecord<>("orders", "1", "{\"id\":\"1\",\"articles\":[\"tea\",\"milk\"]}"));
            send(new ProducerRecord<>("orders", "1", null));
            awaitSeen("Order[id=1, articles=[tea, milk]]", "null");
        });
    }

    @Test
    void takesManyRecordsAtOnce() {
        cluster.createTopic("bulk", 1, 1);
        for (int i = 0; i < 100; i++) {
            send(new ProducerRecord<>("bulk", "key", "value-" + i));
        }
        application
                .withPropertyValues("kafka-sdk.consumers.bulk.batch-records=10")
                .withBean(Bulk.class)
                .run(context -> {
                    await().atMost(LIMIT).until(() -> observed.seen.size() == 100);
                    assertThat(observed.batches).allMatch(size -> size <= 10).anyMatch(size -> size > 1);
                });
        assertThat(observed.seen).first().isEqualTo("value-0");
        assertThat(committed("shop.bulk")).isEqualTo(100);
    }

    @Test
    void commitsARecordOnlyWhenItIsAcknowledged() {
        cluster.createTopic("later", 1, 1);
        run(Later.class, context -> {
            send(new ProducerRecord<>("later", "a", "first"));
            send(new ProducerRecord<>("later", "b", "second"));
            Acknowledgement first = taken();
            Acknowledgement second = taken();
            second.acknowledge();
            assertThat(committed("shop.later")).isZero();
            first.fail(new IllegalStateException("planted"));
            Acknowledgement again = taken();
            again.acknowledge();
            again.fail(new IllegalStateException("too late"));
            await().atMost(LIMIT).until(() -> committed("shop.later") == 2);
        });
        assertThat(observed.acknowledgements).isEmpty();
    }

    @Test
    void waitsForTheReturnedStage() {
        cluster.createTopic("staged", 1, 1);
        run(Staged.class, context -> {
            send(new ProducerRecord<>("staged", "a", "first"));
            await().atMost(LIMIT).until(() -> observed.seen.contains("first"));
            assertThat(committed("shop.staged")).isZero();
            observed.stage.complete("done");
            await().atMost(LIMIT).until(() -> committed("shop.staged") == 1);
        });
    }

    @Test
    void sendsDeadLettersAsThePropertiesSay() {
        cluster.createTopic("failing", 1, 1);
        cluster.createTopic("failing.dead", 1, 1);
        application
                .withPropertyValues(
                        "kafka-sdk.consumers.failing.failures.policy=dead-letter",
                        "kafka-sdk.consumers.failing.failures.attempts=2",
                        "kafka-sdk.consumers.failing.failures.delay=10ms",
                        "kafka-sdk.consumers.failing.failures.topic={topic}.dead",
                        "kafka-sdk.consumers.dead.topics=failing.dead")
                .withBean(Failing.class)
                .withBean(Dead.class)
                .run(context -> {
                    send(new ProducerRecord<>("failing", "a", "bad"));
                    awaitSeen("attempt bad", "attempt bad", "dead bad");
                });
    }

    @Test
    void readsBesideAConsumerBean() {
        cluster.createTopic("shared", 1, 1);
        application
                .withBean(Shared.class)
                .withUserConfiguration(OwnConsumer.class)
                .run(context -> {
                    send(new ProducerRecord<>("shared", "a", "both"));
                    await().atMost(LIMIT)
                            .untilAsserted(() ->
                                    assertThat(observed.seen).containsExactlyInAnyOrder("method both", "bean both"));
                });
    }

    @Test
    void anEndOfTheApplicationFinishesWhatRunsAndNothingComesTwice() {
        cluster.createTopic("drained", 1, 1);
        sendDrained(0, 40);
        // Eight handlers run, and end only when the application is ending.
        run(Drained.class, context -> await().atMost(LIMIT).until(() -> observed.running.availablePermits() == 8));
        assertThat(observed.seen).hasSizeGreaterThanOrEqualTo(8);
        sendDrained(40, 50);
        run(Drained.class, context -> await().atMost(LIMIT).until(() -> observed.seen.size() >= 50));
        assertThat(observed.seen).hasSize(50).doesNotHaveDuplicates();
        assertThat(committed("shop.drained")).isEqualTo(50);
    }

    private void sendDrained(int from, int to) {
        for (int i = from; i < to; i++) {
            send(new ProducerRecord<>("drained", "key-" + i, "value-" + i));
        }
    }

    private void run(Class<?> handler, ContextConsumer<AssertableApplicationContext> use) {
        application.withBean(handler).run(context -> {
            assertThat(context).hasNotFailed();
            use.accept(context);
        });
    }

    private void send(ProducerRecord<String, String> record) {
        assertThat(producer.send(record)).succeedsWithin(LIMIT);
    }

    private void awaitSeen(String... expected) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(observed.seen).containsExactly(expected));
    }

    private Acknowledgement taken() throws InterruptedException {
        Acknowledgement taken = observed.acknowledgements.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(taken).as("acknowledgement").isNotNull();
        return taken;
    }

    /** Returns the sum of the committed offsets of a group. */
    private long committed(String group) {
        try {
            return cluster
                    .admin()
                    .listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .values()
                    .stream()
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("no answer", e);
        }
    }

    static final class Observed {

        private final List<String> seen = new CopyOnWriteArrayList<>();
        private final List<Integer> batches = new CopyOnWriteArrayList<>();
        private final BlockingQueue<Acknowledgement> acknowledgements = new LinkedBlockingQueue<>();
        private final CompletableFuture<String> stage = new CompletableFuture<>();
        private final Semaphore running = new Semaphore(0);
        private final CountDownLatch closing = new CountDownLatch(1);
    }

    record Notes(Observed observed) {

        @HandlesRecords(value = "notes", topics = "notes")
        void note(
                @HeaderValue("channel") Optional<String> channel,
                @RecordKey String key,
                String value,
                TopicPartition partition) {
            observed.seen.add(key + " " + value + " " + channel + " " + partition);
        }
    }

    record Order(String id, List<String> articles) {}

    record Orders(Observed observed) {

        @HandlesRecords(value = "orders", topics = "orders")
        void order(Order order) {
            observed.seen.add(String.valueOf(order));
        }
    }

    record Bulk(Observed observed) {

        @HandlesRecords(value = "bulk", topics = "bulk")
        void bulk(List<ConsumerRecord<String, String>> records) {
            observed.batches.add(records.size());
            records.forEach(record -> observed.seen.add(record.value()));
        }
    }

    record Later(Observed observed) {

        @HandlesRecords(value = "later", topics = "later")
        void later(String value, Acknowledgement acknowledgement) {
            observed.acknowledgements.add(acknowledgement);
        }
    }

    record Staged(Observed observed) {

        @HandlesRecords(value = "staged", topics = "staged")
        CompletionStage<String> staged(String value) {
            observed.seen.add(value);
            return observed.stage;
        }
    }

    record Failing(Observed observed) {

        @HandlesRecords(value = "failing", topics = "failing")
        void failing(String value) throws IOException {
            observed.seen.add("attempt " + value);
            throw new IOException("planted");
        }
    }

    record Dead(Observed observed) {

        @HandlesRecords("dead")
        void dead(String value) {
            observed.seen.add("dead " + value);
        }
    }

    record Shared(Observed observed) {

        @HandlesRecords(value = "shared", topics = "shared")
        void shared(String value) {
            observed.seen.add("method " + value);
        }
    }

    record Drained(Observed observed) implements ConsumerListener {

        @HandlesRecords(value = "drained", topics = "drained")
        void drained(String value) throws InterruptedException {
            observed.running.release();
            if (!observed.closing.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the application does not end");
            }
            observed.seen.add(value);
        }

        @Override
        public void stateChanged(String group, ConsumerState state) {
            if (state == ConsumerState.DRAINING) {
                observed.closing.countDown();
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnConsumer {

        @Bean
        ManagedConsumer own(KafkaSdk sdk, Observed observed) {
            return sdk.consumer(
                    ConsumerSettings.group("own", new StringDeserializer(), new StringDeserializer())
                            .topics("shared"),
                    record -> observed.seen.add("bean " + record.value()));
        }
    }
}
