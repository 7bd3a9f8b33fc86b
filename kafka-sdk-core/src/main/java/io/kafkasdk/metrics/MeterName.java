package io.kafkasdk.metrics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One meter of the SDK.
 *
 * @param name as Micrometer takes it, such as {@code kafka.sdk.consumer.lag}
 * @param type what it is
 * @param unit the base unit, null where the meter counts what its name says, or measures time (in seconds)
 * @param description what it measures, in one sentence
 * @param tagKeys the tag keys beside {@link MeterNames#CLUSTER_TAG}, in order; the same from the first registration on
 */
public record MeterName(String name, Type type, @Nullable String unit, String description, List<String> tagKeys) {

    /** Copies the list. */
    public MeterName {
        tagKeys = List.copyOf(tagKeys);
    }

    /** What kinds of meters there are. */
    public enum Type {
        /** Only rises. */
        COUNTER,
        /** A value of now. */
        GAUGE,
        /** A time of now, in seconds. */
        TIME_GAUGE,
        /** Count, sum and maximum of times, in seconds. */
        TIMER
    }

    static MeterName counter(String name, @Nullable String unit, String description, String... tagKeys) {
        return new MeterName(name, Type.COUNTER, unit, description, List.of(tagKeys));
    }

    static MeterName gauge(String name, @Nullable String unit, String description, String... tagKeys) {
        return new MeterName(name, Type.GAUGE, unit, description, List.of(tagKeys));
    }

    static MeterName timeGauge(String name, String description, String... tagKeys) {
        return new MeterName(name, Type.TIME_GAUGE, null, description, List.of(tagKeys));
    }

    static MeterName timer(String name, String description, String... tagKeys) {
        return new MeterName(name, Type.TIMER, null, description, List.of(tagKeys));
    }
}
