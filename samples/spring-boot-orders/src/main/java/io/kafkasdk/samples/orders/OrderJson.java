package io.kafkasdk.samples.orders;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Orders as JSON. The type is fixed here and never read from the record: whoever can write to a topic must not choose
 * which class is made.
 */
final class OrderJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private OrderJson() {}

    /** Safe for use by several threads, as the SDK wants it. */
    static Serializer<Order> serializer() {
        return (topic, order) -> write(topic, order);
    }

    /** Safe for use by several threads, as the SDK wants it. */
    static Deserializer<Order> deserializer() {
        return (topic, bytes) -> read(topic, bytes);
    }

    private static byte @Nullable [] write(String topic, @Nullable Order order) {
        try {
            return order == null ? null : MAPPER.writeValueAsBytes(order);
        } catch (JacksonException unwritable) {
            throw new SerializationException("Cannot write an order for topic " + topic, unwritable);
        }
    }

    private static @Nullable Order read(String topic, byte @Nullable [] bytes) {
        try {
            return bytes == null ? null : MAPPER.readValue(bytes, Order.class);
        } catch (JacksonException unreadable) {
            throw new SerializationException("Cannot read an order from topic " + topic, unreadable);
        }
    }
}
