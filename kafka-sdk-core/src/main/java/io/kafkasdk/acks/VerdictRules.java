package io.kafkasdk.acks;

import io.kafkasdk.acks.AcksVerdict.Kind;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicFacts.MinIsrCap;
import io.kafkasdk.cluster.TopicFacts.PartitionFacts;
import io.kafkasdk.cluster.TopicLookup;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** From the facts about a topic to the verdict, in words. RF is the replication factor. */
final class VerdictRules {

    private VerdictRules() {}

    static AcksVerdict judge(TopicLookup lookup, Silence silence) {
        if (lookup instanceof TopicLookup.Found found) {
            return judge(found.facts(), silence);
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

    /** Returns whether the topic takes no acks=all writes now, as far as that is known. */
    static boolean refuses(AcksVerdict verdict) {
        return verdict.headroom() < 0 && verdict.headroom() != AcksVerdict.UNKNOWN_HEADROOM;
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

    private static AcksVerdict judge(TopicFacts facts, Silence silence) {
        AcksVerdict lasting = lasting(facts);
        String now = LiveState.cure(facts, silence);
        String cure = now.isEmpty() || lasting.cure().isEmpty() ? now + lasting.cure() : now + "; " + lasting.cure();
        int headroom = silence.applyTo(facts).headroom();
        return new AcksVerdict(
                facts.name(), lasting.kind(), headroom, lasting.summary() + LiveState.text(facts, silence), cure);
    }

    /** Returns what is known of a topic whose cluster has not answered for long: all but which replicas are in sync. */
    static AcksVerdict outOfDate(TopicFacts facts) {
        AcksVerdict lasting = lasting(facts);
        String summary = lasting.summary() + "; that was read before the cluster stopped answering, so which replicas"
                + " are in sync now is not known";
        return new AcksVerdict(facts.name(), lasting.kind(), AcksVerdict.UNKNOWN_HEADROOM, summary, lasting.cure());
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
        return numbers
                + cap(facts)
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

    private static String cap(TopicFacts facts) {
        if (facts.minInsyncReplicas() <= facts.effectiveMinInsyncReplicas()) {
            return "";
        }
        return facts.minIsrCap() == MinIsrCap.PRESENT
                ? " (which brokers cap at RF)"
                : " (which brokers since 3.7 cap at RF, while older ones refuse every acks=all write; how old these are is"
                        + " not known)";
    }

    private static String replication(TopicFacts facts) {
        return facts.partitions().stream()
                .collect(Collectors.groupingBy(
                        partition -> partition.replicas().size(),
                        TreeMap::new,
                        Collectors.mapping(PartitionFacts::partition, Collectors.toList())))
                .entrySet()
                .stream()
                .map(entry -> "RF " + entry.getKey() + " for partition " + shortened(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    static String shortened(List<Integer> numbers) {
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
