package io.kafkasdk.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class TraceHeadersTest {

    private final RecordHeaders headers = new RecordHeaders();

    @Test
    void aHeaderOfMoreThan8KibIsNotRead() {
        headers.add("baggage", new byte[8_193]);
        assertThat(TraceHeaders.READ.get(headers, "baggage")).isNull();
        headers.add("baggage", new byte[8_192]);
        assertThat(TraceHeaders.READ.get(headers, "baggage")).hasSize(8_192);
    }

    @Test
    void theLastHeaderOfANameCounts() {
        headers.add("tracestate", new byte[] {'a'}).add("tracestate", new byte[] {'b'});
        assertThat(TraceHeaders.READ.get(headers, "tracestate")).isEqualTo("b");
        assertThat(TraceHeaders.READ.get(headers, "traceparent")).isNull();
    }

    @Test
    void whatIsWrittenIsThereOnce() {
        headers.add("tracestate", new byte[] {'a'})
                .add("tenant", new byte[] {'t'})
                .add("tracestate", null);
        TraceHeaders.WRITE.set(headers, "tracestate", "c=d");
        assertThat(Spans.values(headers, "tracestate")).containsExactly("c=d");
        assertThat(Spans.values(headers, "tenant")).containsExactly("t");
        TraceHeaders.KEEP.set(headers, "tracestate", "e=f");
        assertThat(Spans.values(headers, "tracestate")).containsExactly("c=d");
    }
}
