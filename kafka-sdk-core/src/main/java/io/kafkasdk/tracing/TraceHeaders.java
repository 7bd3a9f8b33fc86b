package io.kafkasdk.tracing;

import io.micrometer.observation.transport.Propagator;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** How a trace gets into the headers of a record, and out of them. */
final class TraceHeaders {

    /** The header of W3C Trace Context that says which trace a record belongs to. */
    static final String TRACE_PARENT = "traceparent";

    /** Longer than any header of a trace may be (W3C Baggage: 8,192 bytes): what anybody may write is not parsed. */
    static final int MOST_BYTES = 8_192;

    /** Writes; what is there by that name gives way, so that there is one. */
    static final Propagator.Setter<Headers> WRITE = (headers, name, value) -> {
        if (headers != null) {
            headers.remove(name);
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    };

    /** Leaves headers as they are. */
    static final Propagator.Setter<Headers> KEEP = (headers, name, value) -> {};

    /** Reads the last header of a name, as Kafka does; one that is too long, or without a value, is not there. */
    static final Propagator.Getter<Headers> READ = TraceHeaders::read;

    private TraceHeaders() {}

    private static @Nullable String read(@Nullable Headers headers, String name) {
        byte[] value = headers == null ? null : value(headers, name);
        return value == null || value.length > MOST_BYTES ? null : new String(value, StandardCharsets.UTF_8);
    }

    /** Returns which trace a record belongs to by its headers, unread; null for none. */
    static byte @Nullable [] parent(Headers headers) {
        return value(headers, TRACE_PARENT);
    }

    private static byte @Nullable [] value(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? null : header.value();
    }
}
