package io.kafkasdk.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
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

    /**
     * Returns a new producer; creates a thread.
     *
     * @throws io.kafkasdk.error.KafkaSdkException when too many are open in this JVM, or Kafka refuses the config
     */
    public static <K, V> Producer<K, V> producer(
            Map<String, Object> config, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
        return producer(config, keySerializer, valueSerializer, OpenClients.IN_JVM.enter(clientId(config)));
    }

    /**
     * Like {@link #producer(Map, Serializer, Serializer)}, for one that is to replace another one of its client.id: for a
     * moment there are two.
     */
    public static <K, V> Producer<K, V> successor(
            Map<String, Object> config, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
        Map<String, Object> succeeding = new LinkedHashMap<>(config);
        succeeding.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, List.of(SuccessorJmx.class));
        return producer(succeeding, keySerializer, valueSerializer, OpenClients.IN_JVM.succeed(clientId(config)));
    }

    private static String clientId(Map<String, Object> config) {
        return String.valueOf(config.getOrDefault(CommonClientConfigs.CLIENT_ID_CONFIG, "?"));
    }

    private static <K, V> Producer<K, V> producer(
            Map<String, Object> config,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer,
            OpenClients.Place place) {
        try {
            return ClientStart.create(
                    config, () -> new CountedProducer<>(config, keySerializer, valueSerializer, place));
        } catch (Throwable e) {
            place.close();
            throw e;
        }
    }

    /** Returns a new consumer of bytes; may create threads, by group protocol. */
    public static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return ClientStart.create(
                config, () -> new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** Returns a new share consumer of bytes (KIP-932); creates a thread. */
    public static ShareConsumer<byte[], byte[]> shareConsumer(Map<String, Object> config) {
        return ClientStart.create(
                config,
                () -> new KafkaShareConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** Returns a new admin client; creates a thread. */
    public static Admin admin(Map<String, Object> config) {
        return ClientStart.create(config, () -> Admin.create(config));
    }
}
