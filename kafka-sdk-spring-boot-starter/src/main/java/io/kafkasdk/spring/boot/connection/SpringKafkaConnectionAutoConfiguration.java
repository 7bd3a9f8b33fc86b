package io.kafkasdk.spring.boot.connection;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of {@link KafkaSdkConnectionDetails} from a {@link KafkaConnectionDetails} bean that a service connection
 * or the application made.
 *
 * <p>It comes before Boot's own for spring-kafka, which adds a bean of that type to every application, with
 * {@code localhost:9092} where nothing is set: that one must not pass for a service connection.
 */
@AutoConfiguration(before = KafkaAutoConfiguration.class)
@ConditionalOnClass(KafkaConnectionDetails.class)
@ConditionalOnBooleanProperty(name = "kafka-sdk.enabled", matchIfMissing = true)
public final class SpringKafkaConnectionAutoConfiguration {

    SpringKafkaConnectionAutoConfiguration() {}

    @Bean
    @ConditionalOnBean(KafkaConnectionDetails.class)
    @ConditionalOnMissingBean(KafkaSdkConnectionDetails.class)
    KafkaSdkConnectionDetails kafkaSdkConnectionDetailsOfSpringKafka(KafkaConnectionDetails details) {
        return new SpringKafkaConnectionDetails(details);
    }
}
