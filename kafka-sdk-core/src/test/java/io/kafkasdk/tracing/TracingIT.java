package io.kafkasdk.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.KafkaSdkBuilder;
import io.kafkasdk.deadletter.ReplaySettings;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Ordering;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.Retries;
import io.kafkasdk.settings.ShareSettings;
import io.kafkasdk.settings.TransactionSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A trace goes through real brokers from the sender to the handler. */
@Timeout(300)
@KafkaClusterTest(brokers = 1)
class TracingIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String FOREIGN = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final Spans spans = new Spans();
    private final ConcurrentLinkedQueue<ConsumerRecord<String, String>> handled = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        spans.close();
    }

    @Test
    void theHandlersSpanIsUnderThatOfTheSend(KafkaCluster cluster) throws Exception {
        cluster.createTopic("records", 1, 1, Map.of());
        try (KafkaSdk sdk = traced(cluster)) {
            Observation request = Observation.start("request", spans.registry);
            CompletableFuture<?> sent = request.scoped(() -> orders(sdk).send("records", "key", "value"));
            sent.get(30, TimeUnit.SECONDS);
            request.stop();
            sdk.consumer(group("records"), handled::add).start();
            assertChild(spans.only("send records"), awaited("process records"));
        }
        SpanData send = spans.only("send records");
        assertThat(send.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(send.getParentSpanId()).isEqualTo(spans.only("request").getSpanId());
        assertThat(Spans.attributes(send))
                .containsEntry("messaging.client.id", "shop.orders")
                .containsEntry("messaging.destination.partition.id", "0")
                .containsEntry("messaging.kafka.offset", "0");
        SpanData process = spans.only("process records");
        assertThat(process.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(Spans.attributes(process))
                .containsEntry("messaging.client.id", "shop.records")
                .containsEntry("messaging.consumer.group.name", "records");
        assertThat(Spans.values(handled.remove().headers(), "traceparent")).containsExactly(Spans.traceParent(send));
    }

    @Test
    void whatAHandlerSendsIsPartOfTheTrace(KafkaCluster cluster) throws Exception {
        cluster.createTopic("first", 1, 1, Map.of());
        cluster.createTopic("second", 1, 1, Map.of());
        try (KafkaSdk sdk = traced(cluster)) {
            GuardedProducer<String, String> orders = orders(sdk);
            sdk.consumer(group("second"), handled::add).start();
            sdk.consumer(
                            group("first"),
                            record -> orders.send(new ProducerRecord<>(
                                            "second", null, record.key(), record.value(), record.headers()))
                                    .get(30, TimeUnit.SECONDS))
                    .start();
            orders.send("first", "key", "value").get(30, TimeUnit.SECONDS);
            SpanData last = awaited("process second");
            assertChild(spans.only("send first"), spans.only("process first"));
            assertChild(spans.only("process first"), spans.only("send second"));
            assertChild(spans.only("send second"), last);
        }
    }

    @Test
    void anAsynchronousHandlersSpanIsUnderThatOfTheSend(KafkaCluster cluster) throws Exception {
        cluster.createTopic("stages", 1, 1, Map.of());
        CompletableFuture<String> work = new CompletableFuture<>();
        try (KafkaSdk sdk = traced(cluster)) {
            orders(sdk).send("stages", "key", "value").get(30, TimeUnit.SECONDS);
            sdk.asyncConsumer(group("stages"), record -> {
                        handled.add(record);
                        return work;
                    })
                    .start();
            await().atMost(PATIENCE).until(() -> !handled.isEmpty());
            assertThat(spans.ended("process stages")).isEmpty();
            work.complete("done");
            assertChild(spans.only("send stages"), awaited("process stages"));
        }
    }

    @Test
    void aBatchIsOneSpanAndItsRecordsKeepTheirTraces(KafkaCluster cluster) throws Exception {
        cluster.createTopic("batches", 1, 1, Map.of());
        ConcurrentLinkedQueue<List<ConsumerRecord<String, String>>> batches = new ConcurrentLinkedQueue<>();
        try (KafkaSdk sdk = traced(cluster)) {
            CompletableFuture<?>[] sends = new CompletableFuture<?>[20];
            for (int i = 0; i < sends.length; i++) {
                sends[i] = orders(sdk).send("batches", "key", "value-" + i);
            }
            CompletableFuture.allOf(sends).get(30, TimeUnit.SECONDS);
            sdk.batchConsumer(group("batches").ordering(Ordering.PARTITION), batches::add)
                    .start();
            await().atMost(PATIENCE)
                    .until(() -> batches.stream().mapToInt(List::size).sum() == 20);
            await().atMost(PATIENCE).until(() -> spans.ended("process batches").size() == batches.size());
        }
        assertThat(batches).anyMatch(batch -> batch.size() > 1);
        List<SpanData> processed = spans.ended("process batches");
        Iterator<SpanData> inOrder = processed.iterator();
        for (List<ConsumerRecord<String, String>> batch : batches) {
            SpanData span = inOrder.next();
            assertThat(Spans.attributes(span)).containsEntry("messaging.batch.message_count", "" + batch.size());
            if (batch.size() > 1) {
                assertThat(span.getParentSpanContext().isValid()).isFalse();
            }
        }
        assertThat(batches.stream().flatMap(List::stream))
                .extracting(
                        record -> Spans.values(record.headers(), "traceparent").get(0))
                .containsExactlyInAnyOrderElementsOf(spans.ended("send batches").stream()
                        .map(Spans::traceParent)
                        .toList());
    }

    @Test
    void eachAttemptIsASpanAndTheDeadLetterAndItsReplayKeepTheTrace(KafkaCluster cluster) throws Exception {
        cluster.createTopic("poison", 1, 1, Map.of());
        cluster.createTopic("poison.poison.dlt", 1, 1, Map.of());
        try (KafkaSdk sdk = traced(cluster)) {
            orders(sdk).send("poison", "key", "value").get(30, TimeUnit.SECONDS);
            sdk.consumer(
                            group("poison").failures(FailurePolicy.DEAD_LETTER.retries(Retries.DEFAULT.attempts(2))),
                            record -> {
                                handled.add(record);
                                if (handled.size() <= 2) {
                                    throw new IllegalStateException("secret");
                                }
                            })
                    .start();
            await().atMost(PATIENCE).until(() -> handled.size() == 2);
            ReplaySettings letters = ReplaySettings.of("poison", "poison", "poison.poison.dlt");
            await().atMost(PATIENCE).until(() -> sdk.replay(letters).replayed() == 1);
            await().atMost(PATIENCE).until(() -> spans.ended("process poison").size() == 3);
        }
        SpanData send = spans.only("send poison");
        assertThat(spans.ended("process poison")).allSatisfy(attempt -> assertChild(send, attempt));
        assertThat(spans.ended("process poison"))
                .extracting(attempt -> attempt.getStatus().getStatusCode() == StatusCode.ERROR)
                .containsExactly(true, true, false);
        assertThat(handled)
                .extracting(record -> Spans.values(record.headers(), "traceparent"))
                .containsOnly(List.of(Spans.traceParent(send)));
        assertThat(spans.ended()).as("letters are moved, not sent").hasSize(4);
    }

    @Test
    void aRecordOfATransactionIsPartOfTheTrace(KafkaCluster cluster) throws Exception {
        cluster.createTopic("transfers", 1, 1, Map.of());
        try (KafkaSdk sdk = traced(cluster)) {
            sdk.transactionalProducer(
                            TransactionSettings.named("transfers", "0", new StringSerializer(), new StringSerializer()))
                    .run(transaction -> {
                        transaction.send("transfers", "key", "value");
                        return true;
                    });
            sdk.consumer(group("transfers"), handled::add).start();
            assertChild(spans.only("send transfers"), awaited("process transfers"));
            assertThat(Spans.attributes(spans.only("send transfers"))).containsEntry("messaging.kafka.offset", "0");
        }
    }

    @Test
    void aShareConsumersSpanIsUnderThatOfTheSend(KafkaCluster cluster) throws Exception {
        cluster.createTopic("shared", 1, 1, Map.of());
        try (KafkaSdk sdk = traced(cluster)) {
            sdk.sharedConsumer(
                            ShareSettings.group("shared", new StringDeserializer(), new StringDeserializer())
                                    .topics("shared"),
                            handled::add)
                    .start();
            GuardedProducer<String, String> orders = orders(sdk);
            // A share group begins at the end of the topic, and nobody tells when it has begun.
            await().atMost(PATIENCE).until(() -> {
                orders.send("shared", "key", "value").get(30, TimeUnit.SECONDS);
                return !spans.ended("process shared").isEmpty();
            });
        }
        SpanData process = spans.ended("process shared").get(0);
        assertThat(spans.ended("send shared")).anySatisfy(send -> assertChild(send, process));
        assertThat(Spans.attributes(process)).containsEntry("messaging.consumer.group.name", "shared");
    }

    @Test
    void aTraceOfTheApplicationsOwnGoesThroughAsItIs(KafkaCluster cluster) throws Exception {
        cluster.createTopic("outbox", 1, 1, Map.of());
        try (KafkaSdk sdk = traced(cluster)) {
            ProducerRecord<String, String> record = new ProducerRecord<>("outbox", "key", "value");
            record.headers()
                    .add("tenant", new byte[] {0, -1})
                    .add("traceparent", FOREIGN.getBytes(StandardCharsets.UTF_8));
            orders(sdk).send(record).get(30, TimeUnit.SECONDS);
            sdk.consumer(group("outbox"), handled::add).start();
            SpanData process = awaited("process outbox");
            assertThat(process.getTraceId()).isEqualTo(FOREIGN.substring(3, 35));
            assertThat(handled.remove().headers()).isEqualTo(record.headers());
        }
    }

    @Test
    void aHugeHeaderOfAStrangerHoldsNothingUp(KafkaCluster cluster) throws Exception {
        cluster.createTopic("strangers", 1, 1, Map.of("max.message.bytes", "2000000"));
        try (KafkaSdk stranger = sdk(cluster).build();
                KafkaSdk sdk = traced(cluster)) {
            ProducerRecord<String, String> record = new ProducerRecord<>("strangers", "key", "value");
            record.headers().add("traceparent", new byte[900_000]).add("tracestate", new byte[] {-1, 0});
            orders(stranger).send(record).get(30, TimeUnit.SECONDS);
            sdk.consumer(group("strangers"), handled::add).start();
            assertThat(awaited("process strangers").getParentSpanContext().isValid())
                    .isFalse();
            assertThat(handled).hasSize(1);
        }
    }

    @Test
    void withoutARegistryNoHeaderIsWritten(KafkaCluster cluster) throws Exception {
        cluster.createTopic("plain", 1, 1, Map.of());
        try (KafkaSdk sdk = sdk(cluster).build()) {
            Observation request = Observation.start("request", spans.registry);
            CompletableFuture<?> sent = request.scoped(() -> orders(sdk).send("plain", "key", "value"));
            sent.get(30, TimeUnit.SECONDS);
            request.stop();
            sdk.consumer(group("plain"), handled::add).start();
            await().atMost(PATIENCE).until(() -> !handled.isEmpty());
        }
        assertThat(handled.remove().headers()).isEmpty();
        assertThat(spans.ended()).extracting(SpanData::getName).containsExactly("request");
    }

    private SpanData awaited(String name) {
        await().atMost(PATIENCE).until(() -> !spans.ended(name).isEmpty());
        return spans.only(name);
    }

    private static void assertChild(SpanData parent, SpanData child) {
        assertThat(child.getTraceId()).isEqualTo(parent.getTraceId());
        assertThat(child.getParentSpanId()).isEqualTo(parent.getSpanId());
    }

    private KafkaSdk traced(KafkaCluster cluster) {
        return sdk(cluster).observationRegistry(spans.registry).build();
    }

    private static KafkaSdkBuilder sdk(KafkaCluster cluster) {
        return KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application("shop");
    }

    private static GuardedProducer<String, String> orders(KafkaSdk sdk) {
        return sdk.producer(ProducerSettings.named("orders", new StringSerializer(), new StringSerializer()));
    }

    private static ConsumerSettings<String, String> group(String topic) {
        return ConsumerSettings.group(topic, new StringDeserializer(), new StringDeserializer())
                .topics(topic);
    }
}
