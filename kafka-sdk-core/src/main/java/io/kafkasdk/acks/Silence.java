package io.kafkasdk.acks;

import io.kafkasdk.acks.BrokerSilence.Heard;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicFacts.PartitionFacts;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The brokers that the cluster counts as in sync with a topic, but that do not answer from here. A dead broker stays in
 * the ISR until the controller fences it (9 s by default); until then every acks=all write waits for it. The words are
 * about what was seen, never that such a broker is out of the ISR, nor that it is dead: others may reach it.
 *
 * @param brokers by id what the address of each does instead of answering
 */
record Silence(Map<Integer, String> brokers) {

    static final Silence NONE = new Silence(Map.of());

    Silence {
        brokers = Collections.unmodifiableMap(new TreeMap<>(brokers));
    }

    boolean isEmpty() {
        return brokers.isEmpty();
    }

    /** Returns what it is by newer answers: a broker that gave none stays as it was. */
    Silence heard(Heard answers) {
        Map<Integer, String> all = new TreeMap<>(brokers);
        all.keySet().removeAll(answers.heard());
        all.putAll(answers.silent());
        return new Silence(all);
    }

    /** Returns the part of it that is about replicas of this topic that are in sync by what the cluster says. */
    Silence in(TopicFacts facts) {
        Set<Integer> inSync =
                facts.partitions().stream().flatMap(p -> p.inSync().stream()).collect(Collectors.toSet());
        return only(inSync);
    }

    Silence in(PartitionFacts partition) {
        return only(partition.inSync());
    }

    private Silence only(Collection<Integer> ids) {
        if (ids.containsAll(brokers.keySet())) {
            return this;
        }
        Map<Integer, String> some = new TreeMap<>(brokers);
        some.keySet().retainAll(ids);
        return new Silence(some);
    }

    /** Returns the facts as they are with these brokers gone. */
    TopicFacts applyTo(TopicFacts facts) {
        return facts.without(brokers.keySet());
    }

    /** Returns the headroom of a partition with these brokers gone. */
    int headroom(TopicFacts facts, PartitionFacts partition) {
        return facts.headroom(partition.without(brokers.keySet()));
    }

    /** Says who does not answer, of those that hold a partition. */
    String text(PartitionFacts partition) {
        return brokers.entrySet().stream()
                .filter(broker -> partition.replicas().contains(broker.getKey()))
                .map(broker -> "broker " + broker.getKey()
                        + (broker.getKey() == partition.leader() ? ", which leads it," : ", which holds a replica,")
                        + " does not answer from here: " + broker.getValue())
                .collect(Collectors.joining("; "));
    }
}
