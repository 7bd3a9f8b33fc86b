package io.kafkasdk.spring.boot;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.apache.kafka.common.serialization.ByteBufferSerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.DoubleDeserializer;
import org.apache.kafka.common.serialization.DoubleSerializer;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.serialization.UUIDDeserializer;
import org.apache.kafka.common.serialization.UUIDSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A format that needs nothing but Kafka's clients.
 *
 * @param type what is written and read
 * @param serializer makes what writes it
 * @param deserializer makes what reads it
 */
record BuiltIn<T>(Class<T> type, Supplier<Serializer<T>> serializer, Supplier<Deserializer<T>> deserializer) {

    private static final Map<String, BuiltIn<?>> BY_WORD = byWord();

    private static Map<String, BuiltIn<?>> byWord() {
        Map<String, BuiltIn<?>> all = new LinkedHashMap<>();
        all.put("string", new BuiltIn<>(String.class, StringSerializer::new, StringDeserializer::new));
        all.put("bytes", new BuiltIn<>(byte[].class, ByteArraySerializer::new, ByteArrayDeserializer::new));
        all.put("byte-buffer", new BuiltIn<>(ByteBuffer.class, ByteBufferSerializer::new, ByteBufferDeserializer::new));
        all.put("integer", new BuiltIn<>(Integer.class, IntegerSerializer::new, IntegerDeserializer::new));
        all.put("long", new BuiltIn<>(Long.class, LongSerializer::new, LongDeserializer::new));
        all.put("double", new BuiltIn<>(Double.class, DoubleSerializer::new, DoubleDeserializer::new));
        all.put("uuid", new BuiltIn<>(UUID.class, UUIDSerializer::new, UUIDDeserializer::new));
        return Collections.unmodifiableMap(all);
    }

    static @Nullable BuiltIn<?> of(String word) {
        return BY_WORD.get(word);
    }

    static Collection<String> words() {
        return BY_WORD.keySet();
    }

    static Optional<String> wordOf(Class<?> type) {
        return BY_WORD.entrySet().stream()
                .filter(entry -> entry.getValue().type().equals(type))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
