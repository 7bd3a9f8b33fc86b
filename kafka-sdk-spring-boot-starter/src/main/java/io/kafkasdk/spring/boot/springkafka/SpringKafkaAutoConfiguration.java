package io.kafkasdk.spring.boot.springkafka;

import io.kafkasdk.spring.boot.KafkaSdkAutoConfiguration;
import io.kafkasdk.spring.boot.KafkaSdkProperties;
import io.kafkasdk.spring.boot.KafkaSdks;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Auto-configuration for applications with spring-kafka: the producers and consumers of its default factories, Boot's and
 * the application's own, get the safe defaults, the guard and the meters of the {@code KafkaSdk} of their cluster. Off with
 * {@code kafka-sdk.spring-kafka.enabled=false}.
 */
@AutoConfiguration(after = KafkaSdkAutoConfiguration.class)
@ConditionalOnClass(KafkaTemplate.class)
@ConditionalOnBooleanProperty(name = "kafka-sdk.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "kafka-sdk.spring-kafka.enabled", matchIfMissing = true)
@ConditionalOnBean(KafkaSdks.class)
public final class SpringKafkaAutoConfiguration {

    SpringKafkaAutoConfiguration() {}

    // Static, so that this class need not exist before all other beans; for the same reason it only gets providers.
    @Bean
    @ConditionalOnMissingBean
    static FactoryAdoption kafkaSdkFactoryAdoption(
            ObjectProvider<KafkaSdks> sdks, ObjectProvider<KafkaSdkProperties> properties, Environment environment) {
        return new FactoryAdoption(sdks, properties, environment);
    }
}
