package io.kafkasdk.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Runs brokers as containers of a Docker engine, by Testcontainers.
 *
 * <p>They are in the host's network, so that ports, listeners and faulty links are the same as for processes; on Docker
 * Desktop this needs its host networking to be switched on. Only this class and {@link BrokerContainer} touch
 * Testcontainers, which users of processes need not have.
 */
final class ContainerBackend implements BrokerHost {
    static final String IMAGE_PROPERTY = "kafka.sdk.test.image";

    private static final String IMAGE = "apache/kafka:4.4.0";
    private static final String DATA = "/tmp/kafka-sdk-data";

    private final ClusterDirectory directory;
    private final String clusterId;
    private final List<BrokerContainer> containers = new ArrayList<>();

    ContainerBackend(ClusterDirectory directory, String clusterId) {
        this.directory = directory;
        this.clusterId = clusterId;
    }

    /** Whether Testcontainers is on the class path and a Docker engine answers; blocks for seconds the first time. */
    static boolean isAvailable() {
        return isOnClassPath() && DockerClientFactory.instance().isDockerAvailable();
    }

    static boolean isOnClassPath() {
        try {
            Class.forName("org.testcontainers.containers.GenericContainer");
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Override
    public BrokerRuntime place(int id, Map<String, String> properties) {
        GenericContainer<?> container = new GenericContainer<>(
                        DockerImageName.parse(System.getProperty(IMAGE_PROPERTY, IMAGE)))
                .withNetworkMode("host")
                .withEnv("CLUSTER_ID", clusterId)
                .withEnv("KAFKA_HEAP_OPTS", "-Xmx320m")
                .withEnv("KAFKA_LOG_DIRS", DATA);
        properties.forEach((name, value) -> container.withEnv(variable(name), value));
        BrokerContainer broker = new BrokerContainer(container, directory.log(id));
        containers.add(broker);
        return broker;
    }

    @Override
    public void close() {
        try (OpenResources each = new OpenResources()) {
            containers.forEach(container -> each.add(container::remove));
        }
    }

    /** The image's own rule for turning a property into an environment variable. */
    static String variable(String property) {
        return "KAFKA_"
                + property.replace("_", "__")
                        .replace("-", "___")
                        .replace('.', '_')
                        .toUpperCase(Locale.ROOT);
    }
}
