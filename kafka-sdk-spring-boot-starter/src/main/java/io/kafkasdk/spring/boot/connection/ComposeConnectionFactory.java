package io.kafkasdk.spring.boot.connection;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;

/**
 * Service connection of a Kafka broker of Docker Compose, by the name of its image; a label
 * {@code org.springframework.boot.service-connection} names it for other images.
 */
final class ComposeConnectionFactory extends DockerComposeConnectionDetailsFactory<KafkaSdkConnectionDetails> {

    private static final Logger LOG = LoggerFactory.getLogger(ComposeConnectionFactory.class);
    private static final int PORT = 9092;
    private static final String[] IMAGES = {
        "apache/kafka", "apache/kafka-native", "confluentinc/cp-kafka", "redpandadata/redpanda"
    };

    ComposeConnectionFactory() {
        super(IMAGES);
    }

    /** Returns null where nobody outside can reach the broker: it may be one of several, of which another is mapped. */
    @Override
    protected @Nullable KafkaSdkConnectionDetails getDockerComposeConnectionDetails(
            DockerComposeConnectionSource source) {
        RunningService service = source.getRunningService();
        Integer port = mappedPort(service);
        return port == null ? null : new Broker(service, port);
    }

    private static @Nullable Integer mappedPort(RunningService service) {
        try {
            return service.ports().get(PORT);
        } catch (IllegalStateException unmapped) {
            LOG.warn(
                    "Docker Compose service '{}' maps no port of the host to its port {}, so the Kafka SDK does not look"
                            + " for brokers there: map it, as in ports: [\"{}:{}\"], or name the brokers in"
                            + " kafka-sdk.bootstrap-servers",
                    service.name(),
                    PORT,
                    PORT,
                    PORT);
            return null;
        }
    }

    /** At the port of the host that is mapped to the container's port 9092. */
    private static final class Broker extends DockerComposeConnectionDetails implements ContainedBroker {

        private final String address;
        private final @Nullable SslBundle certificates;

        private Broker(RunningService service, int port) {
            super(service);
            this.address = service.host() + ":" + port;
            this.certificates = getSslBundle(service);
        }

        @Override
        public List<String> bootstrapServers() {
            return List.of(address);
        }

        @Override
        public @Nullable SslBundle certificates() {
            return certificates;
        }
    }
}
