package io.kafkasdk.spring.boot;

import io.kafkasdk.spring.boot.ClusterMapping.Servers;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Which clusters the properties speak of; asked while beans are only being registered, so the environment is all there is. */
final class ClusterNames {

    static final String SERVERS = "kafka-sdk.bootstrap-servers";
    static final String SPRING_KAFKA_SERVERS = "spring.kafka.bootstrap-servers";
    private static final String CLUSTERS = "kafka-sdk.clusters";

    private ClusterNames() {}

    /** Returns the names under {@code kafka-sdk.clusters}, sorted. */
    static Set<String> named(Environment environment) {
        return new TreeSet<>(Binder.get(environment)
                .bind(CLUSTERS, Bindable.mapOf(String.class, Object.class))
                .map(clusters -> clusters.keySet())
                .orElseGet(Set::of));
    }

    /** Returns the addresses of the main cluster that are written down, maybe none, and where they are. */
    static Servers servers(Environment environment) {
        List<String> own = list(environment, SERVERS);
        return own.isEmpty()
                ? new Servers(SPRING_KAFKA_SERVERS, list(environment, SPRING_KAFKA_SERVERS))
                : new Servers(SERVERS, own);
    }

    /** Returns where the properties of a cluster stand. */
    static String prefixOf(String alias) {
        return alias.equals(PropertiesMapping.MAIN) ? "kafka-sdk" : CLUSTERS + "." + alias;
    }

    /** Returns the name of the bean of a cluster that is not the main one. */
    static String beanOf(String alias) {
        return alias + "KafkaSdk";
    }

    private static List<String> list(Environment environment, String property) {
        return Binder.get(environment)
                .bind(property, Bindable.listOf(String.class))
                .orElseGet(List::of);
    }
}
