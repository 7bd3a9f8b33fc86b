package io.kafkasdk.test;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/** Waits until nothing of what was broken is left: every broker runs, every replica is in sync. */
final class Wholeness {
    private static final int ANSWER_LIMIT_S = 5;

    private final Admin admin;
    private final Readiness readiness;
    private final List<BrokerNode> nodes;

    Wholeness(Admin admin, Readiness readiness, List<BrokerNode> nodes) {
        this.admin = admin;
        this.readiness = readiness;
        this.nodes = nodes;
    }

    void await(Duration limit) {
        long start = System.nanoTime();
        nodes.stream().filter(node -> !node.isRunning()).findFirst().ifPresent(node -> {
            throw new KafkaClusterException("The cluster cannot be whole: broker " + node.id()
                    + " is down or paused and nobody is starting it; KafkaCluster.restore() does. Its log: "
                    + node.log());
        });
        readiness.awaitRegistered(nodes, limit);
        Readiness.await(limit.minusNanos(System.nanoTime() - start), this::behind);
    }

    /** The partitions that are not whole, at most some for a message; or why nobody says. */
    private List<String> behind() {
        try {
            Collection<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get(ANSWER_LIMIT_S, TimeUnit.SECONDS);
            return admin.describeTopics(topics).allTopicNames().get(ANSWER_LIMIT_S, TimeUnit.SECONDS).values().stream()
                    .flatMap(Wholeness::behind)
                    .limit(10)
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaClusterException("Interrupted while the cluster was not known to be whole", e);
        } catch (ExecutionException e) {
            return unknown(e.getCause());
        } catch (TimeoutException e) {
            return unknown(e);
        }
    }

    private static List<String> unknown(@Nullable Throwable why) {
        return List.of("the state of the topics is not known: " + why);
    }

    /** The partitions of a topic that are not whole, for a message. */
    static Stream<String> behind(TopicDescription topic) {
        return topic.partitions().stream()
                .filter(partition -> !isWhole(partition))
                .map(partition -> "partition " + topic.name() + "-" + partition.partition() + " has leader "
                        + id(partition.leader()) + " and in sync "
                        + partition.isr().stream().map(Node::idString).toList() + " of "
                        + partition.replicas().stream().map(Node::idString).toList());
    }

    /** A broker that is not there is described as a node without an address, and the leader may be that or null. */
    private static boolean isWhole(TopicPartitionInfo partition) {
        Node leader = partition.leader();
        return leader != null
                && !leader.isEmpty()
                && partition.isr().size() == partition.replicas().size();
    }

    private static String id(@Nullable Node leader) {
        return leader == null ? "none" : leader.idString();
    }
}
