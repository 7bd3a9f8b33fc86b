package io.kafkasdk.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.consumer.HandlerTracing;
import io.kafkasdk.consumer.RecordHandler;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObservedHandlersTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final String HEADER = "00-" + TRACE + "-" + PARENT + "-01";

    private final Spans spans = new Spans();
    private final HandlerTracing handlers = KafkaSdkTracing.of(spans.registry).handlers();

    @AfterEach
    void close() {
        assertThat(spans.registry.getCurrentObservation())
                .as("the thread is given back")
                .isNull();
        assertThat(spans.tracer.currentSpan()).isNull();
        spans.close();
    }

    @Test
    void aCallIsAConsumerSpanUnderTheSpanOfTheRecord() throws Exception {
        List<String> within = new ArrayList<>();
        handlers.<String, String>ofRecords(
                        record ->
                                within.add(spans.tracer.currentSpan().context().spanId()),
                        "billing",
                        "app.billing")
                .handle(Handled.record(Handled.traced(HEADER)));
        SpanData span = spans.only("process payments");
        assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo(PARENT);
        assertThat(span.getStatus().getStatusCode()).isNotEqualTo(StatusCode.ERROR);
        assertThat(within).containsExactly(span.getSpanId());
        assertThat(Spans.attributes(span))
                .isEqualTo(Map.of(
                        "messaging.system", "kafka",
                        "messaging.operation.name", "process",
                        "messaging.operation.type", "process",
                        "messaging.client.id", "app.billing",
                        "messaging.consumer.group.name", "billing",
                        "messaging.destination.name", "payments",
                        "messaging.destination.partition.id", "1",
                        "messaging.kafka.offset", "42"));
    }

    @Test
    void eachAttemptIsASpanOfItsOwnAndItsExceptionGoesOn() throws Exception {
        IOException failure = new IOException("the 'secret' is bad", new Throwable("secret"));
        RecordHandler<String, String> handler = handlers.ofRecords(
                record -> {
                    if (spans.ended().isEmpty()) {
                        throw failure;
                    }
                },
                "billing",
                "app.billing");
        assertThatThrownBy(() -> handler.handle(Handled.record(Handled.traced(HEADER))))
                .isSameAs(failure);
        handler.handle(Handled.record(Handled.traced(HEADER)));
        List<SpanData> both = spans.ended("process payments");
        assertThat(both).hasSize(2).extracting(SpanData::getParentSpanId).containsOnly(PARENT);
        assertThat(both.get(0).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(Spans.attributes(both.get(0))).containsEntry("error.type", "java.io.IOException");
        assertThat(both.get(0).toString())
                .contains("ObservedHandlersTest")
                .doesNotContain("secret")
                .doesNotContain("key-7")
                .doesNotContain("value-7");
        assertThat(both.get(1).getStatus().getStatusCode()).isNotEqualTo(StatusCode.ERROR);
    }

    @Test
    void aBatchOfSeveralRecordsIsOneSpanWithoutAParent() throws Exception {
        handlers.<String, String>ofBatches(records -> {}, "billing", "app.billing")
                .handle(List.of(
                        Handled.record("payments", 1, 1, Handled.traced(HEADER)),
                        Handled.record("payments", 2, 1, Handled.traced(HEADER))));
        SpanData span = spans.only("process payments");
        assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(span.getParentSpanContext().isValid()).isFalse();
        assertThat(Spans.attributes(span))
                .containsEntry("messaging.batch.message_count", "2")
                .containsEntry("messaging.destination.name", "payments")
                .doesNotContainKeys("messaging.destination.partition.id", "messaging.kafka.offset");
    }

    @Test
    void aBatchOfOneRecordIsUnderTheSpanOfTheRecord() throws Exception {
        handlers.<String, String>ofBatches(records -> {}, "billing", "app.billing")
                .handle(List.of(Handled.record(Handled.traced(HEADER))));
        SpanData span = spans.only("process payments");
        assertThat(span.getParentSpanId()).isEqualTo(PARENT);
        assertThat(Spans.attributes(span))
                .containsEntry("messaging.batch.message_count", "1")
                .containsEntry("messaging.destination.partition.id", "1");
    }

    @Test
    void aBatchOfSeveralTopicsNamesNone() throws Exception {
        handlers.<String, String>ofBatches(records -> {}, "billing", "app.billing")
                .handle(List.of(
                        Handled.record("payments", 1, 1, new RecordHeaders()),
                        Handled.record("refunds", 1, 1, new RecordHeaders())));
        assertThat(Spans.attributes(spans.only("process")))
                .doesNotContainKeys("messaging.destination.name", "messaging.destination.partition.id");
    }

    @Test
    void anAsynchronousCallEndsWithItsStageAndGivesTheThreadBackBefore() throws Exception {
        CompletableFuture<String> stage = new CompletableFuture<>();
        CompletionStage<?> returned = handlers.<String, String>ofStages(
                        record -> {
                            assertThat(spans.registry.getCurrentObservation()).isNotNull();
                            return stage;
                        },
                        "billing",
                        "app.billing")
                .handle(Handled.record(Handled.traced(HEADER)));
        assertThat(returned).as("what the consumer may cancel").isSameAs(stage);
        assertThat(spans.registry.getCurrentObservation()).isNull();
        assertThat(spans.ended()).isEmpty();
        stage.complete("done");
        assertThat(spans.only("process payments").getParentSpanId()).isEqualTo(PARENT);
    }

    @Test
    void aFailedStageIsAFailedSpanByTheClassOfItsCause() throws Exception {
        CompletableFuture<String> stage = new CompletableFuture<>();
        handlers.<String, String>ofStages(record -> stage.thenApply(value -> value), "billing", "app.billing")
                .handle(Handled.record(Handled.traced(HEADER)));
        stage.completeExceptionally(new CompletionException(new IOException("secret")));
        SpanData span = spans.only("process payments");
        assertThat(Spans.attributes(span)).containsEntry("error.type", "java.io.IOException");
        assertThat(span.toString()).doesNotContain("secret");
    }

    @Test
    void anAsynchronousHandlerThatThrowsEndsItsSpan() {
        IOException failure = new IOException();
        assertThatThrownBy(() -> handlers.<String, String>ofStages(
                                record -> {
                                    throw failure;
                                },
                                "billing",
                                "app.billing")
                        .handle(Handled.record(Handled.traced(HEADER))))
                .isSameAs(failure);
        assertThat(Spans.attributes(spans.only("process payments"))).containsEntry("error.type", "java.io.IOException");
    }

    @Test
    void aRecordWithoutATraceBeginsOne() throws Exception {
        handlers.<String, String>ofRecords(record -> {}, "billing", "app.billing")
                .handle(Handled.record(new RecordHeaders()));
        assertThat(spans.only("process payments").getParentSpanContext().isValid())
                .isFalse();
    }

    static List<byte[]> harmful() {
        byte[] huge = HEADER.concat("-").concat("f".repeat(5_000_000)).getBytes(StandardCharsets.UTF_8);
        byte[] control = {0, -1, -128, '\n', '\r', 27};
        return List.of(
                huge,
                control,
                new byte[0],
                "00-".getBytes(StandardCharsets.UTF_8),
                ("zz-" + TRACE + "-" + PARENT + "-01").getBytes(StandardCharsets.UTF_8),
                HEADER.replace('b', 'Z').getBytes(StandardCharsets.UTF_8),
                HEADER.repeat(100).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("harmful")
    void aHeaderOfGarbageBeginsANewTraceAndHarmsNothing(byte[] garbage) throws Exception {
        List<String> handled = new ArrayList<>();
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", garbage).add("tracestate", garbage).add("baggage", garbage);
        handlers.<String, String>ofRecords(record -> handled.add(record.value()), "billing", "app.billing")
                .handle(Handled.record(headers));
        assertThat(handled).hasSize(1);
        SpanData span = spans.only("process payments");
        assertThat(span.getTraceId()).isNotEqualTo(TRACE);
        assertThat(span.getParentSpanContext().isValid()).isFalse();
        assertThat(span.toString().length()).isLessThan(5_000);
    }

    @Test
    void aHeaderWithoutAValueIsNone() throws Exception {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", null);
        handlers.<String, String>ofRecords(record -> {}, "billing", "app.billing")
                .handle(Handled.record(headers));
        assertThat(spans.only("process payments").getParentSpanContext().isValid())
                .isFalse();
    }
}
