package io.kafkasdk.acks;

import io.kafkasdk.cluster.ClusterInspector;
import io.kafkasdk.cluster.ClusterSnapshot.Broker;
import io.kafkasdk.cluster.TopicLookup;
import io.kafkasdk.error.Diagnosis;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The guard's view of a real cluster. */
record InspectedCluster(ClusterInspector inspector) implements ClusterView {

    @Override
    public Map<String, TopicLookup> topics(Collection<String> names, Duration limit) {
        return inspector.topics(names, limit);
    }

    @Override
    public Optional<Diagnosis> unreachable(Duration limit) {
        return inspector.unreachable(limit);
    }

    @Override
    public Optional<String> nearestTopic(String misspelt, Duration limit) {
        return inspector.nearestTopic(misspelt, limit);
    }

    @Override
    public List<Broker> brokers(Duration limit) {
        return inspector.snapshot(limit).brokers();
    }

    @Override
    public Map<Integer, Optional<String>> askBrokers(Set<Integer> ids, Duration limit) {
        return inspector.askBrokers(ids, limit);
    }
}
