package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.spring.boot.KafkaSdkAutoConfiguration;
import io.kafkasdk.spring.boot.KafkaSdks;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of health: whether this process can work with Kafka ({@code kafkaSdkReadiness}, a member of the group
 * {@code readiness}), and whether a restart would help ({@code kafkaSdkLiveness}, a member of the group {@code liveness}).
 * A group whose members the application lists itself stays as it is. Off with {@code management.health.kafkasdk.enabled}.
 */
@AutoConfiguration(
        after = {KafkaSdkAutoConfiguration.class, KafkaSdkEndpointAutoConfiguration.class},
        // The groups of the probes must be there before they get members.
        afterName =
                "org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration")
@ConditionalOnClass({HealthIndicator.class, Endpoint.class})
@ConditionalOnBooleanProperty(name = "kafka-sdk.enabled", matchIfMissing = true)
@ConditionalOnEnabledHealthIndicator("kafkasdk")
@ConditionalOnBean(KafkaSdks.class)
public final class KafkaSdkHealthAutoConfiguration {

    private static final Map<String, String> MEMBERS =
            Map.of("readiness", "kafkaSdkReadiness", "liveness", "kafkaSdkLiveness");

    KafkaSdkHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    Connections kafkaSdkConnections() {
        return new Connections();
    }

    @Bean
    @ConditionalOnMissingBean(name = "kafkaSdkReadinessHealthIndicator")
    HealthIndicator kafkaSdkReadinessHealthIndicator(KafkaSdks sdks, Connections connections) {
        return new KafkaSdkReadinessHealthIndicator(sdks, connections);
    }

    @Bean
    @ConditionalOnMissingBean(name = "kafkaSdkLivenessHealthIndicator")
    HealthIndicator kafkaSdkLivenessHealthIndicator(KafkaSdks sdks) {
        return new KafkaSdkLivenessHealthIndicator(sdks);
    }

    @Bean
    HealthEndpointGroupsPostProcessor kafkaSdkProbes(Environment environment) {
        Map<String, String> members = new TreeMap<>(MEMBERS);
        members.keySet().removeIf(group -> isDefined(environment, group));
        return groups -> new ProbeGroups(groups, members);
    }

    private static boolean isDefined(Environment environment, String group) {
        return Binder.get(environment)
                .bind("management.endpoint.health.group." + group, Bindable.mapOf(String.class, Object.class))
                .isBound();
    }
}
