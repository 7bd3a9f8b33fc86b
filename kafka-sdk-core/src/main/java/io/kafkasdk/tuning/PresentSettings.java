package io.kafkasdk.tuning;

import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ExplainedProperty;
import io.kafkasdk.settings.ExplainedProperty.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a producer's client runs with now, as far as it can be tuned.
 *
 * @param compression its {@code compression.type}
 * @param level the level of that codec; {@link CodecResult#NO_LEVEL} where it has none or its default counts
 * @param batchBytes its {@code batch.size}
 * @param lingerMillis its {@code linger.ms}
 * @param bufferBytes its {@code buffer.memory}
 * @param requestBytes its {@code max.request.size}
 * @param lingerForLatency whether the linger is the one of {@link TuningProfile#LOW_LATENCY}, by that profile
 * @param values every number above and the levels of all codecs as the client has them, by Kafka key
 * @param sources who decided each, by Kafka key
 * @param surroundings what bounds them from outside
 */
record PresentSettings(
        String compression,
        int level,
        int batchBytes,
        int lingerMillis,
        long bufferBytes,
        int requestBytes,
        boolean lingerForLatency,
        Map<String, String> values,
        Map<String, Source> sources,
        Surroundings surroundings) {

    static final String COMPRESSION = "compression.type";
    static final String BATCH = "batch.size";
    static final String LINGER = "linger.ms";
    static final String BUFFER = "buffer.memory";

    private static final String REQUEST = "max.request.size";
    private static final String DELIVERY_TIMEOUT = "delivery.timeout.ms";
    private static final String REQUEST_TIMEOUT = "request.timeout.ms";

    // Kafka's own, for what an explanation does not tell.
    private static final Map<String, String> KAFKA_DEFAULTS = Map.of(
            COMPRESSION,
            Codec.NONE,
            BATCH,
            "16384",
            LINGER,
            "5",
            BUFFER,
            "33554432",
            REQUEST,
            "1048576",
            DELIVERY_TIMEOUT,
            "120000",
            REQUEST_TIMEOUT,
            "30000",
            Codec.levelKey(Codec.GZIP),
            String.valueOf(Codec.defaultLevel(Codec.GZIP)),
            Codec.levelKey(Codec.LZ4),
            String.valueOf(Codec.defaultLevel(Codec.LZ4)),
            Codec.levelKey(Codec.ZSTD),
            String.valueOf(Codec.defaultLevel(Codec.ZSTD)));

    private static final List<String> NUMBERS = KAFKA_DEFAULTS.keySet().stream()
            .filter(key -> !key.equals(COMPRESSION))
            .toList();

    /** Copies the maps. */
    PresentSettings {
        values = Map.copyOf(values);
        sources = Map.copyOf(sources);
    }

    /** Reads them; Kafka's default stands for what is not there or no number. */
    static PresentSettings of(ConfigExplanation explanation) {
        Map<String, String> values = new HashMap<>(KAFKA_DEFAULTS);
        Map<String, Source> sources = new HashMap<>();
        boolean forLatency = false;
        for (ExplainedProperty property : explanation.properties()) {
            boolean readable = NUMBERS.contains(property.key()) ? isNumber(property.value()) : true;
            if (KAFKA_DEFAULTS.containsKey(property.key()) && readable) {
                values.put(property.key(), property.value());
                sources.put(property.key(), property.source());
                forLatency |= isForLatency(property);
            }
        }
        return of(values, sources, forLatency);
    }

    /** An explanation does not name the profile; its reason is its own. */
    private static boolean isForLatency(ExplainedProperty property) {
        return property.source() == Source.PROFILE
                && TuningProfile.LOW_LATENCY.producer().values().stream()
                        .filter(tuned ->
                                tuned.key().equals(LINGER) && tuned.key().equals(property.key()))
                        .anyMatch(tuned -> property.why().startsWith(tuned.reason()));
    }

    private static PresentSettings of(
            Map<String, String> values, Map<String, Source> sources, boolean lingerForLatency) {
        String compression = text(values, COMPRESSION);
        return new PresentSettings(
                compression,
                level(values, compression),
                integer(values, BATCH),
                integer(values, LINGER),
                number(values, BUFFER),
                integer(values, REQUEST),
                lingerForLatency,
                values,
                sources,
                Surroundings.UNKNOWN);
    }

    /** Returns a copy within these bounds. */
    PresentSettings within(Surroundings newSurroundings) {
        return new PresentSettings(
                compression,
                level,
                batchBytes,
                lingerMillis,
                bufferBytes,
                requestBytes,
                lingerForLatency,
                values,
                sources,
                newSurroundings);
    }

    /**
     * Returns the longest linger that Kafka takes with its timeouts: {@code delivery.timeout.ms} less
     * {@code request.timeout.ms}.
     */
    int mostLingerMillis() {
        return Math.max(0, integer(values, DELIVERY_TIMEOUT) - integer(values, REQUEST_TIMEOUT));
    }

    /** Returns the value of this key as the client has it. */
    String value(String key) {
        return text(values, key);
    }

    /** Returns whether the application chose this one itself. */
    boolean isChosenByApplication(String key) {
        return sources.get(key) == Source.USER;
    }

    private static int level(Map<String, String> values, String compression) {
        int unset = Codec.defaultLevel(compression);
        if (unset == CodecResult.NO_LEVEL) {
            return CodecResult.NO_LEVEL;
        }
        int level = integer(values, Codec.levelKey(compression));
        return level == unset ? CodecResult.NO_LEVEL : level;
    }

    private static boolean isNumber(String value) {
        return value.matches("-?\\d{1,18}");
    }

    private static int integer(Map<String, String> values, String key) {
        return (int) Math.max(Integer.MIN_VALUE + 1L, Math.min(Integer.MAX_VALUE, number(values, key)));
    }

    private static long number(Map<String, String> values, String key) {
        return Long.parseLong(text(values, key));
    }

    private static String text(Map<String, String> values, String key) {
        return values.getOrDefault(key, "");
    }
}
