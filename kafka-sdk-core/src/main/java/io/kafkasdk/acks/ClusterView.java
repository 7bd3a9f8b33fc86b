package io.kafkasdk.acks;

import io.kafkasdk.cluster.ClusterSnapshot.Broker;
import io.kafkasdk.cluster.TopicLookup;
import io.kafkasdk.error.Diagnosis;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the guard asks of the cluster; each method blocks up to its limit. */
interface ClusterView {

    Map<String, TopicLookup> topics(Collection<String> names, Duration limit);

    Optional<Diagnosis> unreachable(Duration limit);

    Optional<String> nearestTopic(String misspelt, Duration limit);

    /** The live brokers; throws a KafkaSdkException where the cluster does not say. */
    List<Broker> brokers(Duration limit);

    Map<Integer, Optional<String>> askBrokers(Set<Integer> ids, Duration limit);
}
