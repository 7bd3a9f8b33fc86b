package io.kafkasdk.spring.boot;

import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.Violation;
import io.kafkasdk.spring.boot.KafkaSdkProperties.Cluster;
import io.kafkasdk.spring.boot.connection.KafkaSdkConnectionDetails;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Turns properties into the settings of the core, for all clusters. What is wrong is told in the names that the user wrote,
 * all at once.
 */
final class PropertiesMapping {

    /** The alias of the main cluster. */
    static final String MAIN = "default";

    private static final String SUBJECT = "the Kafka SDK";
    private static final String NAME = "kafka-sdk.application";
    private static final String SPRING_NAME = "spring.application.name";

    private final KafkaSdkProperties properties;
    private final Environment environment;
    private final @Nullable KafkaSdkConnectionDetails connection;
    private final BundleTls bundles;

    /**
     * Takes what there is.
     *
     * @param connection a service connection for the main cluster, or null
     */
    PropertiesMapping(
            KafkaSdkProperties properties,
            Environment environment,
            @Nullable KafkaSdkConnectionDetails connection,
            BundleTls bundles) {
        this.properties = properties;
        this.environment = environment;
        this.connection = connection;
        this.bundles = bundles;
    }

    /** What the properties say, with the fallbacks applied; the clusters by alias. */
    record Mapped(String application, Map<String, ClusterMapping.Mapped> clusters) {

        /** Returns one cluster, or throws where the properties have none of that name. */
        ClusterMapping.Mapped cluster(String alias) {
            ClusterMapping.Mapped cluster = clusters.get(alias);
            if (cluster == null) {
                String servers = ClusterNames.prefixOf(alias) + ".bootstrap-servers";
                throw new InvalidSettingsException(
                        SUBJECT,
                        List.of(new Violation(
                                servers, "not set", "the cluster was there when the application was built", "set it")));
            }
            return cluster;
        }
    }

    /** Maps everything, or throws with all violations. */
    Mapped map() {
        List<Violation> violations = new ArrayList<>();
        String application = application(violations);
        Map<String, ClusterMapping.Mapped> clusters = new LinkedHashMap<>();
        if (hasMain()) {
            ClusterMapping main = new ClusterMapping(main(), bundles, violations);
            put(clusters, MAIN, main.mapMain(servers(), connection, environment));
        }
        properties.clusters().forEach((alias, cluster) -> {
            ClusterMapping.Source source = new ClusterMapping.Source(alias, withDefaults(cluster), properties.tuning());
            put(clusters, alias, new ClusterMapping(source, bundles, violations).mapNamed());
        });
        if (!violations.isEmpty()) {
            throw new InvalidSettingsException(SUBJECT, violations);
        }
        return new Mapped(application, clusters);
    }

    /** Tells what the builder of the core refused in the names that the user wrote. */
    InvalidSettingsException inPropertyNames(InvalidSettingsException refused) {
        return new InvalidSettingsException(
                SUBJECT, refused.violations().stream().map(this::renamed).toList());
    }

    private static void put(
            Map<String, ClusterMapping.Mapped> clusters, String alias, ClusterMapping.@Nullable Mapped cluster) {
        if (cluster != null) {
            clusters.put(alias, cluster);
        }
    }

    /** As {@link OnMainCluster} decides it: only with other clusters may the main one be missing. */
    private boolean hasMain() {
        return connection != null
                || !servers().hosts().isEmpty()
                || properties.clusters().isEmpty();
    }

    private ClusterMapping.Source main() {
        return new ClusterMapping.Source(
                MAIN,
                new Cluster(
                        properties.bootstrapServers(),
                        properties.profile(),
                        KafkaSdkProperties.ClusterTuning.NONE,
                        properties.acksPolicy(),
                        properties.topics(),
                        properties.security(),
                        properties.properties()),
                properties.tuning());
    }

    private Cluster withDefaults(Cluster cluster) {
        return new Cluster(
                cluster.bootstrapServers(),
                cluster.profile() == null ? properties.profile() : cluster.profile(),
                cluster.tuning(),
                cluster.acksPolicy() == null ? properties.acksPolicy() : cluster.acksPolicy(),
                cluster.topics(),
                cluster.security(),
                cluster.properties());
    }

    private ClusterMapping.Servers servers() {
        return connection == null
                ? ClusterNames.servers(environment)
                : new ClusterMapping.Servers("the service connection", connection.bootstrapServers());
    }

    private Violation renamed(Violation found) {
        if (!found.setting().equals("application")) {
            return found;
        }
        String source = StringUtils.hasText(properties.application()) ? NAME : SPRING_NAME;
        return new Violation(
                source, found.value(), found.rule(), "set " + NAME + " to a short stable name such as order-service");
    }

    private String application(List<Violation> violations) {
        String own = properties.application();
        String name = StringUtils.hasText(own) ? own : environment.getProperty(SPRING_NAME, "");
        if (!StringUtils.hasText(name)) {
            violations.add(new Violation(
                    NAME,
                    "not set",
                    "the application needs a name, and " + SPRING_NAME + " is not set either",
                    "set " + SPRING_NAME + " or " + NAME + ", for example to order-service"));
        }
        return name;
    }
}
