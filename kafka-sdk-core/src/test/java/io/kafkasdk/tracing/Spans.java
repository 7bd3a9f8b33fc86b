package io.kafkasdk.tracing;

import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** A registry with a real tracer, as an application has it, whose spans stay in memory. */
final class Spans implements AutoCloseable {

    final ObservationRegistry registry = ObservationRegistry.create();
    private final InMemorySpanExporter ended = InMemorySpanExporter.create();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(ended))
            .build();
    final OtelTracer tracer = new OtelTracer(provider.get("application"), new OtelCurrentTraceContext(), event -> {});

    Spans() {
        OtelPropagator propagator = new OtelPropagator(
                ContextPropagators.create(W3CTraceContextPropagator.getInstance()), provider.get("application"));
        registry.observationConfig()
                .observationHandler(new FirstMatchingCompositeObservationHandler(
                        new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
                        new PropagatingReceiverTracingObservationHandler<>(tracer, propagator),
                        new DefaultTracingObservationHandler(tracer)));
    }

    /** Returns the spans that ended, in that order. */
    List<SpanData> ended() {
        return List.copyOf(ended.getFinishedSpanItems());
    }

    /** Returns those of one name. */
    List<SpanData> ended(String name) {
        return ended().stream().filter(span -> span.getName().equals(name)).toList();
    }

    /** Returns the only one of a name. */
    SpanData only(String name) {
        List<SpanData> spans = ended(name);
        if (spans.size() != 1) {
            throw new AssertionError(spans.size() + " spans of the name '" + name + "' in " + ended());
        }
        return spans.get(0);
    }

    /** Returns all attributes as texts. */
    static TreeMap<String, String> attributes(SpanData span) {
        TreeMap<String, String> texts = new TreeMap<>();
        span.getAttributes().forEach((key, value) -> texts.put(((AttributeKey<?>) key).getKey(), value.toString()));
        return texts;
    }

    /** Returns the header that a span writes. */
    static String traceParent(SpanData span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                + span.getSpanContext().getTraceFlags().asHex();
    }

    /** Returns all values of a header, in their order. */
    static List<String> values(Headers headers, String name) {
        List<String> values = new ArrayList<>();
        for (Header header : headers.headers(name)) {
            values.add(new String(header.value(), StandardCharsets.UTF_8));
        }
        return values;
    }

    @Override
    public void close() {
        provider.close();
    }
}
