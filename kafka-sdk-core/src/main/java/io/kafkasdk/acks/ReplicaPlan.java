package io.kafkasdk.acks;

import io.kafkasdk.acks.Reassignment.Move;
import io.kafkasdk.cluster.ClusterSnapshot.Broker;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicFacts.PartitionFacts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
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

    /**
     * A new replica that goes to another broker than first planned.
     *
     * @param replicas those of its partition
     * @param at its place among them
     */
    private record Handover(List<Integer> replicas, int at, int from, int to) {}

    /**
     * Without this, the last partitions may have no choice left but brokers that the first ones could have spared. Each
     * round takes a replica from a broker that gets at least two more than another one, so there is an end to it.
     */
    private void spread(List<Draft> drafts) {
        List<Integer> ids = brokers.stream().map(Broker::id).toList();
        boolean better = true;
        while (better) {
            int least = ids.stream().mapToInt(this::count).min().orElse(0);
            better = ids.stream()
                    .filter(id -> count(id) >= least + 2)
                    .sorted(Comparator.comparingInt((Integer id) -> count(id)).reversed())
                    .map(id -> relief(id, drafts))
                    .filter(chain -> !chain.isEmpty())
                    .findFirst()
                    .map(this::handOver)
                    .orElse(false);
        }
    }

    private boolean handOver(List<Handover> chain) {
        for (Handover handover : chain) {
            handover.replicas().set(handover.at(), handover.to());
            given.merge(handover.from(), -1, Integer::sum);
            given.merge(handover.to(), 1, Integer::sum);
        }
        return true;
    }

    /** Finds the shortest chain that takes a new replica off a broker and ends at one that gets at least two fewer. */
    private List<Handover> relief(int overloaded, List<Draft> drafts) {
        Map<Integer, Handover> reached = new HashMap<>();
        Deque<Integer> next = new ArrayDeque<>(List.of(overloaded));
        while (!next.isEmpty()) {
            for (Handover step : handovers(next.remove(), drafts)) {
                if (step.to() == overloaded || reached.putIfAbsent(step.to(), step) != null) {
                    continue;
                }
                List<Handover> chain = chain(overloaded, step.to(), reached);
                if (count(step.to()) + 2 <= count(overloaded) && isOneEach(chain)) {
                    return chain;
                }
                next.add(step.to());
            }
        }
        return List.of();
    }

    private static List<Handover> chain(int first, int last, Map<Integer, Handover> reached) {
        List<Handover> chain = new ArrayList<>();
        for (int at = last; at != first; at = chain.get(chain.size() - 1).from()) {
            chain.add(Objects.requireNonNull(reached.get(at)));
        }
        return chain;
    }

    /** Two changes of one partition could get in each other's way. */
    private static boolean isOneEach(List<Handover> chain) {
        long partitions = chain.stream()
                .map(step -> System.identityHashCode(step.replicas()))
                .distinct()
                .count();
        return partitions == chain.size();
    }

    private List<Handover> handovers(int from, List<Draft> drafts) {
        List<Handover> found = new ArrayList<>();
        for (Draft draft : drafts) {
            List<Integer> replicas = draft.replicas();
            int at = replicas.indexOf(from);
            if (at >= draft.kept()) {
                List<Integer> others = new ArrayList<>(replicas);
                others.remove(at);
                suitable(others).stream()
                        .filter(to -> to != from)
                        .forEach(to -> found.add(new Handover(replicas, at, from, to)));
            }
        }
        return found;
    }

    /** Returns the broker for one more replica beside these. */
    private int best(List<Integer> others) {
        return suitable(others).stream()
                .min(Comparator.comparingInt((Integer id) -> count(id))
                        .thenComparingInt(id -> held.getOrDefault(id, 0)))
                .orElseThrow();
    }

    /** Returns the brokers for one more replica beside these: in racks that these leave unused, if there are any. */
    private List<Integer> suitable(List<Integer> others) {
        Set<String> used =
                others.stream().map(racks::get).filter(Objects::nonNull).collect(Collectors.toSet());
        List<Broker> free =
                brokers.stream().filter(b -> !others.contains(b.id())).toList();
        List<Broker> elsewhere = free.stream()
                .filter(b -> b.rack() != null && !used.contains(b.rack()))
                .toList();
        return (elsewhere.isEmpty() ? free : elsewhere).stream().map(Broker::id).toList();
    }

    private int count(int id) {
        return given.getOrDefault(id, 0);
    }

    private static List<Integer> leaderFirst(PartitionFacts partition) {
        List<Integer> replicas = new ArrayList<>(partition.replicas());
        if (replicas.remove((Integer) partition.leader())) {
            replicas.add(0, partition.leader());
        }
        return replicas;
    }
}
