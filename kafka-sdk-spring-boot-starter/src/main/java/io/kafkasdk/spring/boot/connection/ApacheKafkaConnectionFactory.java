package io.kafkasdk.spring.boot.connection;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.kafka.KafkaContainer;

/** Service connection of a {@link KafkaContainer}, for {@code @ServiceConnection}. */
final class ApacheKafkaConnectionFactory
        extends ContainerConnectionDetailsFactory<KafkaContainer, KafkaSdkConnectionDetails> {

    ApacheKafkaConnectionFactory() {}

    @Override
    protected KafkaSdkConnectionDetails getContainerConnectionDetails(
            ContainerConnectionSource<KafkaContainer> source) {
        return new Broker(source);
    }

    private static final class Broker extends ContainerConnectionDetails<KafkaContainer> implements ContainedBroker {

        private Broker(ContainerConnectionSource<KafkaContainer> source) {
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
