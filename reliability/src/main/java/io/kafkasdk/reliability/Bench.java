package io.kafkasdk.reliability;

import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.SecureListener;
import io.kafkasdk.test.nemesis.FaultTimes;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.common.acl.AclOperation;

/**
 * The brokers of a run, with its topics, and the user whose rights are taken away.
 *
 * <p><b>Lifecycle</b>: running when made; close it.
 */
record Bench(KafkaCluster cluster, Topology topology) implements AutoCloseable {

    /** Writes to the guarded topic. */
    static final String USER = "guarded-writer";
    /** Looked for in every error text: it may be in none. */
    static final String PASSWORD = "reliability-canary-2f1d";
    /** The user of all clients that do not log in. */
    static final String ANONYMOUS = "ANONYMOUS";

    private static final Duration USUAL_MEMBER_SESSION = Duration.ofSeconds(45);
    private static final int MAIN_PARTITIONS = 12;
    private static final int PLAIN_PARTITIONS = 6;
    private static final int OTHER_PARTITIONS = 3;
    private static final int REPLICAS = 3;

    /** Starts three brokers whose sessions are those of the times, and makes the topics; blocks for about half a minute. */
    static Bench start(Topology topology, FaultTimes times, Consumer<String> progress) {
        String memberSession = Long.toString(times.memberSession().toMillis());
        var builder = KafkaCluster.builder()
                .brokers(3)
                .withFaultyLinks()
                .user(USER, PASSWORD)
                .onProgress(progress)
                .brokerProperty(
                        "broker.session.timeout.ms",
                        Long.toString(times.brokerSession().toMillis()));
        if (isShortened(times)) {
            builder.brokerProperty("broker.heartbeat.interval.ms", "1000")
                    .brokerProperty("group.consumer.min.session.timeout.ms", memberSession)
                    .brokerProperty("group.consumer.session.timeout.ms", memberSession)
                    .brokerProperty("group.consumer.min.heartbeat.interval.ms", "1000")
                    .brokerProperty("group.consumer.heartbeat.interval.ms", "1000");
        }
        KafkaCluster cluster = builder.start();
        try {
            Bench bench = new Bench(cluster, topology);
            bench.prepare();
            return bench;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Tells whether members keep their partitions for another time than by default. */
    static boolean isShortened(FaultTimes times) {
        return !times.memberSession().equals(USUAL_MEMBER_SESSION);
    }

    private void prepare() {
        cluster.createTopic(Topology.MAIN, MAIN_PARTITIONS, REPLICAS);
        cluster.createTopic(Topology.PLAIN, PLAIN_PARTITIONS, REPLICAS);
        cluster.createTopic(Topology.GUARDED, OTHER_PARTITIONS, REPLICAS);
        cluster.createTopic(Topology.CHANGING, OTHER_PARTITIONS, REPLICAS);
        cluster.createTopic(Topology.RETENTION, OTHER_PARTITIONS, REPLICAS);
        topology.deadLetterTopics().forEach(topic -> cluster.createTopic(topic, OTHER_PARTITIONS, REPLICAS));
        cluster.security().allow(USER, Topology.GUARDED, AclOperation.WRITE);
    }

    String bootstrap() {
        return cluster.bootstrapServers();
    }

    String guardedBootstrap() {
        return cluster.bootstrapServers(SecureListener.SASL_PLAINTEXT);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
