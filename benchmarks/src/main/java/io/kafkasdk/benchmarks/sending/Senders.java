package io.kafkasdk.benchmarks.sending;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.benchmarks.child.SendTask;
import io.kafkasdk.benchmarks.suite.ChildJvm;
import io.kafkasdk.benchmarks.suite.SuiteRun;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ExplainedProperty;
import io.kafkasdk.settings.ExplainedProperty.Source;
import io.kafkasdk.tuning.TuningProfile;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes the producers that are compared. */
final class Senders {

    static final String PLAIN_DEFAULTS = "plain-defaults";
    static final String PLAIN_SAME = "plain-same";
    static final String SDK_BALANCED = "sdk-balanced";
    static final String PLAIN_SAME_THROUGHPUT = "plain-same-throughput";
    static final String SDK_THROUGHPUT = "sdk-throughput";

    private static final Set<Source> DECIDED = EnumSet.of(Source.USER, Source.PROFILE, Source.SDK);
    private static final Set<String> OWN = Set.of("client.id", "key.serializer", "value.serializer");

    /** The SDK asks its client again and again; one that waits once has to wait as long in all. */
    private static final String MAX_BLOCK = "max.block.ms";

    private final SuiteRun run;
    private final String topic;

    Senders(SuiteRun run, String topic) {
        this.run = run;
        this.topic = topic;
    }

    /** Kafka's own client and nothing decided. */
    Sender plainDefaults() {
        return plain(PLAIN_DEFAULTS, Map.of());
    }

    /** Kafka's own client with what the SDK says it gives it under a profile. */
    Sender plainSame(String name, TuningProfile profile) {
        return plain(name, decided(profile));
    }

    /** The same, with a future for each record. */
    Sender plainSameFutures(String name, TuningProfile profile) {
        return plain(name, decided(profile), PlainSending.FUTURES);
    }

    /** Kafka's own client with some properties. */
    Sender plain(String name, Map<String, String> config) {
        return plain(name, config, PlainSending.CALLBACK);
    }

    private static Sender plain(String name, Map<String, String> config, String way) {
        Map<String, String> settings = kafka(config);
        settings.put(PlainSending.WAY, way);
        return new Sender(name, own(PlainSending.class), settings);
    }

    /** The SDK under a profile, with a dependent on each future. */
    Sender sdk(String name, TuningProfile profile) {
        return sdk(name, profile, SdkSending.FUTURES);
    }

    /** The SDK under a profile, through its view as Kafka's producer, with a callback for each record. */
    Sender sdkView(String name, TuningProfile profile) {
        return sdk(name, profile, SdkSending.VIEW);
    }

    private static Sender sdk(String name, TuningProfile profile, String way) {
        return new Sender(name, own(SdkSending.class), Map.of(SdkSending.PROFILE, profile.name(), SdkSending.WAY, way));
    }

    /** Another library with its defaults, on the class path of its module in {@code benchmarks/peers}. */
    Sender peer(String name, String mainClass) {
        String main = "io.kafkasdk.benchmarks.peers." + mainClass;
        return new Sender(name, run.peers().jvm(name, main), Map.of());
    }

    /** Returns what the SDK decides about its producer, by its own word: so the two cannot drift apart. */
    Map<String, String> decided(TuningProfile profile) {
        try (KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(run.cluster().bootstrapServers()))
                .application("suite")
                .profile(profile)
                .build()) {
            ConfigExplanation explained =
                    sdk.producer(SdkSending.settings(topic)).explain();
            Map<String, String> decided = explained.properties().stream()
                    .filter(property -> DECIDED.contains(property.source()) && !OWN.contains(property.key()))
                    .collect(Collectors.toMap(ExplainedProperty::key, ExplainedProperty::value));
            decided.put(MAX_BLOCK, Long.toString(SdkSending.MAX_BLOCK.toMillis()));
            return new TreeMap<>(decided);
        }
    }

    private static Map<String, String> kafka(Map<String, String> config) {
        return config.entrySet().stream()
                .collect(Collectors.toMap(
                        each -> SendTask.KAFKA + each.getKey(),
                        Map.Entry::getValue,
                        (one, other) -> other,
                        TreeMap::new));
    }

    private static ChildJvm own(Class<?> main) {
        return new ChildJvm(
                Path.of(System.getProperty("java.home")),
                System.getProperty("java.class.path"),
                main.getName(),
                SuiteRun.HEAP_MEBIBYTES);
    }
}
