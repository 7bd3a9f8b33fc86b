package io.kafkasdk.spring.boot.connection;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.redpanda.RedpandaContainer;

/** Service connection of a {@link RedpandaContainer}, for {@code @ServiceConnection}. */
final class RedpandaConnectionFactory
        extends ContainerConnectionDetailsFactory<RedpandaContainer, KafkaSdkConnectionDetails> {

    RedpandaConnectionFactory() {}

    @Override
    protected KafkaSdkConnectionDetails getContainerConnectionDetails(
            ContainerConnectionSource<RedpandaContainer> source) {
        return new Broker(source);
    }

    private static final class Broker extends ContainerConnectionDetails<RedpandaContainer> implements ContainedBroker {

        private Broker(ContainerConnectionSource<RedpandaContainer> source) {
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
