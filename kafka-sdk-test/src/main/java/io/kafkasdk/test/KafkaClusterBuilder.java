package io.kafkasdk.test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    private final Map<Integer, List<String>> jvmOptions = new TreeMap<>();
    private int brokers = 3;
    private boolean faultyLinks;
    private SecuritySpec security = SecuritySpec.NONE;
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

    /**
     * Starts one broker's JVM with one more option, each time it is started; for agents such as the JMX exporter, which
     * need a port of their own on each broker. Needs {@link Backend#PROCESS}. {@link #start()} refuses an id that the
     * cluster does not have.
     *
     * @param id from 1 to the number of brokers
     * @param option one word of the command line, such as {@code -javaagent:/path/agent.jar=9404:/path/config.yml}
     * @throws IllegalArgumentException when the option does not begin with a hyphen
     */
    public KafkaClusterBuilder brokerJvmOption(int id, String option) {
        if (!option.startsWith("-")) {
            throw new IllegalArgumentException("A JVM option begins with '-', unlike '" + option + "'");
        }
        jvmOptions.computeIfAbsent(id, broker -> new ArrayList<>()).add(option);
        return this;
    }

    /** Puts a {@link FaultyLink} between the clients and each broker; replication and {@code admin()} do not pass it. */
    public KafkaClusterBuilder withFaultyLinks() {
        faultyLinks = true;
        return this;
    }

    /**
     * Gives each broker listeners with TLS and SASL, besides its plain one, and an authorizer; see
     * {@link KafkaCluster#security()}. Adds 2 to 4 s to the first start of a JVM. Needs {@link Backend#PROCESS}.
     */
    public KafkaClusterBuilder withSecurity() {
        security = security.secured();
        return this;
    }

    /**
     * Declares a user who can log in with PLAIN and SCRAM from the start, which makes the cluster secured. May do nothing
     * yet; see {@link ClusterSecurity#allow}. Kafka keeps the users of PLAIN in the broker's own configuration, so that
     * later users, of {@link ClusterSecurity#createUser}, have SCRAM only.
     *
     * @param name 1 to 64 of the characters A-Z, a-z, 0-9, '.', '_' and '-', a letter or digit first
     * @param password not empty, without control characters; not logged, but kept in the cluster's directory until it is
     *     closed: use one made for tests
     */
    public KafkaClusterBuilder user(String name, String password) {
        security = security.with(name, password);
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
        ClusterSpec spec = new ClusterSpec(brokers, faultyLinks, backend, security, properties, jvmOptions);
        return new ClusterStart(spec, progress).start();
    }
}
