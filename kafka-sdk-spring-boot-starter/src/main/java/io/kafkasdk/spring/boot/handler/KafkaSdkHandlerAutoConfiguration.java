package io.kafkasdk.spring.boot.handler;

import io.kafkasdk.spring.boot.KafkaSdkAutoConfiguration;
import io.kafkasdk.spring.boot.KafkaSdkProperties;
import io.kafkasdk.spring.boot.KafkaSdks;
import io.kafkasdk.spring.boot.RecordFormatsAutoConfiguration;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of consumers: one for each method annotated with {@link HandlesRecords}, found by name in the
 * {@link HandlerConsumers} bean. They, and the {@code ManagedConsumer} and {@code SharedConsumer} beans, start and stop
 * with the application.
 */
@AutoConfiguration(after = {KafkaSdkAutoConfiguration.class, RecordFormatsAutoConfiguration.class})
@ConditionalOnBooleanProperty(name = "kafka-sdk.enabled", matchIfMissing = true)
public final class KafkaSdkHandlerAutoConfiguration {

    KafkaSdkHandlerAutoConfiguration() {}

    @Bean
    HandlerConsumers kafkaSdkHandlerConsumers() {
        return new HandlerConsumers();
    }

    @Bean
    HandlerAssembly kafkaSdkHandlerAssembly(
            ConfigurableListableBeanFactory beans,
            Environment environment,
            KafkaSdkProperties properties,
            HandlerConsumers consumers) {
        return new HandlerAssembly(beans, environment, properties, consumers);
    }

    @Bean
    ConsumerLifecycle kafkaSdkConsumerLifecycle(
            ListableBeanFactory beans,
            KafkaSdks sdks,
            Environment environment,
            KafkaSdkProperties properties,
            HandlerConsumers consumers) {
        return new ConsumerLifecycle(
                beans, sdks, consumers, properties, new DrainTime(environment).within(properties.shutdownTimeout()));
    }
}
