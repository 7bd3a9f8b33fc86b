package io.kafkasdk.internal;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordDeserializationException.DeserializationExceptionOrigin;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Deserializes; on the worker, and not in {@code poll}: a record that cannot be read is that record's trouble and nobody
 * else's.
 *
 * <p><b>Threads:</b> as safe as the deserializers, which settings demand to be.
 */
public final class RecordReader<K, V> {

    private final Deserializer<K> keys;
    private final Deserializer<V> values;

    /**
     * Makes a reader.
     *
     * @param keys reads keys
     * @param values reads values
     */
    public RecordReader(Deserializer<K> keys, Deserializer<V> values) {
        this.keys = keys;
        this.values = values;
    }

    /**
     * Returns the record with its key and value read.
     *
     * @throws RecordDeserializationException when that is not possible; its message names no payload
     */
    public ConsumerRecord<K, V> read(ConsumerRecord<byte[], byte[]> raw) {
        // A copy: what a handler adds is not there for the next attempt, nor in the dead letter.
        Headers headers = new RecordHeaders(raw.headers());
        return new ConsumerRecord<>(
                raw.topic(),
                raw.partition(),
                raw.offset(),
                raw.timestamp(),
                raw.timestampType(),
                raw.serializedKeySize(),
                raw.serializedValueSize(),
                read(keys, raw, headers, DeserializationExceptionOrigin.KEY),
                read(values, raw, headers, DeserializationExceptionOrigin.VALUE),
                headers,
                raw.leaderEpoch(),
                raw.deliveryCount());
    }

    /** Like Kafka's own consumer, never shows a deserializer an absent key or value. */
    private static <T> @Nullable T read(
            Deserializer<T> deserializer,
            ConsumerRecord<byte[], byte[]> raw,
            Headers headers,
            DeserializationExceptionOrigin origin) {
        byte[] bytes = origin == DeserializationExceptionOrigin.KEY ? raw.key() : raw.value();
        if (bytes == null) {
            return null;
        }
        try {
            return deserializer.deserialize(raw.topic(), headers, bytes);
        } catch (RuntimeException e) {
            throw new RecordDeserializationException(
                    origin,
                    new TopicPartition(raw.topic(), raw.partition()),
                    raw.offset(),
                    raw.timestamp(),
                    raw.timestampType(),
                    wrapped(raw.key()),
                    wrapped(raw.value()),
                    raw.headers(),
                    "The " + origin.name().toLowerCase(Locale.ROOT) + " cannot be deserialized",
                    e);
        }
    }

    private static @Nullable ByteBuffer wrapped(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
