package io.kafkasdk.consumer;

import io.kafkasdk.settings.ConsumerSettings;
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
final class RecordReader<K, V> {

    private final ConsumerSettings<K, V> settings;

    RecordReader(ConsumerSettings<K, V> settings) {
        this.settings = settings;
    }

    /**
     * Returns the record with its key and value read.
     *
     * @throws RecordDeserializationException when that is not possible; its message names no payload
     */
    ConsumerRecord<K, V> read(ConsumerRecord<byte[], byte[]> raw) {
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
                read(settings.keyDeserializer(), raw, headers, DeserializationExceptionOrigin.KEY),
                read(settings.valueDeserializer(), raw, headers, DeserializationExceptionOrigin.VALUE),
                headers,
                raw.leaderEpoch());
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
