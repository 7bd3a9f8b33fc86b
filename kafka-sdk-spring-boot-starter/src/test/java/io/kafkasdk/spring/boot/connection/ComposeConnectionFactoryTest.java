package io.kafkasdk.spring.boot.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

/** Without Docker: the service is a stub. */
class ComposeConnectionFactoryTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apache/kafka:4.1.0",
                "apache/kafka-native:4.1.0",
                "confluentinc/cp-kafka:8.0.0",
                "redpandadata/redpanda:v25.1.1"
            })
    void aBrokerOfComposeIsReachedAtItsMappedPort(String image) throws Exception {
        assertThat(detailsOf(new Service(image, Map.of())))
                .isInstanceOfSatisfying(KafkaSdkConnectionDetails.class, found -> {
                    assertThat(found.bootstrapServers()).containsExactly("127.0.0.1:32768");
                    assertThat(found.securityProtocol()).contains(SecurityProtocol.PLAINTEXT);
                    assertThat(found.sslBundle()).isEmpty();
                });
    }

    @Test
    void anotherImageIsLeftAloneUnlessItsLabelSaysThatItIsKafka() throws Exception {
        assertThat(detailsOf(new Service("postgres:17", Map.of()))).isNull();
        assertThat(detailsOf(new Service(
                        "registry.example.com/our-kafka:1",
                        Map.of("org.springframework.boot.service-connection", "apache/kafka"))))
                .isInstanceOf(KafkaSdkConnectionDetails.class);
    }

    @Test
    void aServiceThatMapsNoPortIsNoBrokerForTheSdkAndEndsNothing() throws Exception {
        assertThat(detailsOf(new Service("apache/kafka:4.1.0", Map.of("mapped", "no"))))
                .isNull();
    }

    /** By all factories that are registered, as Boot does it. */
    private static @Nullable ConnectionDetails detailsOf(RunningService service) throws Exception {
        Constructor<DockerComposeConnectionSource> source =
                DockerComposeConnectionSource.class.getDeclaredConstructor(RunningService.class, Environment.class);
        return new ConnectionDetailsFactories(null)
                .getConnectionDetails(BeanUtils.instantiateClass(source, service, new MockEnvironment()), false)
                .get(KafkaSdkConnectionDetails.class);
    }

    private record Service(String imageName, Map<String, String> labels) implements RunningService, ConnectionPorts {

        @Override
        public String name() {
            return "kafka";
        }

        @Override
        public ImageReference image() {
            return ImageReference.of(imageName);
        }

        @Override
        public String host() {
            return "127.0.0.1";
        }

        @Override
        public ConnectionPorts ports() {
            return this;
        }

        @Override
        public Map<String, String> env() {
            return Map.of();
        }

        @Override
        public int get(int containerPort) {
            assertThat(containerPort).isEqualTo(9092);
            if (labels.containsKey("mapped")) {
                throw new IllegalStateException("No host port mapping found for container port 9092");
            }
            return 32768;
        }

        @Override
        public List<Integer> getAll() {
            return List.of(32768);
        }

        @Override
        public List<Integer> getAll(String protocol) {
            return getAll();
        }
    }
}
