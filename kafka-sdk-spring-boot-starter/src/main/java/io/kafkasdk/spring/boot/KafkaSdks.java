package io.kafkasdk.spring.boot;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.Violation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.StringUtils;

/**
 * The {@link KafkaSdk} beans by the alias of their cluster.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 */
public final class KafkaSdks {

    private final ListableBeanFactory beans;

    KafkaSdks(ListableBeanFactory beans) {
        this.beans = beans;
    }

    /** Returns all of them, each by the alias of its cluster. */
    public Map<String, KafkaSdk> all() {
        Map<String, KafkaSdk> all = new TreeMap<>();
        // Never eagerly: this is asked while other beans are made, and would make every factory bean to see its type.
        beans.getBeansOfType(KafkaSdk.class, true, false).values().forEach(sdk -> all.put(sdk.cluster(), sdk));
        return all;
    }

    /**
     * Returns the one of a cluster.
     *
     * @param property the property that names the cluster, for the text of the error
     * @param cluster the alias; null or empty means the application's main cluster
     * @throws InvalidSettingsException when there is no such cluster, or none is the main one
     */
    public KafkaSdk of(String property, @Nullable String cluster) {
        return StringUtils.hasText(cluster) ? named(property, cluster) : main(property);
    }

    /** Returns whether it is the one that is meant where no cluster is named. */
    public boolean isMain(KafkaSdk sdk) {
        return sdk == unique();
    }

    private @Nullable KafkaSdk unique() {
        return beans.getBeanProvider(KafkaSdk.class).getIfUnique();
    }

    private KafkaSdk main(String property) {
        KafkaSdk main = unique();
        if (main == null) {
            throw refused(
                    property,
                    "not set",
                    "there is no main cluster; there are " + all().keySet(),
                    "name one of them, or set " + ClusterNames.SERVERS + " for a main cluster");
        }
        return main;
    }

    private KafkaSdk named(String property, String cluster) {
        Map<String, KafkaSdk> all = all();
        KafkaSdk named = all.get(cluster);
        if (named == null) {
            throw refused(
                    property,
                    "'" + cluster + "'",
                    "names no cluster; there are " + all.keySet(),
                    "name one of them, or add kafka-sdk.clusters." + cluster + ".bootstrap-servers");
        }
        return named;
    }

    private static InvalidSettingsException refused(String property, String value, String rule, String cure) {
        return new InvalidSettingsException("the Kafka SDK", List.of(new Violation(property, value, rule, cure)));
    }
}
