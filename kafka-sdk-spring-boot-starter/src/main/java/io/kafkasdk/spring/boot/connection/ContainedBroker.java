package io.kafkasdk.spring.boot.connection;

import java.util.Optional;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/** A broker in a container, which has no users, and TLS only where somebody says with which certificates. */
interface ContainedBroker extends KafkaSdkConnectionDetails {

    /** Returns the certificates, or null without TLS. */
    @Nullable
    SslBundle certificates();

    @Override
    default Optional<SecurityProtocol> securityProtocol() {
        return Optional.of(certificates() == null ? SecurityProtocol.PLAINTEXT : SecurityProtocol.SSL);
    }

    @Override
    default Optional<SslBundle> sslBundle() {
        return Optional.ofNullable(certificates());
    }

    /** Returns the address without the protocol that some containers put in front. */
    static String hostAndPort(String address) {
        return address.replaceFirst("^[A-Z_]+://", "");
    }
}
