package io.kafkasdk.spring.boot.handler;

import io.kafkasdk.settings.Violation;
import java.util.Locale;
import java.util.Map;

/**
 * Tells what the core refuses of a consumer in the names of its properties.
 *
 * @param consumer name of the consumer
 */
record SettingNames(String consumer) {

    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            Map.entry("group", "group"),
            Map.entry("topics", "topics"),
            Map.entry("instance", "instance"),
            Map.entry("lagObjective", "lag-objective"),
            Map.entry("concurrency", "concurrency"),
            Map.entry("maxInFlightRecords", "max-in-flight-records"),
            Map.entry("maxInFlightBytes", "max-in-flight-size"),
            Map.entry("commitInterval", "commit-interval"),
            Map.entry("commitRecords", "commit-records"),
            Map.entry("drainTimeout", "drain-timeout"),
            Map.entry("batchRecords", "batch-records"),
            Map.entry("asyncTimeout", "async-timeout"),
            Map.entry("threads", "threads"),
            Map.entry("failures.topic", "failures.topic"),
            Map.entry("startPosition", "start-position"));

    /** What the core's cures say of code, in properties. */
    private static final Map<String, String> CURES = Map.ofEntries(
            Map.entry("threads(HandlerThreads.VIRTUAL)", "threads=virtual"),
            Map.entry("HandlerThreads.PLATFORM", "threads=platform"),
            Map.entry("instance(...)", "%s"),
            Map.entry("topics(...)", "%s"));

    private static final Map<String, String> INSTEAD_OF_KAFKA = Map.of(
            "group.id", "group",
            "key.deserializer", "key-deserializer",
            "value.deserializer", "value-deserializer",
            "auto.commit.interval.ms", "commit-interval",
            "group.instance.id", "instance",
            "auto.offset.reset", "start-position");

    /** Returns the full name of a property of the consumer. */
    String of(String property) {
        return "kafka-sdk.consumers." + consumer + "." + property;
    }

    /** Returns what is wrong with its settings, in the names of its properties. */
    Violation setting(Violation found) {
        String property = PROPERTIES.get(found.setting());
        if (property == null) {
            return kafkaProperty(found);
        }
        String cure = found.cure();
        for (Map.Entry<String, String> code : CURES.entrySet()) {
            cure = cure.replace(code.getKey(), code.getValue().replace("%s", of(property)));
        }
        return new Violation(of(property), found.value(), found.rule(), cure);
    }

    private Violation kafkaProperty(Violation found) {
        String instead = INSTEAD_OF_KAFKA.get(found.setting());
        String name = of("properties." + found.setting());
        if (instead != null) {
            return new Violation(name, found.value(), found.rule(), "use " + of(instead));
        }
        return new Violation(name, found.value(), found.rule(), cluster(found.cure()));
    }

    private static String cluster(String cure) {
        return cure.replace("ClusterSettings.of(...)", "the bootstrap-servers of the cluster")
                .replace("ClusterSettings.security(...)", "the security properties of the cluster");
    }

    /** Returns what is wrong with its failure policy, in the names of its properties. */
    Violation failure(Violation found) {
        String setting = kebab(found.setting().replace("retries.", "").replaceAll("([A-Z])", "_$1"));
        return new Violation(of("failures." + setting), found.value(), found.rule(), found.cure());
    }

    /** Returns the name of a constant or a camel-case component as properties write it. */
    static String kebab(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
