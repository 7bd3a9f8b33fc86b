package io.kafkasdk.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** How an application hands a record over. */
enum SendShape {
    TOPIC_KEY_VALUE("send(topic, key, value)") {
        @Override
        <T> void send(SendSide<T> side, String topic, T key, T value) {
            side.send(topic, key, value);
        }
    },
    RECORD("send(record)") {
        @Override
        <T> void send(SendSide<T> side, String topic, T key, T value) {
            side.send(new ProducerRecord<>(topic, null, key, value));
        }
    },
    RECORD_WITH_HEADERS("send(record), two headers") {
        @Override
        <T> void send(SendSide<T> side, String topic, T key, T value) {
            side.send(new ProducerRecord<>(topic, null, key, value, HEADERS));
        }
    };

    private static final List<Header> HEADERS = List.of(
            new RecordHeader("traceparent", "00-0af7651916cd43dd8448eb211c80319c".getBytes(StandardCharsets.UTF_8)),
            new RecordHeader("content-type", "application/json".getBytes(StandardCharsets.UTF_8)));

    private final String label;

    SendShape(String label) {
        this.label = label;
    }

    /** Makes the record as an application would, and sends it. */
    abstract <T> void send(SendSide<T> side, String topic, T key, T value);

    @Override
    public String toString() {
        return label;
    }
}
