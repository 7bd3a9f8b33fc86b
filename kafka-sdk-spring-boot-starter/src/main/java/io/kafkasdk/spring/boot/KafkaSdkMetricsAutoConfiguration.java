package io.kafkasdk.spring.boot;

import io.kafkasdk.metrics.MetricsOptions;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of the SDK's meters: they go to the application's {@link MeterRegistry}, as {@code kafka-sdk.metrics}
 * or the application's own {@link MetricsOptions} bean says. Without a registry nothing is metered.
 */
@AutoConfiguration(
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnBooleanProperty(name = "kafka-sdk.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "kafka-sdk.metrics.enabled", matchIfMissing = true)
@EnableConfigurationProperties(KafkaSdkProperties.class)
public final class KafkaSdkMetricsAutoConfiguration {

    KafkaSdkMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    MetricsOptions kafkaSdkMetricsOptions(KafkaSdkProperties properties) {
        KafkaSdkProperties.Metrics metrics = properties.metrics();
        return new MetricsOptions(
                metrics.granularity(), metrics.histograms(), metrics.clientMetrics(), metrics.kafkaExporterNames());
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    KafkaSdkCustomizer kafkaSdkMetersCustomizer(ObjectProvider<MeterRegistry> registry, MetricsOptions options) {
        return builder -> {
            registry.ifAvailable(builder::meterRegistry);
            builder.metrics(options);
        };
    }
}
