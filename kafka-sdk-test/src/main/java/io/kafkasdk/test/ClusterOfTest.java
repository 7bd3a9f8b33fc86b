package io.kafkasdk.test;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For JUnit extensions that work with the cluster of a test.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
public final class ClusterOfTest {

    private ClusterOfTest() {}

    /**
     * Returns the cluster of the class around the test that carries {@link KafkaClusterTest}; empty when none does. Starts
     * it when it is the first use, and blocks until it is there.
     */
    public static Optional<KafkaCluster> find(ExtensionContext context) {
        return KafkaClusterExtension.find(context);
    }
}
