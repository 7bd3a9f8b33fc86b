package io.kafkasdk.benchmarks.child;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a child that sends is asked to do, as its command line says it.
 *
 * @param settings of the section, of the contender, and with {@code kafka.} before the name of the Kafka producer
 */
public record SendTask(Map<String, String> settings) {

    /** The topic to write to. */
    public static final String TOPIC = "topic";

    /** The file of values; see {@link PayloadFile}. */
    public static final String PAYLOAD = "payload";

    /** Records a second, 0 for as fast as it goes. */
    public static final String PER_SECOND = "rate";

    /** How long to warm up, in milliseconds. */
    public static final String WARM_UP_MILLIS = "warm.up";

    /** How many records to warm up with at least. */
    public static final String WARM_UP_RECORDS = "warm.up.records";

    /** How long to send what is measured, in milliseconds. */
    public static final String MILLIS = "millis";

    /** The processes of the brokers, separated by commas. */
    public static final String BROKERS = "brokers";

    /** What a property of the Kafka producer begins with. */
    public static final String KAFKA = "kafka.";

    /** Copies the settings. */
    public SendTask {
        settings = Map.copyOf(settings);
    }

    /** Reads {@code name=value} arguments. */
    public static SendTask parse(String... args) {
        return new SendTask(Arguments.parse(args).settings());
    }

    /** Returns the arguments that {@link #parse(String...)} reads. */
    public List<String> arguments() {
        return new Arguments(settings).texts();
    }

    /** Returns a copy with more settings. */
    public SendTask with(Map<String, String> more) {
        return new SendTask(new Arguments(settings).with(more).settings());
    }

    /** Returns a setting that the suite must have given. */
    public String text(String name) {
        return new Arguments(settings).text(name);
    }

    /** Returns the topic. */
    public String topic() {
        return text(TOPIC);
    }

    /** Returns where the cluster is. */
    public String bootstrapServers() {
        return text(KAFKA + "bootstrap.servers");
    }

    /** Returns what a Kafka producer takes. */
    public Map<String, Object> clientConfig() {
        return new Arguments(settings).under(KAFKA);
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }

    Duration millis(String name) {
        return Duration.ofMillis(number(name));
    }

    byte[][] values() {
        return PayloadFile.read(Path.of(text(PAYLOAD)));
    }

    List<ProcessHandle> brokers() {
        return Arrays.stream(text(BROKERS).split(","))
                .map(Long::parseLong)
                .map(pid -> ProcessHandle.of(pid)
                        .orElseThrow(() -> new IllegalStateException("Broker process " + pid + " is gone")))
                .toList();
    }
}
