package io.kafkasdk.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Waits until every running broker knows what it should. */
final class Readiness {
    private static final Duration POLL = Duration.ofMillis(50);

    private final List<BrokerNode> nodes;

    Readiness(List<BrokerNode> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    List<BrokerNode> running() {
        return nodes.stream().filter(BrokerNode::isRunning).toList();
    }

    /** Returns when the given brokers, which were just launched, and all running ones see each other unfenced. */
    void awaitRegistered(Collection<BrokerNode> launched, Duration limit) {
        await(limit, () -> {
            launched.stream().filter(node -> !node.isRunning()).findFirst().ifPresent(Readiness::failDead);
            List<BrokerNode> running = running();
            Set<Integer> ids = running.stream().map(BrokerNode::id).collect(Collectors.toSet());
            List<String> missing = new ArrayList<>();
            for (BrokerNode node : running) {
                Optional<BrokerView> view = BrokerView.ofBrokers(node.ports().client());
                if (view.isEmpty()) {
                    missing.add("broker " + node.id() + " does not answer (" + node.log() + ")");
                } else if (!view.get().brokers().containsAll(ids)) {
                    missing.add(
                            "broker " + node.id() + " sees only " + view.get().brokers());
                }
            }
            return missing;
        });
    }

    /** Returns when every running broker knows all partitions of the topic, led and with all running replicas in sync. */
    void awaitTopic(String topic, int partitions, Duration limit) {
        await(limit, () -> {
            List<BrokerNode> running = running();
            Set<Integer> ids = running.stream().map(BrokerNode::id).collect(Collectors.toSet());
            List<String> missing = new ArrayList<>();
            for (BrokerNode node : running) {
                Optional<BrokerView> view = BrokerView.ofTopic(node.ports().client(), topic);
                long complete = view.map(known -> known.partitions().values().stream()
                                .filter(partition -> isComplete(partition, ids))
                                .count())
                        .orElse(0L);
                if (complete < partitions) {
                    missing.add("broker " + node.id() + " knows " + complete + " of " + partitions
                            + " partitions of topic " + topic + " led and in sync");
                }
            }
            return missing;
        });
    }

    /** Whether any running broker knows the topic already. */
    boolean isTopicKnown(String topic) {
        return running().stream()
                .flatMap(node -> BrokerView.ofTopic(node.ports().client(), topic).stream())
                .anyMatch(view -> !view.partitions().isEmpty());
    }

    private static boolean isComplete(BrokerView.PartitionView partition, Set<Integer> running) {
        return partition.leader() >= 0
                && partition.replicas().stream().filter(running::contains).allMatch(partition.inSync()::contains);
    }

    /** Asks every 50 ms until nothing is missing. */
    static void await(Duration limit, Supplier<List<String>> stillMissing) {
        long start = System.nanoTime();
        List<String> missing = stillMissing.get();
        while (!missing.isEmpty()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new KafkaClusterException(
                        "After " + limit.toSeconds() + " s still " + String.join("; ", missing));
            }
            try {
                Thread.sleep(POLL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaClusterException("Interrupted while " + String.join("; ", missing), e);
            }
            missing = stillMissing.get();
        }
    }

    private static void failDead(BrokerNode node) {
        throw new KafkaClusterException("Broker " + node.id() + " ended while it started. The end of its log "
                + node.log() + ":\n" + LogTail.of(node.log(), 30));
    }
}
