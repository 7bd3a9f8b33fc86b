package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.spring.boot.KafkaSdkAutoConfiguration;
import io.kafkasdk.spring.boot.KafkaSdkProperties;
import io.kafkasdk.spring.boot.KafkaSdks;
import java.time.Clock;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Auto-configuration of what operators see: the view of all that the SDK does ({@link KafkaSdkViews}), the endpoint
 * {@code kafkasdk} where it is exposed, and the rule that no endpoint shows a secret of Kafka's.
 */
@AutoConfiguration(after = KafkaSdkAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBooleanProperty(name = "kafka-sdk.enabled", matchIfMissing = true)
@ConditionalOnBean(KafkaSdks.class)
@ImportRuntimeHints(EndpointHints.class)
public final class KafkaSdkEndpointAutoConfiguration {

    KafkaSdkEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    Connections kafkaSdkConnections() {
        return new Connections();
    }

    @Bean
    RecentDeadLetters kafkaSdkRecentDeadLetters() {
        return new RecentDeadLetters(Clock.systemUTC());
    }

    @Bean
    Replays kafkaSdkReplays() {
        return new Replays(replay -> Daemon.run("kafka-sdk-replay-endpoint", replay), Clock.systemUTC());
    }

    @Bean
    KafkaSdkViews kafkaSdkViews(
            KafkaSdks sdks,
            KafkaSdkProperties properties,
            Connections connections,
            RecentDeadLetters deadLetters,
            Replays replays) {
        return new KafkaSdkViews(sdks, properties, connections, deadLetters, replays);
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    KafkaSdkEndpoint kafkaSdkEndpoint(
            KafkaSdkViews views, KafkaSdks sdks, KafkaSdkProperties properties, Replays replays) {
        return new KafkaSdkEndpoint(views, sdks, properties, replays);
    }

    @Bean
    @ConditionalOnMissingBean(name = "kafkaSdkSanitizingFunction")
    SanitizingFunction kafkaSdkSanitizingFunction(ConfigurableEnvironment environment) {
        return new KafkaSecrets(environment);
    }
}
