package io.kafkasdk.spring.boot;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of one {@link io.kafkasdk.producer.GuardedProducer} bean for each of {@code kafka-sdk.producers}. It
 * is injected by {@code @Qualifier} with its name, or by its generic type where that is enough:
 *
 * <pre>{@code
 * OrderEvents(@Qualifier("orders") GuardedProducer<String, Order> orders) { ... }
 * }</pre>
 *
 * <p>The bean of {@code kafka-sdk.producers.order-events} is {@code orderEventsProducer}; a GuardedProducer bean of the
 * application that has this name takes its place. The SDK closes the producers, after every bean that uses them.
 */
@AutoConfiguration(after = {KafkaSdkAutoConfiguration.class, RecordFormatsAutoConfiguration.class})
@ConditionalOnBooleanProperty(name = "kafka-sdk.enabled", matchIfMissing = true)
@Import(ProducersRegistrar.class)
public final class ProducersAutoConfiguration {

    ProducersAutoConfiguration() {}

    @Bean(ProducersRegistrar.FACTORY)
    NamedProducers kafkaSdkProducers(
            KafkaSdkProperties properties,
            KafkaSdks sdks,
            RecordFormats formats,
            ConfigurableListableBeanFactory beans) {
        return new NamedProducers(properties.producers(), sdks, formats, beans);
    }

    @Bean
    ProducersPreflight kafkaSdkProducersPreflight(NamedProducers producers, KafkaSdkProperties properties) {
        return new ProducersPreflight(producers, properties);
    }
}
