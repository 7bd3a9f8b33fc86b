package io.kafkasdk.test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka cluster for tests and samples: brokers that can be killed, paused and cut off.
 *
 * <pre>{@code
 * try (KafkaCluster cluster = KafkaCluster.builder().brokers(3).start()) {
 *     cluster.createTopic("orders", 6, 3);
 *     Map<String, Object> config = Map.of("bootstrap.servers", cluster.bootstrapServers());
 *     ...
 *     cluster.broker(2).kill();
 * }
 * }</pre>
 *
 * <p>In a JUnit test use {@link KafkaClusterTest} instead.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 *
 * <p><b>Lifecycle</b>: running when built; {@link #close()} ends the brokers and deletes their data, and keeps their
 * logs. The brokers also end when this JVM dies, however it dies.
 *
 * <p><b>Guarantee</b>: ids, ports and data of a broker stay the same over its restarts, and no other cluster of this
 * user gets its ports meanwhile. Times are those of a real cluster; nothing is simulated.
 */
public final class KafkaCluster implements AutoCloseable {
    private final ClusterLayout layout;
    private final Path logDirectory;
    private final List<BrokerNode> nodes;
    private final List<Broker> brokers;
    private final Readiness readiness;
    private final Admin admin;
    private final @Nullable ClusterSecurity security;
    private final OpenResources resources;

    KafkaCluster(
            ClusterLayout layout,
            Path logDirectory,
            Members members,
            @Nullable ClusterSecurity security,
            OpenResources resources) {
        this.layout = layout;
        this.logDirectory = logDirectory;
        this.nodes = members.nodes();
        this.brokers = members.brokers();
        this.readiness = members.readiness();
        this.admin = members.admin();
        this.security = security;
        this.resources = resources;
    }

    /** The brokers from inside and outside, what waits for them and what asks them. */
    record Members(List<BrokerNode> nodes, List<Broker> brokers, Readiness readiness, Admin admin) {
        Members {
            nodes = List.copyOf(nodes);
            brokers = List.copyOf(brokers);
        }
    }

    /** Starts a description of a cluster: three brokers without faulty links unless told otherwise. */
    public static KafkaClusterBuilder builder() {
        return new KafkaClusterBuilder();
    }

    /** The addresses of all brokers for {@code bootstrap.servers}: those of the faulty links when there are some. */
    public String bootstrapServers() {
        return layout.bootstrapServers();
    }

    /**
     * The addresses of one secured listener of all brokers. No faulty link is in front of them.
     *
     * @throws IllegalStateException when the cluster was built without security
     */
    public String bootstrapServers(SecureListener listener) {
        security();
        return layout.bootstrapServers(listener);
    }

    /**
     * The certificates, users, access rules and quotas of a secured cluster.
     *
     * @throws IllegalStateException when the cluster was built without security
     */
    public ClusterSecurity security() {
        if (security == null) {
            throw new IllegalStateException("This cluster has plain listeners only; build it with withSecurity() or "
                    + "@KafkaClusterTest(secured = true)");
        }
        return security;
    }

    /** One admin client for all, which no faulty link is in front of and which may do everything. Closed with the cluster; do not close it. */
    public Admin admin() {
        return admin;
    }

    /** All brokers in the order of their ids, running or not. */
    public List<Broker> brokers() {
        return brokers;
    }

    /**
     * One broker.
     *
     * @param id from 1 to the number of brokers
     * @throws IllegalArgumentException when there is no such broker
     */
    public Broker broker(int id) {
        if (id < 1 || id > brokers.size()) {
            throw new IllegalArgumentException("There is no broker " + id + "; ids go from 1 to " + brokers.size());
        }
        return brokers.get(id - 1);
    }

    /** Creates a topic with the cluster's default configuration; see {@link #createTopic(String, int, int, Map)}. */
    public void createTopic(String name, int partitions, int replicationFactor) {
        createTopic(name, partitions, replicationFactor, Map.of());
    }

    /**
     * Creates a topic and blocks until every running broker knows it with leaders and all running replicas in sync,
     * usually some 100 ms, at most 90 s.
     *
     * @param configs topic configuration such as {@code min.insync.replicas}
     * @throws KafkaClusterException when Kafka refuses it, with Kafka's exception as the cause, or it is not ready in time
     */
    public void createTopic(String name, int partitions, int replicationFactor, Map<String, String> configs) {
        create(new NewTopic(name, Optional.of(partitions), Optional.of((short) replicationFactor)).configs(configs));
    }

    /**
     * Creates a topic whose replicas are where the test wants them; waits as the other overload does.
     *
     * @param replicaAssignments for each partition from 0 the broker ids, the preferred leader first
     */
    public void createTopic(String name, Map<Integer, List<Integer>> replicaAssignments, Map<String, String> configs) {
        create(new NewTopic(name, replicaAssignments).configs(configs));
    }

    /**
     * Deletes a topic and blocks until no running broker knows it any more, so that nothing is acknowledged on it from then
     * on; usually some 100 ms, at most 90 s.
     *
     * @throws KafkaClusterException when Kafka refuses it, with Kafka's exception as the cause, or a broker still knows it
     */
    public void deleteTopic(String name) {
        new TopicDeletion(admin, readiness).delete(name);
    }

    /**
     * Blocks until the cluster is whole: every broker runs and sees all others, and each partition of each topic, internal
     * ones included, has a leader and all its replicas in sync.
     *
     * @throws KafkaClusterException when it is not whole in time, with what is missing
     */
    public void awaitWhole(Duration limit) {
        new Wholeness(admin, readiness, nodes).await(limit);
    }

    /**
     * Starts all brokers that are down, together: the way out of an outage of the quorum. Blocks as
     * {@link Broker#start()} does; paused brokers stay paused.
     *
     * @throws KafkaClusterException when a broker ends or is not ready in time
     */
    public void startAll() {
        List<BrokerNode> launched = new ArrayList<>();
        for (BrokerNode node : nodes) {
            synchronized (node) {
                if (!node.runtime().isAlive()) {
                    node.launch();
                    launched.add(node);
                }
            }
        }
        readiness.awaitRegistered(launched, Broker.START_LIMIT);
    }

    /**
     * Ends all faults: heals the links, resumes paused brokers and starts those that are down. Blocks as
     * {@link Broker#start()} does; made for the end of a test that breaks things.
     *
     * @throws KafkaClusterException when a broker ends or is not ready in time
     */
    public void restore() {
        brokers.forEach(Broker::healLink);
        for (BrokerNode node : nodes) {
            synchronized (node) {
                if (node.isPaused()) {
                    node.resume();
                }
            }
        }
        startAll();
    }

    /** The directory that keeps one log per broker, {@code broker-<id>.log}, also after the cluster is closed. */
    public Path logDirectory() {
        return logDirectory;
    }

    /** Ends all brokers by SIGKILL, deletes their data, frees their ports. Takes well below a second; a process
     * that outlives its signal is waited for 10 s. */
    @Override
    public void close() {
        nodes.forEach(BrokerNode::retire);
        resources.close();
    }

    private void create(NewTopic topic) {
        new TopicCreation(admin, readiness).create(topic);
    }
}
