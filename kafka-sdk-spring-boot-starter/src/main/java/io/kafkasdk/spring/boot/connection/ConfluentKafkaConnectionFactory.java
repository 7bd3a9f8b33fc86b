package io.kafkasdk.spring.boot.connection;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.kafka.ConfluentKafkaContainer;

/** Service connection of a {@link ConfluentKafkaContainer}, for {@code @ServiceConnection}. */
final class ConfluentKafkaConnectionFactory
        extends ContainerConnectionDetailsFactory<ConfluentKafkaContainer, KafkaSdkConnectionDetails> {

    ConfluentKafkaConnectionFactory() {}

    @Override
    protected KafkaSdkConnectionDetails getContainerConnectionDetails(
            ContainerConnectionSource<ConfluentKafkaContainer> source) {
        return new Broker(source);
    }

    private static final class Broker extends ContainerConnectionDetails<ConfluentKafkaContainer>
            implements ContainedBroker {

        private Broker(ContainerConnectionSource<ConfluentKafkaContainer> source) {
            super(source);
        }

        @Override
        public List<String> bootstrapServers() {
            return List.of(ContainedBroker.hostAndPort(getContainer().getBootstrapServers()));
        }

        @Override
        public @Nullable SslBundle certificates() {
            return getSslBundle();
        }
    }
}
