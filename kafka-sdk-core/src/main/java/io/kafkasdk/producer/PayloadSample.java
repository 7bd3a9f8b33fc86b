package io.kafkasdk.producer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies of records that went through a producer in a row, as they were serialized. It holds the application's data: for
 * measuring only, never to be logged or kept.
 *
 * @param byTopic the records in the order of their sends
 */
public record PayloadSample(Map<String, List<Payload>> byTopic) {

    /** Copies the map. */
    public PayloadSample {
        byTopic = Map.copyOf(byTopic);
    }

    /**
     * One record.
     *
     * @param key its serialized key, null without one; not to be changed
     * @param value its serialized value, null for a tombstone; not to be changed
     */
    // Nobody compares samples.
    @SuppressWarnings("ArrayRecordComponent")
    public record Payload(byte @Nullable [] key, byte @Nullable [] value) {

        /** Returns the bytes of both. */
        public int sizeBytes() {
            return (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
        }

        /** Says the size only: the content is the application's. */
        @Override
        public String toString() {
            return "Payload[" + sizeBytes() + " bytes]";
        }
    }

    /** Returns how many records there are. */
    public int records() {
        return byTopic.values().stream().mapToInt(List::size).sum();
    }

    /** Returns the bytes of all keys and values. */
    public long sizeBytes() {
        return byTopic.values().stream()
                .flatMap(List::stream)
                .mapToLong(Payload::sizeBytes)
                .sum();
    }

    /** Says the amount only: the content is the application's. */
    @Override
    public String toString() {
        return "PayloadSample[" + records() + " records, " + sizeBytes() + " bytes]";
    }
}
