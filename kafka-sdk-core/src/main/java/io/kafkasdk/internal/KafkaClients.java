package io.kafkasdk.internal;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The only place that creates Kafka clients. What they carry is bytes: serialization is the SDK's, so that a record that cannot
 * be read or written is one record's problem. A client that cannot be created leaves no thread, and throws a
 * {@link io.kafkasdk.error.KafkaSdkException} that names the setting.
 */
public final class KafkaClients {

    private KafkaClients() {}

    /** Returns a new producer of bytes; creates a thread. */
    public static Producer<byte[], byte[]> producer(Map<String, Object> config) {
        return producer(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Returns a new producer; creates a thread. */
    public static <K, V> Producer<K, V> producer(
            Map<String, Object> config, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
        return ClientStart.create(config, () -> new KafkaProducer<>(config, keySerializer, valueSerializer));
    }

    /** Returns a new consumer of bytes; may create threads, by group protocol. */
    public static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return ClientStart.create(
                config, () -> new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** Returns a new admin client; creates a thread. */
    public static Admin admin(Map<String, Object> config) {
        return ClientStart.create(config, () -> Admin.create(config));
    }
}
