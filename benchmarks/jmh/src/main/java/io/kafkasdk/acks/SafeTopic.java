package io.kafkasdk.acks;

import io.kafkasdk.cluster.ClusterSnapshot.Broker;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicFacts.MinIsrCap;
import io.kafkasdk.cluster.TopicFacts.PartitionFacts;
import io.kafkasdk.cluster.TopicLookup;
import io.kafkasdk.error.Diagnosis;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A cluster in which every topic has 12 partitions, three replicas in sync, and takes any record. */
public final class SafeTopic implements ClusterView {

    private static final int PARTITIONS = 12;
    private static final List<Integer> REPLICAS = List.of(1, 2, 3);

    /** Returns a guard that has looked at a topic there. */
    public static AcksGuard guard(String topic) {
        AcksGuard guard = new AcksGuard(new SafeTopic(), AcksRules.DEFAULT, List.of(), Runnable::run, System::nanoTime);
        guard.preflight(List.of(topic));
        return guard;
    }

    @Override
    public Map<String, TopicLookup> topics(Collection<String> names, Duration limit) {
        return names.stream().collect(Collectors.toMap(name -> name, name -> new TopicLookup.Found(facts(name))));
    }

    private static TopicFacts facts(String name) {
        List<PartitionFacts> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(number -> new PartitionFacts(number, 1, REPLICAS, REPLICAS))
                .toList();
        return new TopicFacts(
                name,
                partitions,
                2,
                false,
                1 << 20,
                MinIsrCap.PRESENT,
                false,
                TopicFacts.NO_BOUND,
                TopicFacts.NO_BOUND,
                false,
                TopicFacts.AS_IT_COMES);
    }

    @Override
    public Optional<Diagnosis> unreachable(Duration limit) {
        return Optional.empty();
    }

    @Override
    public Optional<String> nearestTopic(String misspelt, Duration limit) {
        return Optional.empty();
    }

    @Override
    public List<Broker> brokers(Duration limit) {
        return List.of();
    }

    @Override
    public Map<Integer, Optional<String>> askBrokers(Set<Integer> ids, Duration limit) {
        return Map.of();
    }
}
