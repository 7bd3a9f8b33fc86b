package io.kafkasdk.spring.boot;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.KafkaSdkBuilder;
import io.kafkasdk.acks.VerdictListener;
import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.producer.SendListener;
import io.kafkasdk.settings.InvalidSettingsException;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the Kafka SDK: one {@link KafkaSdk} bean from {@link KafkaSdkProperties}, unless the application
 * has its own, with the meter registry and the listeners that are beans. {@code ManagedConsumer} beans start and stop
 * with the application.
 */
@AutoConfiguration(
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnBooleanProperty(name = "kafka-sdk.enabled", matchIfMissing = true)
@EnableConfigurationProperties(KafkaSdkProperties.class)
public final class KafkaSdkAutoConfiguration {

    KafkaSdkAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(KafkaSdk.class)
    KafkaSdkFactory kafkaSdk(
            KafkaSdkProperties properties, Environment environment, ObjectProvider<KafkaSdkCustomizer> customizers) {
        PropertiesMapping mapping = new PropertiesMapping(properties, environment);
        PropertiesMapping.Mapped mapped = mapping.map();
        KafkaSdkBuilder builder = KafkaSdk.builder()
                .application(mapped.application())
                .cluster(mapped.cluster())
                .profile(properties.profile())
                .acksRules(mapped.acksRules());
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        try {
            return new KafkaSdkFactory(builder.build(), properties.shutdownTimeout());
        } catch (InvalidSettingsException refused) {
            throw mapping.inPropertyNames(refused);
        }
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    KafkaSdkCustomizer kafkaSdkMetersCustomizer(ObjectProvider<MeterRegistry> registry) {
        return builder -> registry.ifAvailable(builder::meterRegistry);
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    KafkaSdkCustomizer kafkaSdkListenersCustomizer(
            ObjectProvider<SendListener> sends,
            ObjectProvider<ConsumerListener> consumers,
            ObjectProvider<VerdictListener> verdicts) {
        return builder -> {
            sends.orderedStream().forEach(builder::sendListener);
            consumers.orderedStream().forEach(builder::consumerListener);
            verdicts.orderedStream().forEach(builder::verdictListener);
        };
    }

    @Bean
    ConsumerLifecycle kafkaSdkConsumerLifecycle(ListableBeanFactory beans, KafkaSdkProperties properties) {
        return new ConsumerLifecycle(beans, properties);
    }
}
