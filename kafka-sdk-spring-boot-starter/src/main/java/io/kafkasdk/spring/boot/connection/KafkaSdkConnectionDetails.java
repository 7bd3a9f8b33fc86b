package io.kafkasdk.spring.boot.connection;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where the application's main cluster is, when something else than the properties knows it: a container, Docker Compose, a
 * platform's binding. A bean of this type wins over {@code kafka-sdk.bootstrap-servers} and
 * {@code spring.kafka.bootstrap-servers}, as everywhere in Spring Boot.
 *
 * <p>Made from a {@code @ServiceConnection} of a Kafka container, from Docker Compose, or from a
 * {@code KafkaConnectionDetails} bean of spring-boot-kafka; or make your own:
 *
 * <pre>{@code
 * @Bean
 * KafkaSdkConnectionDetails kafka(Binding binding) {
 *     return () -> binding.brokers();
 * }
 * }</pre>
 *
 * <p><b>Threads:</b> asked once, while the context starts.
 */
@FunctionalInterface
public interface KafkaSdkConnectionDetails extends ConnectionDetails {

    /** Returns some brokers as {@code host:port}, at least one. */
    List<String> bootstrapServers();

    /**
     * Returns how brokers are reached; it wins over {@code kafka-sdk.security.protocol}, and certificates and passwords of
     * the properties that it has no use for are left out. Empty, the default: {@code kafka-sdk.security} says it all.
     */
    default Optional<SecurityProtocol> securityProtocol() {
        return Optional.empty();
    }

    /**
     * Returns whether {@code spring.kafka.*} says how these brokers are reached, where neither this nor any
     * {@code kafka-sdk.security} does. False by default: its passwords are not for any broker.
     */
    default boolean withSecurityOfSpringKafka() {
        return false;
    }

    /** Returns the certificates; they win over those of {@code kafka-sdk.security}. Empty by default. */
    default Optional<SslBundle> sslBundle() {
        return Optional.empty();
    }
}
