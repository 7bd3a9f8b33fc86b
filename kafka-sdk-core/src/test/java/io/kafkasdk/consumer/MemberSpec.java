package io.kafkasdk.consumer;

import io.kafkasdk.settings.ConsumerLimits;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Ordering;
import io.kafkasdk.test.KafkaCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a {@link LedgerMember} is, in a form that fits on a command line. */
record MemberSpec(Map<String, String> values) {

    private static final String KAFKA = "kafka.";

    MemberSpec {
        values = Map.copyOf(values);
    }

    static MemberSpec of(KafkaCluster cluster, GroupBench bench, String protocol, Path ledger) {
        return new MemberSpec(Map.of(
                        "commit",
                        "100",
                        "bootstrap",
                        cluster.bootstrapServers(),
                        "group",
                        bench.group,
                        "topic",
                        bench.topic,
                        "ledger",
                        ledger.toString(),
                        "ordering",
                        Ordering.KEY.name(),
                        "concurrency",
                        "8",
                        "delay",
                        "5",
                        "slow.offset",
                        "-1",
                        "slow",
                        "0"))
                .kafka("group.protocol", protocol);
    }

    static MemberSpec parse(String[] arguments) {
        Map<String, String> values = new TreeMap<>();
        for (String argument : arguments) {
            int mark = argument.indexOf('=');
            values.put(argument.substring(0, mark), argument.substring(mark + 1));
        }
        return new MemberSpec(values);
    }

    List<String> arguments() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    MemberSpec with(String key, Object value) {
        Map<String, String> more = new TreeMap<>(values);
        more.put(key, value.toString());
        return new MemberSpec(more);
    }

    MemberSpec kafka(String key, Object value) {
        return with(KAFKA + key, value);
    }

    MemberSpec named(String name) {
        return with("name", name);
    }

    /** The record at this offset of each partition takes so long. */
    MemberSpec slowAt(long offset, Duration time) {
        return with("slow.offset", offset).with("slow", time.toMillis());
    }

    String get(String key) {
        return Objects.requireNonNull(values.get(key), key);
    }

    long number(String key) {
        return Long.parseLong(get(key));
    }

    String protocol() {
        return get(KAFKA + "group.protocol");
    }

    /** Returns it with a session of so many milliseconds, where it is the client who says so. */
    MemberSpec session(int millis) {
        return protocol().equals("classic")
                ? kafka("session.timeout.ms", millis).kafka("heartbeat.interval.ms", millis / 6)
                : this;
    }

    ConsumerSettings<String, String> settings() {
        ConsumerSettings<String, String> settings = ConsumerSettings.group(
                        get("group"), new StringDeserializer(), new StringDeserializer())
                .topics(get("topic"))
                .ordering(Ordering.valueOf(get("ordering")))
                .failures(new FailurePolicy.RetryForEver(Duration.ofMillis(50), Duration.ofSeconds(1)))
                .limits(ConsumerLimits.DEFAULT
                        .concurrency((int) number("concurrency"))
                        .commits(Duration.ofMillis(number("commit")), 20_000)
                        .drainTimeout(Duration.ofSeconds(10)));
        for (Map.Entry<String, String> entry : values.entrySet()) {
            if (entry.getKey().startsWith(KAFKA)) {
                settings = settings.kafkaProperty(entry.getKey().substring(KAFKA.length()), entry.getValue());
            }
        }
        return settings;
    }
}
