package io.kafkasdk.benchmarks.child;

import java.util.List;
import java.util.Map;

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
        return new HandlingTask(Arguments.parse(args).settings());
    }

    /** Returns the arguments that {@link #parse(String...)} reads. */
    public List<String> arguments() {
        return new Arguments(settings).texts();
    }

    /** Returns a copy with more settings. */
    public HandlingTask with(Map<String, String> more) {
        return new HandlingTask(new Arguments(settings).with(more).settings());
    }

    /** Returns a setting that the trial must have given. */
    public String text(String name) {
        return new Arguments(settings).text(name);
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
        return new Arguments(settings).under(KAFKA);
    }

    /** Returns the text of a key, in which {@link Tally} finds its number again. */
    public static String key(int number) {
        return "key-" + number;
    }
}
