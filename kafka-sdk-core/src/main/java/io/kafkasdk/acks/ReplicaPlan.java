package io.kafkasdk.acks;

import io.kafkasdk.acks.Reassignment.Move;
import io.kafkasdk.cluster.ClusterSnapshot.Broker;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicFacts.PartitionFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds brokers for the replicas that the partitions of a topic lack: in racks that the partition does not use yet, as
 * far as there are any, and spread evenly. For one thread, for one plan.
 */
final class ReplicaPlan {

    private final List<Broker> brokers;
    private final Map<Integer, String> racks = new HashMap<>();
    private final Map<Integer, Integer> held = new HashMap<>();
    private final Map<Integer, Integer> given = new HashMap<>();

    /** The brokers in the order in which equally good ones are taken. */
    private ReplicaPlan(List<Broker> brokers) {
        this.brokers = brokers;
    }

    /**
     * Plans for every partition with fewer replicas than that.
     *
     * @return the partitions that change, by number; empty when there are too few brokers
     */
    static Optional<List<Move>> of(TopicFacts facts, List<Broker> live, int replicas) {
        boolean enough =
                facts.partitions().stream().allMatch(p -> p.replicas().size() + others(live, p.replicas()) >= replicas);
        return enough
                ? Optional.of(new ReplicaPlan(inTurn(facts.name(), live)).plan(facts, replicas))
                : Optional.empty();
    }

    private static long others(List<Broker> live, List<Integer> replicas) {
        return live.stream().filter(broker -> !replicas.contains(broker.id())).count();
    }

    /** Begins at another broker for every topic: the first one must not get the one partition of every small topic. */
    private static List<Broker> inTurn(String topic, List<Broker> live) {
        List<Broker> sorted = new ArrayList<>(live);
        sorted.sort(Comparator.comparingInt(Broker::id));
        int first = sorted.isEmpty() ? 0 : Math.floorMod(topic.hashCode(), sorted.size());
        List<Broker> turned = new ArrayList<>(sorted.subList(first, sorted.size()));
        turned.addAll(sorted.subList(0, first));
        return turned;
    }

    /** A partition on its way: the first {@code kept} replicas are those it has. */
    private record Draft(PartitionFacts partition, List<Integer> replicas, int kept) {}

    private List<Move> plan(TopicFacts facts, int replicas) {
        for (Broker broker : brokers) {
            if (broker.rack() != null) {
                racks.put(broker.id(), broker.rack());
            }
        }
        facts.partitions().forEach(p -> p.replicas().forEach(id -> held.merge(id, 1, Integer::sum)));
        List<Draft> drafts = facts.partitions().stream()
                .filter(p -> p.replicas().size() < replicas)
                .sorted(Comparator.comparingInt(PartitionFacts::partition))
                .map(p -> new Draft(p, leaderFirst(p), p.replicas().size()))
                .toList();
        for (Draft draft : drafts) {
            while (draft.replicas().size() < replicas) {
                int best = best(draft.replicas());
                draft.replicas().add(best);
                given.merge(best, 1, Integer::sum);
            }
        }
        spread(drafts);
        return drafts.stream()
                .map(d -> new Move(d.partition().partition(), d.partition().replicas(), d.replicas()))
                .toList();
    }

    /** Without this, the last partitions may have no choice left but brokers that the first ones could have spared. */
    private void spread(List<Draft> drafts) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Draft draft : drafts) {
                for (int at = draft.kept(); at < draft.replicas().size(); at++) {
                    changed |= relieved(draft.replicas(), at);
                }
            }
        }
    }

    /** Hands a new replica to a broker that gets fewer of them; never to a rack that the partition uses, if it left one. */
    private boolean relieved(List<Integer> replicas, int at) {
        List<Integer> others = new ArrayList<>(replicas);
        int from = others.remove(at);
        int best = best(others);
        if (count(given, best) + 1 >= count(given, from)) {
            return false;
        }
        replicas.set(at, best);
        given.merge(from, -1, Integer::sum);
        given.merge(best, 1, Integer::sum);
        return true;
    }

    /** Returns the broker for one more replica beside these. */
    private int best(List<Integer> others) {
        Set<String> used =
                others.stream().map(racks::get).filter(Objects::nonNull).collect(Collectors.toSet());
        List<Broker> free =
                brokers.stream().filter(b -> !others.contains(b.id())).toList();
        List<Broker> elsewhere = free.stream()
                .filter(b -> b.rack() != null && !used.contains(b.rack()))
                .toList();
        return (elsewhere.isEmpty() ? free : elsewhere)
                .stream()
                        .map(Broker::id)
                        .min(Comparator.comparingInt((Integer id) -> count(given, id))
                                .thenComparingInt(id -> count(held, id)))
                        .orElseThrow();
    }

    private static int count(Map<Integer, Integer> counts, int id) {
        return counts.getOrDefault(id, 0);
    }

    private static List<Integer> leaderFirst(PartitionFacts partition) {
        List<Integer> replicas = new ArrayList<>(partition.replicas());
        if (replicas.remove((Integer) partition.leader())) {
            replicas.add(0, partition.leader());
        }
        return replicas;
    }
}
