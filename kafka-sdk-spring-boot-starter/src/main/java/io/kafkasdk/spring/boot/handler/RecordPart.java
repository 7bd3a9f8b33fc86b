package io.kafkasdk.spring.boot.handler;

import io.kafkasdk.spring.boot.RecordFormats;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * The key or the value, as the parameters of a handler method want it.
 *
 * @param isRead whether any parameter takes it
 * @param type what it is read into; null where no parameter says
 */
record RecordPart(boolean isRead, @Nullable ResolvableType type) {

    /** No parameter takes it. */
    static final RecordPart UNUSED = new RecordPart(false, null);

    /** A parameter takes it, and leaves its type open. */
    static final RecordPart OPEN = new RecordPart(true, null);

    /** Returns what a parameter of this type wants; Object, a wildcard and a type variable leave it open. */
    static RecordPart of(ResolvableType type) {
        Class<?> raw = type.resolve();
        return raw == null || raw == Object.class ? OPEN : new RecordPart(true, type);
    }

    /** Returns the format that Kafka's own deserializers have for it, or null. */
    @Nullable
    String format() {
        return type == null ? null : RecordFormats.wordOf(type).orElse(null);
    }
}
