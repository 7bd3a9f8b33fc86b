package io.kafkasdk.benchmarks;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/** Kafka's own client, with one callback for all records: the least that an application can do and still see failures. */
final class PlainSide<T> implements SendSide<T> {

    private static final String CLIENT_ID = "plain";

    private final Producer<T, T> producer;
    private final FailureCount failures = new FailureCount();

    PlainSide(Map<String, Object> config, Serializer<T> serializer) {
        Map<String, Object> named = new HashMap<>(config);
        named.put("client.id", CLIENT_ID);
        this.producer = new KafkaProducer<>(named, serializer, serializer);
    }

    @Override
    public String label() {
        return "plain client";
    }

    @Override
    public String clientId() {
        return CLIENT_ID;
    }

    @Override
    public void send(String topic, T key, T value) {
        producer.send(new ProducerRecord<>(topic, key, value), failures);
    }

    @Override
    public void send(ProducerRecord<T, T> record) {
        producer.send(record, failures);
    }

    @Override
    public void flush() {
        producer.flush();
    }

    @Override
    public long failures() {
        return failures.count();
    }

    @Override
    public void close() {
        producer.close();
    }
}
