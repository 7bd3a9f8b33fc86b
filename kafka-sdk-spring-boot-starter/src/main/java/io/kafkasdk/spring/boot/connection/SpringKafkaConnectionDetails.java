package io.kafkasdk.spring.boot.connection;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.StringUtils;

/** What was made for spring-kafka, for the SDK. */
record SpringKafkaConnectionDetails(KafkaConnectionDetails details) implements KafkaSdkConnectionDetails {

    @Override
    public List<String> bootstrapServers() {
        return details.getBootstrapServers();
    }

    @Override
    public Optional<SecurityProtocol> securityProtocol() {
        return Optional.ofNullable(details.getSecurityProtocol())
                .filter(StringUtils::hasText)
                .map(name -> SecurityProtocol.forName(name.toUpperCase(Locale.ROOT)));
    }

    /** As spring-kafka's own clients: what a connection does not say, its properties do. */
    @Override
    public boolean withSecurityOfSpringKafka() {
        return true;
    }

    @Override
    public Optional<SslBundle> sslBundle() {
        return Optional.ofNullable(details.getSslBundle());
    }
}
