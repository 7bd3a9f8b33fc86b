package io.kafkasdk.spring.boot.handler;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/** Reads a {@link HeaderValue} parameter. */
final class HeaderArgument {

    private final String name;
    private final Function<byte[], Object> read;

    private HeaderArgument(String name, Function<byte[], Object> read) {
        this.name = name;
        this.read = read;
    }

    /** Returns what reads a parameter of this type, or null where headers cannot become it. */
    static @Nullable Argument of(String name, ResolvableType type) {
        Class<?> raw = type.toClass();
        boolean wrapped = raw == Optional.class || raw == List.class;
        Class<?> element = wrapped ? type.getGeneric(0).toClass() : raw;
        if (element != byte[].class && element != String.class) {
            return null;
        }
        HeaderArgument header =
                new HeaderArgument(name, element == String.class ? HeaderArgument::text : bytes -> bytes);
        if (raw == Optional.class) {
            return (record, acknowledgement) -> Optional.ofNullable(header.last(record.headers()));
        }
        return raw == List.class
                ? (record, acknowledgement) -> header.all(record.headers())
                : (record, acknowledgement) -> header.last(record.headers());
    }

    private static Object text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private @Nullable Object last(Headers headers) {
        Header header = headers.lastHeader(name);
        return header == null ? null : value(header);
    }

    private List<@Nullable Object> all(Headers headers) {
        List<@Nullable Object> all = new ArrayList<>(1);
        for (Header header : headers.headers(name)) {
            all.add(value(header));
        }
        return all;
    }

    private @Nullable Object value(Header header) {
        byte[] bytes = header.value();
        return bytes == null ? null : read.apply(bytes);
    }
}
