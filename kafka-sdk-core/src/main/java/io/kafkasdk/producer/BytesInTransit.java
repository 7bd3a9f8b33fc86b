package io.kafkasdk.producer;

import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Carries the bytes of a record past Kafka's call of the serializers, which its {@code send} makes on the caller's
 * thread. So the SDK can serialize first, check what came out, and pass the application's record on as it is: a record of
 * bytes made from it would copy the headers too, which costs more than all the rest of a send.
 *
 * <p><b>Threads:</b> each has its own.
 */
final class BytesInTransit {

    /** What Kafka's producers of the SDK take for serializers. */
    static final Serializer<Object> KEY = (topic, data) -> current().key;

    static final Serializer<Object> VALUE = (topic, data) -> current().value;

    private static final ThreadLocal<BytesInTransit> CURRENT = ThreadLocal.withInitial(BytesInTransit::new);

    private byte @Nullable [] key;
    private byte @Nullable [] value;

    private BytesInTransit() {}

    /** Returns what this thread carries. */
    static BytesInTransit current() {
        return CURRENT.get();
    }

    void load(byte @Nullable [] newKey, byte @Nullable [] newValue) {
        key = newKey;
        value = newValue;
    }

    /** Lets go of the bytes: a thread of the application may live for ever. */
    void unload() {
        key = null;
        value = null;
    }
}
