package io.kafkasdk.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.acks.Durability;
import io.kafkasdk.consumer.AsyncHandler;
import io.kafkasdk.consumer.BatchHandler;
import io.kafkasdk.consumer.RecordHandler;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.producer.SendTrace;
import io.kafkasdk.producer.SendTracing;
import io.kafkasdk.producer.Visibility;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObservedSendsTest {

    private static final String FOREIGN = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final Spans spans = new Spans();
    private final KafkaSdkTracing tracing = KafkaSdkTracing.of(spans.registry);
    private final SendTracing sends = tracing.sends();

    @AfterEach
    void close() {
        spans.close();
    }

    @Test
    void aSendIsAProducerSpanWithTheNamesOfOpenTelemetry() {
        SendTrace trace = sends.begin("app.orders", record());
        trace.delivered(2, 17);
        SpanData span = spans.only("send orders");
        assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(span.getStatus().getStatusCode()).isNotEqualTo(StatusCode.ERROR);
        assertThat(span.getParentSpanContext().isValid()).isFalse();
        assertThat(Spans.attributes(span))
                .isEqualTo(Map.of(
                        "messaging.system", "kafka",
                        "messaging.operation.name", "send",
                        "messaging.operation.type", "send",
                        "messaging.client.id", "app.orders",
                        "messaging.destination.name", "orders",
                        "messaging.destination.partition.id", "2",
                        "messaging.kafka.offset", "17"));
    }

    @Test
    void theRecordCarriesItsSpanAndTheCallersOwnStaysAsItWas() {
        ProducerRecord<String, String> record = record();
        record.headers().add("tenant", bytes("a")).add("tenant", bytes("b"));
        ProducerRecord<String, String> first = send(record);
        ProducerRecord<String, String> second = send(record);
        assertThat(Spans.values(record.headers(), "traceparent")).isEmpty();
        assertThat(spans.ended("send orders"))
                .extracting(Spans::traceParent)
                .containsExactly(
                        Spans.values(first.headers(), "traceparent").get(0),
                        Spans.values(second.headers(), "traceparent").get(0));
        assertThat(Spans.values(second.headers(), "traceparent")).hasSize(1);
        assertThat(Spans.values(second.headers(), "tenant")).containsExactly("a", "b");
        assertThat(second).usingRecursiveComparison().ignoringFields("headers").isEqualTo(record);
    }

    @Test
    void aSendIsAChildOfTheCurrentObservation() {
        Observation request = Observation.start("request", spans.registry);
        request.scoped(() -> send(record()));
        request.stop();
        assertThat(spans.only("send orders").getParentSpanId())
                .isEqualTo(spans.only("request").getSpanId());
    }

    @Test
    void aTraceThatTheApplicationGaveTheRecordIsKept() {
        ProducerRecord<String, String> record = record();
        record.headers().add("traceparent", bytes(FOREIGN)).add("tracestate", bytes("a=b"));
        Observation relay = Observation.start("relay", spans.registry);
        ProducerRecord<String, String> sent = relay.scoped(() -> send(record));
        relay.stop();
        assertThat(sent.headers()).isEqualTo(record.headers());
        assertThat(spans.ended("send orders")).hasSize(1);
    }

    @Test
    void copiedHeadersOfTheHandledRecordGiveWayToTheNewSpan() throws Exception {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", bytes(FOREIGN))
                .add("tracestate", bytes("a=b"))
                .add("tenant", bytes("a"));
        RecordHandler<String, String> forwards = record -> {
            Observation inner = Observation.start("inner", spans.registry);
            ProducerRecord<String, String> sent = inner.scoped(
                    () -> send(new ProducerRecord<>("orders", null, "key", record.value(), record.headers())));
            inner.stop();
            assertThat(Spans.values(sent.headers(), "traceparent"))
                    .containsExactly(Spans.traceParent(spans.only("send orders")));
            assertThat(Spans.values(sent.headers(), "tracestate")).containsExactly("a=b");
            assertThat(Spans.values(sent.headers(), "tenant")).containsExactly("a");
        };
        tracing.handlers().ofRecords(forwards, "billing", "app.billing").handle(Handled.record(headers));
        assertThat(spans.only("send orders").getTraceId()).isEqualTo(FOREIGN.substring(3, 35));
    }

    @Test
    void aFutureEndsTheSpanBeforeItsDependentsRun() {
        CompletableFuture<SendReceipt> sent = new CompletableFuture<>();
        CompletableFuture<SendReceipt> told =
                sends.begin("app.orders", record()).follow(sent);
        CompletableFuture<Integer> seen =
                told.thenApply(receipt -> spans.ended().size());
        assertThat(told).isNotDone();
        SendReceipt receipt =
                new SendReceipt("orders", 1, 5, 0, AcksVerdict.Kind.SAFE, Durability.ALL, Visibility.VISIBLE);
        sent.complete(receipt);
        assertThat(told).isCompletedWithValue(receipt);
        assertThat(seen).isCompletedWithValue(1);
    }

    @Test
    void aFutureFailsWithTheVeryFailure() {
        CompletableFuture<SendReceipt> sent = new CompletableFuture<>();
        CompletableFuture<SendReceipt> told =
                sends.begin("app.orders", record()).follow(sent);
        KafkaSdkException failure = rejected(null);
        sent.completeExceptionally(failure);
        assertThat(told.handle((receipt, seen) -> seen)).isCompletedWithValue(failure);
        SpanData span = spans.only("send orders");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(Spans.attributes(span)).containsEntry("error.type", "OVERLOADED");
    }

    @Test
    void payloadInTheMessageOfACauseDoesNotReachTheTracer() {
        SerializationException cause = new SerializationException("cannot write 'secret'", new Throwable("secret"));
        sends.begin("app.orders", record()).failed(rejected(cause));
        sends.begin("app.orders", record()).failed(cause);
        assertThat(spans.ended("send orders")).hasSize(2).allSatisfy(span -> {
            assertThat(Spans.attributes(span)).containsEntry("error.type", SerializationException.class.getName());
            assertThat(span.getEvents()).hasSize(1);
            assertThat(span.toString())
                    .doesNotContain("secret")
                    .doesNotContain("key-7")
                    .doesNotContain("value-7");
        });
    }

    @Test
    void aTombstoneIsSaidToBeOne() {
        sends.begin("app.orders", new ProducerRecord<>("orders", "key", null)).delivered(0, -1);
        assertThat(Spans.attributes(spans.only("send orders")))
                .containsEntry("messaging.kafka.message.tombstone", "true")
                .doesNotContainKey("messaging.kafka.offset");
    }

    @Test
    void withoutARegistryTheSameObjectsGoThroughUntouched() {
        KafkaSdkTracing none = KafkaSdkTracing.of(ObservationRegistry.NOOP);
        assertThat(none.sends()).isSameAs(SendTracing.NONE);
        ProducerRecord<String, String> record = record();
        SendTrace trace = none.sends().begin("app.orders", record);
        assertThat(trace).isSameAs(SendTrace.NONE);
        assertThat(trace.carry(record)).isSameAs(record);
        CompletableFuture<SendReceipt> sent = new CompletableFuture<>();
        assertThat(trace.follow(sent)).isSameAs(sent);
        RecordHandler<String, String> handler = seen -> {};
        assertThat(none.handlers().ofRecords(handler, "g", "c")).isSameAs(handler);
    }

    @Test
    void aRegistryThatNobodyListensToYetCostsNothingAndCountsFromThenOn() throws Exception {
        ObservationRegistry late = ObservationRegistry.create();
        KafkaSdkTracing early = KafkaSdkTracing.of(late);
        List<String> seen = new ArrayList<>();
        RecordHandler<String, String> handler =
                early.handlers().ofRecords(record -> seen.add("handled"), "billing", "app.billing");
        BatchHandler<String, String> batches =
                early.handlers().ofBatches(records -> seen.add("batch"), "billing", "app.billing");
        AsyncHandler<String, String> stages = early.handlers()
                .ofStages(record -> CompletableFuture.completedFuture(seen.add("stage")), "billing", "app.billing");
        for (int round = 0; round < 2; round++) {
            SendTrace trace = early.sends().begin("app.orders", record());
            assertThat(trace == SendTrace.NONE).isEqualTo(round == 0);
            trace.delivered(0, 0);
            handler.handle(Handled.record(new RecordHeaders()));
            batches.handle(List.of(Handled.record(new RecordHeaders())));
            stages.handle(Handled.record(new RecordHeaders()));
            if (round == 0) {
                late.observationConfig().observationHandler(new Stops(seen));
            }
        }
        assertThat(seen)
                .containsExactly(
                        "handled", "batch", "stage", "send", "handled", "process", "batch", "process", "stage",
                        "process");
    }

    @Test
    void whatTheRegistryDoesNotWantIsLeftAlone() {
        spans.registry
                .observationConfig()
                .observationPredicate((name, context) -> !(context instanceof SentRecordContext));
        assertThat(sends.begin("app.orders", record())).isSameAs(SendTrace.NONE);
    }

    @Test
    void anObservationHandlerThatThrowsHarmsNoSend() {
        spans.registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStart(Observation.Context context) {
                throw new AssertionError("start");
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        ProducerRecord<String, String> record = record();
        assertThat(sends.begin("app.orders", record).carry(record)).isSameAs(record);
    }

    @Test
    void aFailingEndOfAnObservationLeavesTheFutureItsEnd() {
        spans.registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                throw new AssertionError("stop");
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        CompletableFuture<SendReceipt> sent = new CompletableFuture<>();
        CompletableFuture<SendReceipt> told =
                sends.begin("app.orders", record()).follow(sent);
        sent.completeExceptionally(rejected(null));
        assertThat(told).isCompletedExceptionally();
    }

    /** Writes down what ended. */
    private record Stops(List<String> seen) implements ObservationHandler<Observation.Context> {

        @Override
        public void onStop(Observation.Context context) {
            seen.add(context instanceof SentRecordContext ? "send" : "process");
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    private ProducerRecord<String, String> send(ProducerRecord<String, String> record) {
        SendTrace trace = sends.begin("app.orders", record);
        ProducerRecord<String, String> sent = trace.carry(record);
        trace.delivered(0, 1);
        return sent;
    }

    private static ProducerRecord<String, String> record() {
        return new ProducerRecord<>("orders", "key-7", "value-7");
    }

    private static KafkaSdkException rejected(Throwable cause) {
        return new KafkaSdkException(new Diagnosis(ErrorKind.OVERLOADED, "what", "cause", "cure"), cause);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
