package io.kafkasdk.test;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Describes a {@link KafkaCluster} and starts it.
 *
 * <p><b>Threads</b>: for one thread.
 */
public final class KafkaClusterBuilder {
    static final Consumer<String> LOG_PROGRESS = LoggerFactory.getLogger(KafkaCluster.class)::info;

    private final Map<String, String> properties = new HashMap<>();
    private int brokers = 3;
    private boolean faultyLinks;
    private Backend backend = Backend.configured();
    private Consumer<String> progress = LOG_PROGRESS;

    KafkaClusterBuilder() {}

    /** How many brokers, 1 to 9; each is a JVM of about 200 MB. Default 3. */
    public KafkaClusterBuilder brokers(int count) {
        brokers = count;
        return this;
    }

    /**
     * Sets a property on every broker, over the kit's own default. Ids, listeners and directories are refused by
     * {@link #start()}, because the cluster sets them itself.
     */
    public KafkaClusterBuilder brokerProperty(String name, String value) {
        properties.put(name, value);
        return this;
    }

    /** Puts a {@link FaultyLink} between the clients and each broker; replication and {@code admin()} do not pass it. */
    public KafkaClusterBuilder withFaultyLinks() {
        faultyLinks = true;
        return this;
    }

    /** Where the brokers run. Default: system property {@value Backend#PROPERTY}, else {@link Backend#PROCESS}. */
    public KafkaClusterBuilder backend(Backend backend) {
        this.backend = backend;
        return this;
    }

    /** Told in short lines what a start is busy with, such as the first download. Default: the log, at INFO. */
    public KafkaClusterBuilder onProgress(Consumer<String> listener) {
        progress = listener;
        return this;
    }

    /**
     * Starts the cluster and blocks until all brokers are registered and know each other: 3 to 20 s for three brokers on
     * two cores, at most 90 s for each of up to three attempts where ports turn out to be taken, and the time to download 45 MB of broker jars the first time on a machine.
     *
     * @throws IllegalArgumentException when the description cannot be met
     * @throws KafkaClusterException when a broker ends or is not ready in time, with the end of its log
     */
    public KafkaCluster start() {
        return new ClusterStart(new ClusterSpec(brokers, faultyLinks, backend, properties), progress).start();
    }
}
