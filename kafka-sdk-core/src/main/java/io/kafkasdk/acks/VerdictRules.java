package io.kafkasdk.acks;

import io.kafkasdk.acks.AcksVerdict.Kind;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicFacts.PartitionFacts;
import io.kafkasdk.cluster.TopicLookup;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** From the facts about a topic to the verdict, in words. RF is the replication factor. */
final class VerdictRules {

    private VerdictRules() {}

    static AcksVerdict judge(TopicLookup lookup) {
        if (lookup instanceof TopicLookup.Found found) {
            return judge(found.facts());
        }
        if (lookup instanceof TopicLookup.Missing missing) {
            String topic = missing.topic();
            return unknown(
                    topic,
                    "topic '" + topic + "' does not exist, or this application has no right to see it",
                    "create it with replication factor 3 and min.insync.replicas=2, or correct the name");
        }
        TopicLookup.Unreadable unreadable = (TopicLookup.Unreadable) lookup;
        return unknown(
                unreadable.topic(),
                "nothing is known about topic '" + unreadable.topic() + "': "
                        + unreadable.diagnosis().what() + ", "
                        + unreadable.diagnosis().cause(),
                unreadable.diagnosis().cure());
    }

    static AcksVerdict unknown(String topic, String summary, String cure) {
        return new AcksVerdict(topic, Kind.UNKNOWN, AcksVerdict.UNKNOWN_HEADROOM, summary, cure);
    }

    /** Returns the verdict on a topic by its settings alone, as if no replica were out. */
    static AcksVerdict lasting(TopicFacts facts) {
        Kind weakest = kind(facts);
        boolean mixed = facts.replicationFactor() != facts.largestReplicationFactor();
        String summary = meaning(weakest, facts);
        String cure = AcksCures.of(weakest, facts);
        if (mixed && weakest != Kind.UNWRITABLE) {
            summary = "its partitions differ: " + replication(facts) + "; the weakest decides, " + weakest + ": "
                    + summary;
            cure = AcksCures.ofMixed(facts);
        }
        if (facts.uncleanElection()) {
            summary +=
                    "; unclean.leader.election.enable is true, so acknowledged records can be lost on an unclean election";
            cure = (cure.isEmpty() ? "" : cure + "; ")
                    + AcksCures.configure(facts.name(), "unclean.leader.election.enable=false");
        }
        Kind kind = mixed && weakest != Kind.UNWRITABLE ? Kind.MIXED : weakest;
        return new AcksVerdict(facts.name(), kind, AcksVerdict.UNKNOWN_HEADROOM, summary, cure);
    }

    private static AcksVerdict judge(TopicFacts facts) {
        AcksVerdict lasting = lasting(facts);
        String now = bringBack(facts);
        String cure = now.isEmpty() || lasting.cure().isEmpty() ? now + lasting.cure() : now + "; " + lasting.cure();
        return new AcksVerdict(
                facts.name(), lasting.kind(), facts.headroom(), lasting.summary() + liveState(facts), cure);
    }

    /** Returns what is known of a topic whose cluster has not answered for long: all but which replicas are in sync. */
    static AcksVerdict outOfDate(TopicFacts facts) {
        AcksVerdict lasting = lasting(facts);
        String summary = lasting.summary() + "; that was read before the cluster stopped answering, so which replicas"
                + " are in sync now is not known";
        return new AcksVerdict(facts.name(), lasting.kind(), AcksVerdict.UNKNOWN_HEADROOM, summary, lasting.cure());
    }

    /** Names the brokers that are missing where writes are refused now; empty where none are. */
    private static String bringBack(TopicFacts facts) {
        List<Integer> out = facts.partitions().stream()
                .filter(p -> facts.headroom(p) < 0)
                .flatMap(p -> p.out().stream())
                .distinct()
                .sorted()
                .toList();
        return out.isEmpty() ? "" : "bring " + (out.size() == 1 ? "broker " : "brokers ") + shortened(out) + " back";
    }

    private static Kind kind(TopicFacts facts) {
        int replicas = facts.replicationFactor();
        int needed = facts.effectiveMinInsyncReplicas();
        if (needed > replicas) {
            return Kind.UNWRITABLE;
        }
        if (replicas <= 1) {
            return Kind.NO_REDUNDANCY;
        }
        if (needed <= 1) {
            return Kind.SINGLE_COPY;
        }
        return replicas == needed ? Kind.NO_HEADROOM : Kind.SAFE;
    }

    private static String meaning(Kind kind, TopicFacts facts) {
        int replicas = facts.replicationFactor();
        int needed = facts.effectiveMinInsyncReplicas();
        String numbers = "RF " + replicas + " and min.insync.replicas " + facts.minInsyncReplicas();
        String capped = facts.minInsyncReplicas() > needed ? " (which brokers cap at RF)" : "";
        return numbers
                + capped
                + switch (kind) {
                    case SAFE ->
                        ": an acknowledged record survives the loss of " + brokers(needed - 1)
                                + ", and writing goes on with " + replicas(replicas - needed) + " out";
                    case NO_HEADROOM ->
                        ": durable, but one replica out of the ISR stops every acks=all write; with acks=1 records would"
                                + " be acknowledged, but invisible to consumers until the replica is back (KAFKA-15583)";
                    case SINGLE_COPY -> ": writing goes on, but an acknowledgement may stand on a single copy";
                    case NO_REDUNDANCY -> ": one disk holds the only copy";
                    case UNWRITABLE -> ": these brokers are older than 3.7 and refuse every acks=all write to it";
                    case MIXED, UNKNOWN -> "";
                };
    }

    private static String replication(TopicFacts facts) {
        return facts.partitions().stream()
                .collect(Collectors.groupingBy(
                        p -> p.replicas().size(),
                        TreeMap::new,
                        Collectors.mapping(PartitionFacts::partition, Collectors.toList())))
                .entrySet()
                .stream()
                .map(entry -> "RF " + entry.getKey() + " for partition " + shortened(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String liveState(TopicFacts facts) {
        List<PartitionFacts> refusing =
                facts.partitions().stream().filter(p -> facts.headroom(p) < 0).toList();
        if (!refusing.isEmpty()) {
            PartitionFacts first = refusing.get(0);
            return "; right now it refuses acks=all writes to partition "
                    + shortened(refusing.stream().map(PartitionFacts::partition).toList()) + ": "
                    + isr(facts.name(), first);
        }
        List<Integer> out = facts.partitions().stream()
                .flatMap(p -> p.out().stream())
                .distinct()
                .sorted()
                .toList();
        return out.isEmpty() ? "" : "; right now broker " + shortened(out) + " is out of the ISR";
    }

    /** Says how many replicas of a partition are in sync, and which are. */
    static String isr(String topic, PartitionFacts partition) {
        return "partition " + topic + "-" + partition.partition() + " has "
                + partition.inSync().size() + " of " + partition.replicas().size() + " in-sync replicas "
                + partition.inSync();
    }

    private static String shortened(List<Integer> numbers) {
        int most = 5;
        String first = numbers.stream().limit(most).map(String::valueOf).collect(Collectors.joining(", "));
        return numbers.size() <= most ? first : first + " and " + (numbers.size() - most) + " more";
    }

    private static String brokers(int count) {
        return count == 1 ? "1 broker" : count + " brokers";
    }

    private static String replicas(int count) {
        return count == 1 ? "1 replica" : count + " replicas";
    }
}
