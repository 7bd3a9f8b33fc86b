package io.kafkasdk.benchmarks.child;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a child is asked to do, as its command line says it.
 *
 * @param settings of the trial, of the contender, and with {@code kafka.} before the name of the Kafka consumer
 */
public record HandlingTask(Map<String, String> settings) {

    /** The topic to read; its keys are the texts of {@link #key(int)}. */
    public static final String TOPIC = "topic";

    /** How many keys there are. */
    public static final String KEYS = "keys";

    /** Handlers in flight. */
    public static final String CONCURRENCY = "concurrency";

    /** How long a handler blocks, in microseconds. */
    public static final String WORK_MICROS = "work";

    /** Records handled before measuring. */
    public static final String WARM_UP = "warm.up";

    /** Records measured. */
    public static final String RECORDS = "records";

    /** The longest time of measuring, in milliseconds; warming up takes half of it at most. */
    public static final String LIMIT_MILLIS = "limit";

    /** What a property of the Kafka consumer begins with. */
    public static final String KAFKA = "kafka.";

    /** Reads {@code name=value} arguments. */
    public static HandlingTask parse(String... args) {
        return new HandlingTask(Arrays.stream(args)
                .map(arg -> arg.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
    }

    /** Returns the arguments that {@link #parse(String...)} reads. */
    public List<String> arguments() {
        return new TreeMap<>(settings)
                .entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .toList();
    }

    /** Returns a copy with more settings. */
    public HandlingTask with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return new HandlingTask(all);
    }

    /** Returns a setting that the trial must have given. */
    public String text(String name) {
        String value = settings.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The argument " + name + "=... is missing; trials start this, not you");
        }
        return value;
    }

    /** Returns a setting that the trial must have given. */
    public int number(String name) {
        return Integer.parseInt(text(name));
    }

    /** Returns a property of the Kafka consumer that the trial must have given. */
    public String kafka(String name) {
        return text(KAFKA + name);
    }

    /** Returns what a Kafka client takes. */
    public Map<String, Object> clientConfig() {
        Map<String, Object> config = new HashMap<>();
        settings.forEach((name, value) -> {
            if (name.startsWith(KAFKA)) {
                config.put(name.substring(KAFKA.length()), value);
            }
        });
        return config;
    }

    /** Returns the text of a key, in which {@link Tally} finds its number again. */
    public static String key(int number) {
        return "key-" + number;
    }
}
