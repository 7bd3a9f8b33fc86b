package io.kafkasdk.tracing;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Records as handlers get them. */
final class Handled {

    private Handled() {}

    static ConsumerRecord<String, String> record(Headers headers) {
        return record("payments", 1, 42, headers);
    }

    static ConsumerRecord<String, String> record(String topic, int partition, long offset, Headers headers) {
        return new ConsumerRecord<>(
                topic,
                partition,
                offset,
                0,
                TimestampType.CREATE_TIME,
                3,
                5,
                "key-7",
                "value-7",
                headers,
                Optional.empty());
    }

    /** Returns headers of a trace. */
    static Headers traced(String traceParent) {
        return new RecordHeaders().add("traceparent", traceParent.getBytes(StandardCharsets.UTF_8));
    }
}
