package io.kafkasdk.acks;

import static io.kafkasdk.acks.VerdictRules.shortened;

import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicFacts.PartitionFacts;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with a topic right now, in words: which replicas are out of the ISR by what the cluster says, and which
 * brokers do not answer by what is seen from here. The two are never mixed up.
 */
final class LiveState {

    private LiveState() {}

    /** Continues the summary of a verdict; empty where every replica is in sync and answers, as far as it was asked. */
    static String text(TopicFacts facts, Silence silence) {
        return outOfSync(facts) + silent(facts, silence);
    }

    private static String outOfSync(TopicFacts facts) {
        List<PartitionFacts> refusing =
                facts.partitions().stream().filter(p -> facts.headroom(p) < 0).toList();
        if (!refusing.isEmpty()) {
            PartitionFacts first = refusing.get(0);
            return "; right now it refuses acks=all writes to partition "
                    + shortened(refusing.stream().map(PartitionFacts::partition).toList()) + ": "
                    + isr(facts.name(), first) + (first.leader() < 0 ? " and no leader" : "");
        }
        List<Integer> out = facts.partitions().stream()
                .flatMap(p -> p.out().stream())
                .distinct()
                .sorted()
                .toList();
        return out.isEmpty() ? "" : "; right now broker " + shortened(out) + " is out of the ISR";
    }

    private static String silent(TopicFacts facts, Silence silence) {
        List<PartitionFacts> waiting = facts.partitions().stream()
                .filter(p -> facts.headroom(p) >= 0 && !silence.in(p).isEmpty())
                .toList();
        if (waiting.isEmpty()) {
            return "";
        }
        PartitionFacts worst = waiting.stream()
                .filter(p -> silence.headroom(facts, p) < 0)
                .findFirst()
                .orElse(waiting.get(0));
        return "; right now acks=all writes to it get no acknowledgement, and for partition "
                + shortened(waiting.stream().map(PartitionFacts::partition).toList()) + " "
                + whoIsSilent(facts.name(), worst, silence);
    }

    /** Says who does not answer and that the cluster has not noticed. */
    static String whoIsSilent(String topic, PartitionFacts partition, Silence silence) {
        Silence here = silence.in(partition);
        return here.text(partition) + "; the cluster still counts "
                + (here.brokers().size() == 1 ? "it" : "them") + " as in sync: " + isr(topic, partition);
    }

    /** Says how many replicas of a partition are in sync, and which are. */
    static String isr(String topic, PartitionFacts partition) {
        return "partition " + topic + "-" + partition.partition() + " has "
                + partition.inSync().size() + " of " + partition.replicas().size() + " in-sync replicas "
                + partition.inSync();
    }

    /** Names the brokers that are missing where writes are not taken now; empty where they are. */
    static String cure(TopicFacts facts, Silence silence) {
        List<Integer> missing = facts.partitions().stream()
                .filter(p -> silence.headroom(facts, p) < 0)
                .flatMap(p -> missing(p, silence).stream())
                .distinct()
                .sorted()
                .toList();
        return missing.isEmpty() ? "" : bringBack(missing, silence);
    }

    /** Names the brokers that a partition misses; empty where it has them all. */
    static String cure(PartitionFacts partition, Silence silence) {
        List<Integer> missing = missing(partition, silence);
        return missing.isEmpty() ? "" : bringBack(missing, silence);
    }

    /** Without a leader only those that were in sync last can lead; the others would not help. */
    private static List<Integer> missing(PartitionFacts partition, Silence silence) {
        if (partition.leader() < 0) {
            return partition.inSync().isEmpty() ? partition.replicas() : partition.inSync();
        }
        List<Integer> missing = new ArrayList<>(partition.out());
        partition.replicas().stream()
                .filter(id -> silence.in(partition).brokers().containsKey(id))
                .forEach(missing::add);
        return missing;
    }

    private static String bringBack(List<Integer> brokers, Silence silence) {
        boolean fromHere = brokers.stream().anyMatch(silence.brokers()::containsKey);
        return "bring " + (brokers.size() == 1 ? "broker " : "brokers ") + shortened(brokers) + " back"
                + (fromHere ? ", or open the way there from here if it runs" : "");
    }
}
