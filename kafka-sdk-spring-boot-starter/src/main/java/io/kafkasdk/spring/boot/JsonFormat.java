package io.kafkasdk.spring.boot;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.ResolvableType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON by the application's own {@link JsonMapper}. Only what the code declares decides what is made of a record: default
 * typing, which lets the record choose, is off even where the mapper has it on.
 *
 * <p>Jackson's messages quote what they read, and so do those of the application's own constructors. Neither goes into an
 * exception of this class, which ends in logs and in the headers of dead letters: it tells where and what kind.
 *
 * <p>The only class that sees Jackson, so that the starter works without it.
 */
final class JsonFormat {

    private JsonFormat() {}

    static boolean hasMapper(ListableBeanFactory beans) {
        return beans.getBeanProvider(JsonMapper.class).getIfUnique() != null;
    }

    static Serializer<?> writer(ListableBeanFactory beans) {
        return new Writer(mapper(beans).writer());
    }

    static Deserializer<?> reader(ListableBeanFactory beans, ResolvableType type) {
        JsonMapper mapper = mapper(beans);
        return new Reader(mapper.readerFor(mapper.constructType(type.getType())), type.toString());
    }

    private static JsonMapper mapper(ListableBeanFactory beans) {
        return beans.getBean(JsonMapper.class)
                .rebuild()
                .deactivateDefaultTyping()
                .build();
    }

    private static String kindOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String kind = failure.getClass().getSimpleName();
        return root == failure ? kind : kind + " because of " + root.getClass().getName();
    }

    private static String placeOf(Throwable failure) {
        TokenStreamLocation place = failure instanceof JacksonException known ? known.getLocation() : null;
        return place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }

    /** Writes objects as their class says. */
    private record Writer(ObjectWriter json) implements Serializer<Object> {

        // Null in, null out: a tombstone.
        @SuppressWarnings("NullAway")
        @Override
        public byte @Nullable [] serialize(String topic, @Nullable Object data) {
            if (data == null) {
                return null;
            }
            try {
                return json.writeValueAsBytes(data);
            } catch (RuntimeException | StackOverflowError e) {
                throw new SerializationException("A " + data.getClass().getName() + " for topic '" + topic
                        + "' cannot be written as JSON: " + kindOf(e));
            }
        }
    }

    /** Reads objects of one type. */
    private record Reader(ObjectReader json, String type) implements Deserializer<Object> {

        @SuppressWarnings("NullAway")
        @Override
        public @Nullable Object deserialize(String topic, byte @Nullable [] data) {
            if (data == null) {
                return null;
            }
            try {
                return json.readValue(data);
            } catch (RuntimeException | StackOverflowError e) {
                throw new SerializationException(
                        "JSON of topic '" + topic + "' cannot be read as " + type + ": " + kindOf(e) + placeOf(e));
            }
        }
    }
}
