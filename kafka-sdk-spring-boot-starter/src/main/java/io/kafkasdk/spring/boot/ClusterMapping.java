package io.kafkasdk.spring.boot;

import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.KafkaOverrides;
import io.kafkasdk.settings.SecuritySettings;
import io.kafkasdk.settings.Violation;
import io.kafkasdk.spring.boot.KafkaSdkProperties.Cluster;
import io.kafkasdk.spring.boot.connection.KafkaSdkConnectionDetails;
import io.kafkasdk.tuning.TuningOptions;
import io.kafkasdk.tuning.TuningProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** Turns the properties of one cluster into the settings of the core. */
final class ClusterMapping {

    private final Source source;
    private final BundleTls bundles;
    private final List<Violation> violations;

    ClusterMapping(Source source, BundleTls bundles, List<Violation> violations) {
        this.source = source;
        this.bundles = bundles;
        this.violations = violations;
    }

    /** The properties of one cluster, with profile and policy filled in, its alias, and what counts for all clusters. */
    record Source(String alias, Cluster properties, KafkaSdkProperties.Tuning tuning) {

        String prefix() {
            return ClusterNames.prefixOf(alias);
        }
    }

    /** Addresses, and the property that names them. */
    record Servers(String property, List<String> hosts) {}

    /** What the properties say of a cluster. */
    record Mapped(ClusterSettings settings, TuningProfile profile, TuningOptions tuning, AcksRules acksRules) {}

    /** Maps the main cluster; returns null where it added a violation. */
    @Nullable
    Mapped mapMain(Servers servers, @Nullable KafkaSdkConnectionDetails connection, Environment environment) {
        return map(
                servers,
                securityOfMain(servers, connection, environment),
                ", and " + ClusterNames.SPRING_KAFKA_SERVERS + " is not set either");
    }

    private SecuritySettings securityOfMain(
            Servers servers, @Nullable KafkaSdkConnectionDetails connection, Environment environment) {
        if (!SpringKafkaSecurity.isOverruled(environment) && isLeftToSpringKafka(servers, connection)) {
            return new SpringKafkaSecurity(environment, bundles, violations).map();
        }
        SecurityMapping security = new SecurityMapping(source.prefix(), bundles, violations);
        return connection == null
                ? security.map(source.properties().security())
                : security.map(source.properties().security(), connection);
    }

    private static boolean isLeftToSpringKafka(Servers servers, @Nullable KafkaSdkConnectionDetails connection) {
        return connection == null
                ? servers.property().equals(ClusterNames.SPRING_KAFKA_SERVERS)
                        && !servers.hosts().isEmpty()
                : connection.withSecurityOfSpringKafka()
                        && connection.securityProtocol().isEmpty()
                        && connection.sslBundle().isEmpty();
    }

    /** Maps another cluster; returns null where it added a violation. */
    @Nullable
    Mapped mapNamed() {
        if (source.alias().equals(PropertiesMapping.MAIN)) {
            violations.add(new Violation(
                    "kafka-sdk.clusters." + source.alias(),
                    "a cluster",
                    "is the name of the main cluster, whose properties are directly under kafka-sdk",
                    "set kafka-sdk.bootstrap-servers, or choose another name"));
            return null;
        }
        Servers servers = new Servers(
                source.prefix() + ".bootstrap-servers", source.properties().bootstrapServers());
        SecurityMapping security = new SecurityMapping(source.prefix(), bundles, violations);
        return map(servers, security.map(source.properties().security()), "");
    }

    private @Nullable Mapped map(Servers servers, SecuritySettings security, String alsoMissing) {
        AcksRules acksRules = new TopicRulesMapping(source.prefix() + ".topics", violations).map(source.properties());
        TuningProfile profile = Objects.requireNonNull(source.properties().profile(), "profile");
        TuningOptions tuning = new TuningMapping(
                        source.alias(), source.tuning(), source.properties().tuning(), profile, violations)
                .map();
        if (servers.hosts().isEmpty()) {
            String property = source.prefix() + ".bootstrap-servers";
            violations.add(new Violation(
                    property,
                    "not set",
                    "no broker is known" + alsoMissing,
                    "set " + property + ", for example to kafka-1:9092,kafka-2:9092, or switch the SDK off with"
                            + " kafka-sdk.enabled=false"));
            return null;
        }
        ClusterSettings settings = settings(servers, security);
        return settings == null ? null : new Mapped(settings, profile, tuning, acksRules);
    }

    /** Checks all at once, and tells it by the names that the user wrote. */
    private @Nullable ClusterSettings settings(Servers servers, SecuritySettings security) {
        List<String> hosts = new ArrayList<>(servers.hosts());
        KafkaOverrides raw = new KafkaOverrides(source.properties().properties());
        try {
            return new ClusterSettings(source.alias(), hosts, security, raw);
        } catch (InvalidSettingsException invalid) {
            invalid.violations().forEach(found -> violations.add(renamed(found, servers)));
            return null;
        }
    }

    private Violation renamed(Violation found, Servers servers) {
        String property = switch (found.setting()) {
            case "bootstrapServers" -> servers.property();
            case "name" -> source.prefix();
            default -> source.prefix() + ".properties." + found.setting();
        };
        ClusterWords words = new ClusterWords(source.alias());
        return new Violation(property, found.value(), words.of(found.rule()), words.of(found.cure()));
    }
}
