package io.kafkasdk.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Records of bytes, for tests. */
final class Records {

    static final long TIMESTAMP = 1_700_000_000_000L;

    private Records() {}

    /** Returns a record as it was read; headers are added to it by the caller. */
    static ConsumerRecord<byte[], byte[]> read(
            String topic, int partition, long offset, byte @Nullable [] key, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                topic,
                partition,
                offset,
                TIMESTAMP,
                TimestampType.CREATE_TIME,
                key == null ? -1 : key.length,
                value == null ? -1 : value.length,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    /** Returns what a reader of the topic gets of a sent record. */
    static ConsumerRecord<byte[], byte[]> read(ProducerRecord<byte[], byte[]> sent, int partition, long offset) {
        ConsumerRecord<byte[], byte[]> read = read(sent.topic(), partition, offset, sent.key(), sent.value());
        sent.headers().forEach(header -> read.headers().add(header));
        return read;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns headers as text, in their order; of several of one name the last. */
    static Map<String, String> texts(Headers headers) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Header header : headers) {
            texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return texts;
    }
}
