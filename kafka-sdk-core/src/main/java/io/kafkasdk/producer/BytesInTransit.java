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
    static final Serializer<Object> KEY = (topic, data) -> loaded().key;

    static final Serializer<Object> VALUE = (topic, data) -> loaded().value;

    private static final ThreadLocal<BytesInTransit> CURRENT = ThreadLocal.withInitial(BytesInTransit::new);

    private byte @Nullable [] key;
    private byte @Nullable [] value;
    private boolean isLoaded;

    private BytesInTransit() {}

    /** Returns what this thread carries. */
    static BytesInTransit current() {
        return CURRENT.get();
    }

    void load(byte @Nullable [] newKey, byte @Nullable [] newValue) {
        key = newKey;
        value = newValue;
        isLoaded = true;
    }

    /** Lets go of the bytes: a thread of the application may live for ever. */
    void unload() {
        key = null;
        value = null;
        isLoaded = false;
    }

    /** Null bytes would be a tombstone, so a thread that carries nothing must not come through. */
    private static BytesInTransit loaded() {
        BytesInTransit transit = current();
        if (!transit.isLoaded) {
            throw new IllegalStateException("Thread '" + Thread.currentThread().getName()
                    + "' gave a record to a Kafka client of the SDK without its bytes");
        }
        return transit;
    }
}
